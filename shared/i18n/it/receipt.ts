// Italian words of the receipt page.
import type { receipt as english } from '../en/receipt.ts';

export const receipt: Record<keyof typeof english, string> = {
  'receipt.title': 'Ricevuta della tua prenotazione',
  'receipt.loading': 'Cerchiamo la tua prenotazione…',
  'receipt.unknown.title': 'Dietro questo link non c’è nessuna prenotazione',
  'receipt.unknown.text': 'Controlla che il link sia intero. Se lo è, chiedi al negozio con il tuo codice.',
  'receipt.offline.title': 'Il negozio non è raggiungibile',
  'receipt.offline.text':
    'Controlla il Wi-Fi o i dati mobili e riprova. La tua prenotazione è al sicuro in negozio.',
  'receipt.code.hint': 'Di’ questo codice al banco.',
  'receipt.quantity': 'Pezzi',
  'receipt.price': 'Prezzo',
  'receipt.placed': 'Prenotato',
  'receipt.name': 'Nome',
  'receipt.entry': 'Prova',
  'receipt.entry.what':
    'L’impronta della tua prenotazione nel registro di magazzino del negozio. Il registro non si può cambiare dopo senza romperla: questa riga prova che il pezzo era tenuto per te.',
  'receipt.shop': 'Chi vende',
  'receipt.room': 'Alla sala «{name}»',
  'receipt.print': 'Stampa',
  'receipt.cancelled': 'La tua prenotazione è annullata.',
};
