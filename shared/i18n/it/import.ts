// Italian sentences for the rows of a CSV file.
import type { importWords as english } from '../en/import.ts';

export const importWords: Record<keyof typeof english, string> = {
  'import.columns_missing': 'Manca la colonna «{value}». La prima riga deve contenere i nomi delle colonne.',
  'import.row_broken': 'Questa riga non si può leggere: ci sono virgolette aperte o fuori posto.',
  'import.too_many_rows': 'Il file ha più di {value} righe. Dividilo e importa le parti una dopo l’altra.',
  'import.no_rows': 'In questo file non ci sono prodotti.',
  'import.not_text': 'Questo non è un file CSV. Nel foglio di calcolo scegli «Salva con nome» e poi CSV.',
  'import.handle_missing': 'Manca l’handle, che dice a quale prodotto appartiene la riga.',
  'import.handle_bad': 'L’handle «{value}» equivale a un altro nel file. Danne uno diverso a ogni prodotto.',
  'import.title_missing': 'Il prodotto non ha un titolo.',
  'import.text_long': 'Il testo in «{column}» è troppo lungo.',
  'import.text_bad': 'Il testo in «{column}» contiene caratteri che non si possono mostrare.',
  'import.option_missing': 'Manca il valore di «{column}».',
  'import.option_unnamed':
    'C’è un valore in «{column}», ma nella prima riga del prodotto questa opzione non ha un nome.',
  'import.option_twice': 'Un’altra variante di questo prodotto ha le stesse opzioni: {value}.',
  'import.variants_many': 'Il prodotto ha più varianti delle {value} possibili.',
  'import.sku_bad': 'Lo SKU «{value}» è troppo lungo o contiene caratteri che non si possono mostrare.',
  'import.sku_twice': 'Lo SKU «{value}» è più di una volta in questo file.',
  'import.sku_taken': 'Lo SKU «{value}» è di un altro prodotto del negozio.',
  'import.price_bad': '«{value}» non è un prezzo. Scrivilo come 39,00 o 39.00, sopra lo zero.',
  'import.stock_bad': '«{value}» non è un numero di pezzi.',
  'import.stock_held': 'La giacenza non può scendere sotto i {value} pezzi prenotati dai clienti.',
  'import.image_skipped':
    'Immagini indicate con un indirizzo web, tralasciate: {value}. Caricale nelle pagine dei prodotti.',
  'import.compare_price_skipped':
    'Prezzi di confronto tralasciati: {value}. Il prezzo barrato viene dallo storico dei tuoi prezzi.',
  'import.stock_unknown': 'Il file non dice quanti pezzi ci sono. La giacenza resta com’è.',
  'import.stock_negative': 'La giacenza {value} è sotto lo zero e viene presa come zero.',
  'import.html_to_text': 'Descrizioni formattate diventate testo semplice: {value}.',
  'import.variant_archived': 'La variante {value} non va d’accordo con le nuove opzioni ed è archiviata.',
  'import.columns_skipped': 'Queste colonne sono tralasciate: {value}.',
};
