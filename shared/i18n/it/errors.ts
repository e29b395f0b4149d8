// Italian sentences of every refusal (shared/errors.ts), and of the two that never reach the server.
import type { errorWords as en } from '../en/errors.ts';

export const errorWords: Record<keyof typeof en, string> = {
  'error.bad_frame': 'Questa pagina e il negozio non si sono capiti. Ricarica la pagina.',
  'error.bad_request': 'C’è qualcosa che non va. Controlla quello che hai scritto e riprova.',
  'error.unknown_request':
    'Il negozio non conosce ancora questa azione. Ricarica la pagina per avere la versione nuova.',
  'error.hello_first': 'Il collegamento non era ancora pronto. Riprova.',
  'error.already_joined': 'Sei già dentro. Non devi fare niente.',
  'error.too_old': 'Il negozio è stato aggiornato. Ricarica la pagina per continuare.',
  'error.unauthorised': 'Non hai fatto l’accesso. Riapri il link d’invito o chiedine uno nuovo.',
  'error.not_allowed': 'Il tuo invito non arriva fin qui. Chiedi al titolare del negozio.',
  'error.not_found': 'Questo non c’è più. Ricarica la pagina per vedere com’è adesso.',
  'error.room_not_found':
    'A questo indirizzo non c’è nessuna sala. Controlla il link o guarda tutte le dirette.',
  'error.room_exists': 'A questo indirizzo c’è già una sala. Scegline un altro.',
  'error.too_large': 'È troppo grande da inviare. Accorcialo e riprova.',
  'error.rate_limited': 'Un po’ troppo in fretta. Aspetta qualche secondo e riprova.',
  'error.invite_invalid': 'Questo invito è già stato usato o è scaduto. Chiedine uno nuovo.',
  'error.nickname_taken': 'Qui c’è già qualcuno con questo nome. Scegline un altro.',
  'error.nickname_reserved': 'Questo nome è riservato a chi lavora nel negozio. Scegline un altro.',
  'error.nickname_often': 'Oggi hai già cambiato nome più volte. Per ora tienilo e riprova domani.',
  'error.stage_taken': 'Ora trasmette un altro dispositivo in questa sala. Puoi continuare da qui.',
  'error.show_not_live': 'La diretta non è in onda, quindi non c’era niente da fare.',
  'error.show_paused': 'La diretta è in pausa. Riprendila quando vuoi.',
  'error.no_picture':
    'Non c’è ancora l’immagine, quindi la diretta non è partita. Controlla la videocamera e riprova.',
  'error.sold_out': 'Appena esaurito. Non è stato prenotato nulla.',
  'error.stock_held': 'Resterebbero meno pezzi di quelli già promessi. Libera prima una prenotazione.',
  'error.limit_variant': 'Ne hai già quanti ogni persona può prenotarne.',
  'error.limit_show': 'Hai già tanti pezzi quanti ogni persona può prenotarne in questa diretta.',
  'error.limit_value':
    'Così supereresti la somma che ogni persona può prenotare. Non è stato prenotato nulla.',
  'error.not_reservable': 'Questo non si può ancora prenotare: manca il prezzo.',
  'error.price_changed':
    'Intanto il prezzo è salito. Non è stato prenotato nulla: guarda il prezzo nuovo e, se vuoi, prenota di nuovo.',
  'error.already_extended': 'L’hai già prolungata. La scadenza non cambia più.',
  'error.reservation_over': 'Questa prenotazione è finita: non è cambiato nulla.',
  'error.already_waiting': 'Sei già in lista per questo.',
  'error.still_available': 'Ce n’è abbastanza: puoi prenotarlo subito.',
  'error.key_reused': 'Con questa richiesta è già stata chiesta un’altra cosa. Ricarica la pagina e riprova.',
  'error.no_reduction':
    'Non è sotto il prezzo più basso degli ultimi 30 giorni: non si può mostrare come ribasso.',
  'error.limit_own': 'Così supereresti il limite che ti sei dato. Non è stato prenotato nulla.',
  'error.cool_off':
    'Tra una prenotazione di questo valore e l’altra serve una pausa. Non è stato prenotato nulla; riprova tra poco.',
  'error.handle_taken': 'Un altro prodotto ha già questo nome breve. Scegline un altro.',
  'error.sku_taken': 'Un’altra variante ha già questo codice SKU. Non è stato cambiato nulla.',
  'error.bad_image': 'Questa immagine non si può leggere. Usa un file JPEG, PNG, WebP, AVIF o GIF.',
  'error.bad_csv': 'Il file non si può importare, quindi nulla è cambiato. Le righe qui sotto dicono perché.',
  'error.changed_meanwhile':
    'Nel frattempo qualcun altro lo ha modificato. Guarda la versione più recente e riprova.',
  'error.storage_failed': 'Il negozio non riesce a salvare, quindi nulla è cambiato. Riprova tra un minuto.',
  'error.question_over': 'Questa domanda non è più in attesa, quindi nulla è cambiato.',
  'error.too_many_questions': 'Hai già diverse domande in attesa. Aspetta una risposta o ritirane una.',
  'error.muted': 'Per il momento qui non puoi scrivere. Puoi continuare a guardare e a prenotare.',
  'error.slow_down': 'Un messaggio alla volta: aspetta un momento prima del prossimo.',
  'error.words_refused': 'Questo negozio non vuole una di queste parole. Dillo in un altro modo.',
  'error.said_already':
    'La stessa cosa è appena stata scritta più volte. Dilla in un altro modo o aspetta un minuto.',
  'error.no_links': 'Qui i link sono solo per chi lavora nel negozio. Invialo senza link.',
  'error.banned': 'Il negozio ti ha chiuso questa sala. Se è un errore, scrivi al negozio.',
  'error.bad_sdp': 'Il programma ha mandato un’offerta che non si può leggere.',
  'error.sdp_unsupported':
    'Il programma non offre immagini o suono che il negozio possa trasmettere. Scegli H264 o VP8, e Opus.',
  'error.wrong_type': 'Il programma ha mandato qualcosa di diverso da quello che serve qui.',
  'error.not_acceptable': 'Il programma chiede una risposta di un tipo che non c’è.',
  'error.wrong_method': 'Qui questo non si può fare.',
  'error.precondition_missing': 'Il programma non ha detto a quale stato del collegamento si riferisce.',
  'error.too_many_keys': 'Ci sono già abbastanza chiavi per questa sala. Revocane una che nessuno usa.',
  'error.media_gone': 'Il collegamento video è caduto. Ne stiamo aprendo uno nuovo.',
  'error.line_full': 'La linea del negozio è piena: per ora vedi delle foto, e l’immagine appena c’è posto.',
  'error.media_unavailable':
    'In questo momento il video non passa. Tutto il resto funziona; riprova fra poco.',
  'error.internal': 'Qualcosa è andato storto da parte nostra. Non hai perso niente; riprova fra poco.',
  'error.offline': 'Sei senza rete. Quello che vedi resta; riprendiamo appena torni.',
  'error.timeout': 'Il negozio non ha risposto in tempo. Controlla la rete e riprova.',
};
