// Italian words of the studio, where the host broadcasts.
import type { studio as en } from '../en/studio.ts';

export const studio: Record<keyof typeof en, string> = {
  'studio.title': 'Regia',
  'studio.pageTitle': '{room} · Regia',
  'studio.backOffice': 'Retrobottega',

  'studio.goLive': 'Vai in diretta',
  'studio.goingLive': 'Si va in onda…',
  'studio.returnToShow': 'Torna alla tua diretta',
  'studio.takeOver': 'Continua da questo dispositivo',
  'studio.endShow': 'Chiudi la diretta',
  'studio.ending': 'Chiudo…',
  'studio.notLive': 'Non sei ancora in diretta.',
  'studio.off': 'Non sei in diretta. Questa immagine la vedi solo tu.',
  'studio.offEnded': 'La diretta è finita. Adesso questa immagine la vedi solo tu.',
  'studio.starting': 'Un attimo, l’immagine sta arrivando in sala.',
  'studio.live': 'Sei in diretta',
  'studio.away': 'La tua diretta è ancora aperta. Chi guarda legge “torniamo subito”.',
  'studio.elsewhere': 'Sei in diretta da un altro dispositivo o da un’altra finestra.',
  'studio.interrupted': 'È caduta la linea. Chi guarda legge “torniamo subito”; riprendiamo da soli.',
  'studio.reconnecting': 'Il negozio non si raggiunge. Continuiamo a provare, non devi fare niente.',
  'studio.resuming': 'Ti riporto alla tua diretta…',
  'studio.onAirFor': 'In onda da {time}',
  'studio.endedByRoom': 'La diretta è finita. Quello che hai venduto e risposto resta tutto.',
  'studio.said.live': 'Sei in diretta.',
  'studio.said.ended': 'La diretta è finita.',
  'studio.said.interrupted': 'È caduta la linea. Ci stiamo ricollegando.',
  'studio.said.back': 'Sei di nuovo in onda.',

  'studio.end.title': 'Chiudere la diretta?',
  'studio.end.text':
    'L’immagine si ferma per tutti e chi guarda legge che la diretta è finita. Il link resta lo stesso per la prossima volta.',
  'studio.end.watching.one': 'In questo momento ti guarda {count} persona.',
  'studio.end.watching.other': 'In questo momento ti guardano {count} persone.',
  'studio.end.confirm': 'Chiudi la diretta',
  'studio.end.keep': 'Resta in diretta',

  'studio.takeOver.title': 'Continuare da qui?',
  'studio.takeOver.text':
    'Immagine e audio passano a questo dispositivo. L’altro smette di trasmettere; chi guarda nota una breve pausa.',

  'studio.preview': 'La tua videocamera, come ti vede chi guarda',
  'studio.previewAsking': 'Il browser chiede la videocamera e il microfono. Scegli “Consenti”.',
  'studio.micOff': 'Microfono spento',

  'studio.devices': 'Videocamera e microfono',
  'studio.camera': 'Videocamera',
  'studio.microphone': 'Microfono',
  'studio.cameraN': 'Videocamera {n}',
  'studio.microphoneN': 'Microfono {n}',
  'studio.noneFound': 'Nessuno trovato',
  'studio.mute': 'Silenzia',
  'studio.unmute': 'Riattiva',
  'studio.muted': 'Microfono spento. Chi guarda non ti sente.',
  'studio.unmuted': 'Microfono acceso.',
  'studio.hearing.unknown': 'Ascolto…',
  'studio.hearing.heard': 'Ti sentiamo',
  'studio.hearing.silent': 'Nessun suono. Di’ qualcosa, o scegli un altro microfono.',
  'studio.hearing.muted': 'Microfono spento',
  'studio.meter': 'Livello del microfono',

  'studio.news.camera.switched':
    'La videocamera si è staccata. Siamo passati a “{label}”; la diretta continua.',
  'studio.news.camera.lost':
    'La videocamera “{label}” si è staccata. Ricollegala o scegline un’altra; la diretta resta aperta.',
  'studio.news.camera.found': 'Adesso usiamo la videocamera “{label}”.',
  'studio.news.microphone.switched':
    'Il microfono si è staccato. Siamo passati a “{label}”; la diretta continua.',
  'studio.news.microphone.lost':
    'Il microfono “{label}” si è staccato. Ricollegalo o scegline un altro; chi guarda continua a vederti.',
  'studio.news.microphone.found': 'Adesso usiamo il microfono “{label}”.',
  'studio.notSwitched': 'Quel dispositivo non si è aperto: abbiamo tenuto quello di prima.',

  'studio.trouble.insecure': 'Da questo indirizzo la videocamera non si può usare',
  'studio.trouble.insecure.help':
    'I browser danno la videocamera solo agli indirizzi sicuri. Apri questa pagina con https://, oppure sul computer del negozio a http://localhost.',
  'studio.trouble.in_app': 'Il browser dentro questa app non può trasmettere',
  'studio.trouble.in_app.help':
    'Apri il menu dell’app (tre puntini o “…”) e scegli “Apri nel browser”. Oppure copia l’indirizzo e incollalo in Chrome o Safari.',
  'studio.trouble.unsupported': 'Questo browser non può trasmettere',
  'studio.trouble.unsupported.help': 'Usa una versione recente di Chrome, Edge, Firefox o Safari.',
  'studio.trouble.denied': 'Videocamera e microfono sono bloccati',
  'studio.trouble.denied.help.chrome':
    'Tocca l’icona a sinistra dell’indirizzo, consenti videocamera e microfono, poi riprova. Se restano bloccati, guarda nelle impostazioni di privacy del computer.',
  'studio.trouble.denied.help.firefox':
    'Tocca la videocamera barrata accanto all’indirizzo, togli il blocco, poi riprova.',
  'studio.trouble.denied.help.safari':
    'Nel menu Safari scegli “Impostazioni per questo sito web”, consenti videocamera e microfono, poi riprova.',
  'studio.trouble.denied.help.safari-ios':
    'Tocca “aA” nella barra dell’indirizzo, poi “Impostazioni sito web”, consenti videocamera e microfono e riprova.',
  'studio.trouble.camera.missing': 'Nessuna videocamera trovata',
  'studio.trouble.camera.missing.help':
    'Collegane una: la prendiamo appena c’è. Per una diretta serve l’immagine.',
  'studio.trouble.camera.in_use': 'Un altro programma sta usando la videocamera',
  'studio.trouble.camera.in_use.help':
    'Chiudi Zoom, Teams o l’altra finestra che tiene la videocamera, poi riprova.',
  'studio.trouble.camera.unplugged': 'La videocamera si è staccata',
  'studio.trouble.camera.unplugged.help':
    'Ricollegala o scegline un’altra. La diretta resta aperta; chi guarda legge “torniamo subito”.',
  'studio.trouble.camera.unknown': 'La videocamera non si è aperta',
  'studio.trouble.camera.unknown.help':
    'Riprova. Se non va ancora, scegli un’altra videocamera o riavvia il browser.',
  'studio.trouble.microphone.missing': 'Nessun microfono trovato',
  'studio.trouble.microphone.missing.help':
    'Collegane uno: lo prendiamo appena c’è. Senza, la diretta è muta.',
  'studio.trouble.microphone.in_use': 'Un altro programma sta usando il microfono',
  'studio.trouble.microphone.in_use.help': 'Chiudi l’altro programma, poi riprova.',
  'studio.trouble.microphone.unplugged': 'Il microfono si è staccato',
  'studio.trouble.microphone.unplugged.help':
    'Ricollegalo o scegline un altro. Chi guarda continua a vederti.',
  'studio.trouble.microphone.unknown': 'Il microfono non si è aperto',
  'studio.trouble.microphone.unknown.help': 'Riprova. Se non va ancora, scegli un altro microfono.',

  'studio.health': 'Come ti vede chi guarda',
  'studio.health.off': 'Quando sei in diretta, qui leggi se la tua immagine arriva bene.',
  'studio.health.starting': 'Sto misurando quanto porta la tua linea…',
  'studio.health.good': 'Tutto bene. {numbers}.',
  'studio.health.thin_line':
    'La tua linea è debole: chi guarda riceve {size}. Avvicinati al router o usa un cavo.',
  'studio.health.slow_computer':
    'Questo computer è al limite: chi guarda riceve {size}. Chiudi altri programmi e schede.',
  'studio.health.dark_room': 'Solo {fps} immagini al secondo: alla videocamera serve più luce.',
  'studio.health.lossy_line': 'La tua linea perde pezzi dell’immagine. Avvicinati al router o usa un cavo.',
  'studio.health.slow_line':
    'La tua linea risponde piano, quindi chi guarda è un po’ indietro. L’immagine è buona.',
  'studio.health.no_picture': 'Da questo dispositivo non esce nessuna immagine. Controlla la videocamera.',
  'studio.health.numbers': '{size}, {fps} immagini al secondo, {rate}',
  'studio.health.details': 'Numeri',
  'studio.health.layer': 'Formato',
  'studio.health.fps': 'Immagini/s',
  'studio.health.rate': 'Flusso',
  'studio.health.note': 'Nota',
  'studio.health.limit.cpu': 'computer al limite',
  'studio.health.limit.bandwidth': 'linea piena',
  'studio.health.limit.browser': 'frenato',
  'studio.health.layerOff': 'non inviato',
  'studio.health.sound': 'Audio',
  'studio.health.roundTrip': 'Fino al negozio e ritorno',
  'studio.health.encoding': 'Codifica di un’immagine',
  'studio.health.lost': 'Pezzi persi',
  'studio.health.overTcp': 'La tua rete blocca la via veloce (UDP): usiamo quella più lenta (TCP).',

  'studio.signedOut': 'Questa è la regia di un negozio',
  'studio.signedOut.help':
    'Per trasmettere ti serve un invito. Apri il link che ti hanno mandato; ognuno vale una volta. Se è scaduto, chiedine uno nuovo al titolare.',
  'studio.helper': 'Con il tuo invito puoi dare una mano, ma non trasmettere',
  'studio.helper.help': 'Guarda la sala, oppure chiedi al titolare un invito da conduttore.',
  'studio.noRoom': 'A questo indirizzo non c’è nessuna sala',
  'studio.noRoom.help': 'Controlla il link, o guarda tutte le dirette.',
  'studio.replaced': 'Hai continuato in un’altra finestra',
  'studio.replaced.help': 'La tua diretta va avanti lì. Questa finestra ha smesso di trasmettere.',
  'studio.outdated': 'Il negozio è stato aggiornato',
  'studio.outdated.help': 'Ricarica la pagina per continuare.',
  'studio.closed': 'Il collegamento è stato chiuso',
  'studio.closed.help': 'Ricarica la pagina per tornare.',
  'studio.toRoom': 'Guarda la sala',
  'studio.continueHere': 'Continua da qui',

  'studio.share': 'Invita chi guarda',
  'studio.share.link': 'Link della sala',
  'studio.share.text': '{room}: vetrina in diretta',
  'studio.share.local':
    'Questo indirizzo funziona solo su questo computer. Ai telefoni serve l’indirizzo pubblico del negozio.',
  'studio.share.qr': 'Codice QR',
  'studio.share.qrHelp': 'Inquadralo con la fotocamera di un telefono per aprire la sala.',

  'studio.keys': 'Tasti',
  'studio.keys.mute': 'Microfono spento o acceso',
  'studio.keys.help': 'Questo elenco',
};
