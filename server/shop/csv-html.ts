// Shopify's product texts are HTML, ours are plain: there and back. What is read here is never shown as HTML. Rules: CSV-5.

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  bull: '•',
  middot: '·',
  deg: '°',
  euro: '€',
  copy: '©',
  reg: '®',
  trade: '™',
  times: '×',
  agrave: 'à',
  egrave: 'è',
  eacute: 'é',
  igrave: 'ì',
  ograve: 'ò',
  ugrave: 'ù',
  Agrave: 'À',
  Egrave: 'È',
  Eacute: 'É',
  laquo: '«',
  raquo: '»',
};

const ofCodePoint = (code: number): string =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, dec, hex, name) => {
    if (dec !== undefined) return ofCodePoint(Number(dec));
    if (hex !== undefined) return ofCodePoint(parseInt(String(hex), 16));
    return entities[name as string] ?? whole;
  });

const tag = /<\/?[a-z][^<>]*>|<!--[\s\S]*?-->/gi;

/** Whether there is more to it than line breaks. */
export const isFormatted = (html: string): boolean =>
  (html.match(tag) ?? []).some((one) => !/^<br\s*\/?>$/i.test(one));

export const textOf = (html: string): string => {
  const unix = html.replace(/\r\n?/g, '\n');
  if (!unix.match(tag)) return decoded(unix).trim();
  const lines = unix
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/[ \t\n]+/g, ' ')
    .replace(/ *<br\s*\/?> */gi, '\n')
    .replace(/ *<li\b[^<>]*> */gi, '\n• ')
    .replace(
      / *<\/?(?:p|div|h[1-6]|ul|ol|table|section|article|blockquote|header|footer)\b[^<>]*> */gi,
      '\n\n',
    )
    .replace(/ *<\/?(?:tr|dt|dd|hr)\b[^<>]*> */gi, '\n')
    .replace(tag, '')
    // Not of what <br> alone makes: those were counted by whoever wrote them.
    .replace(/\n{3,}/g, (breaks) => (isFormatted(unix) ? '\n\n' : breaks));
  return decoded(lines).trim();
};

const coded = (char: string): string => `&#${char.charCodeAt(0)};`;

/** Read back by `textOf` it is the same text. */
export const htmlOf = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    // Space that HTML would swallow.
    .replace(/\t|(?<=[ \n]) | (?=\n)/g, coded)
    .replaceAll('\n', '<br>');
