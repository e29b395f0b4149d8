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
  'receipt.data': 'Quello che il negozio sa di te',
  'receipt.data.what': 'Prenotazioni, liste d’attesa, domande, messaggi e il nome che hai scelto.',
  'receipt.data.download': 'Scarica i miei dati',
  'receipt.data.saved': 'I tuoi dati sono salvati in un file.',
  'receipt.data.delete': 'Cancella i miei dati',
  'receipt.data.ask':
    'Cancellare i tuoi dati per sempre? I tuoi messaggi spariscono dalla sala, esci dalle liste d’attesa e le ricevute di ciò che è concluso non mostrano più nulla.',
  'receipt.data.keep': 'No, tienili',
  'receipt.data.do': 'Cancella per sempre',
  'receipt.data.done': 'I tuoi dati sono cancellati',
  'receipt.data.open':
    'Quello che hai prenotato resta finché non è ritirato o annullato. Dopo puoi cancellare anche quello.',
  'receipt.data.sanction': 'Un silenzio o un’esclusione resta fino al suo termine.',
  'receipt.data.rest':
    'Le tue domande restano senza il tuo nome. Le note di moderazione del negozio vengono cancellate allo scadere del loro tempo.',
  'receipt.cancelled': 'La tua prenotazione è annullata.',
};
