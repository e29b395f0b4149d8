// Whether a message looks like a question that the host should hear, in Italian or in English. Pure, and rather too careful:
// an offer that is wrong is noise. Rule: CHT-27.

const starts: readonly RegExp[] = [
  // English: a question word, or a verb in front of whom it is about.
  /^(who|when|where|why|which|whose|any)\b/,
  /^what(?!\s+an?\b)\b/,
  /^how (much|many|long|big|small|wide|tall|thick|heavy|soon|far|do|does|is|are|can|about|to|come)\b/,
  /^(is|are|do|does|did|can|could|will|would|may|has|have|should) (it|they|there|this|that|these|those|the|you|we|i|one|he|she|your|any|shipping|delivery)\b/,
  // Italian
  /^(quando|dove|dov'è|perché|perche|quanto|quanta|quanti|quante|quale|quali|qual|cosa|chi)(\s|$)/,
  /^che (taglia|misura|misure|taglie|colore|colori|materiale|tessuto|prezzo|numero|modello|lunghezza|altezza|cosa)\b/,
  /^com'è\s|^come (si|è|sono|posso|faccio|veste|calza|cade|funziona|va|mai)(\s|$)/,
  /^(c'è|ci sono|è possibile|avete|fate|spedite|posso|si può|potete|puoi|puo|può)(\s|$)/,
];

export const looksLikeQuestion = (text: string): boolean => {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/^[¿\s]+/, '');
  const words = plain.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  if (/\?[\s)!?.]*$/.test(plain)) return words.length > 1 || plain.length > 8;
  if (words.length < 2 || /!\s*$/.test(plain)) return false;
  return starts.some((start) => start.test(plain));
};
