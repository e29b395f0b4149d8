// Il controllo del flusso nella regia: cosa arriva, e cosa fare.
import type { doctor as english } from '../en/doctor.ts';

export const doctor: Record<keyof typeof english, string> = {
  'doctor.title': 'Cosa arriva al negozio',
  'doctor.nothing': 'Per ora non arriva niente. Vai in diretta da qui, oppure comincia a trasmettere da OBS.',
  'doctor.by.page': 'L’immagine arriva dalla regia.',
  'doctor.by.encoder': 'L’immagine arriva da OBS o da un altro encoder.',
  'doctor.encoder.ready': 'Un encoder sta trasmettendo. Chi guarda non lo vede ancora.',
  'doctor.encoder.goLive': 'Vai in diretta con questa immagine',
  'doctor.encoder.paused': 'In pausa. L’encoder continua a trasmettere: nessuno lo vede o lo sente.',
  'doctor.look': 'Guarda da vicino',
  'doctor.looking': 'Ancora qualche secondo…',
  'doctor.verdict.good': 'Bene',
  'doctor.verdict.fair': 'Si può migliorare',
  'doctor.verdict.bad': 'Da sistemare',
  'doctor.codec': 'Formato',
  'doctor.size': 'Dimensioni',
  'doctor.fps': 'Immagini al secondo',
  'doctor.rate': 'Flusso di dati',
  'doctor.keyFrames': 'Immagini intere',
  'doctor.loss': 'Perso per strada',
  'doctor.sound': 'Suono',
  'doctor.layers': '{rate} in {count} formati',
  'doctor.every': 'al massimo ogni {seconds} s',
  'doctor.asked': 'ogni volta che serve',
  'doctor.without': 'senza B-frame',
  'doctor.with': 'con B-frame',
  'doctor.none': 'nessuno',
  'doctor.why.noPicture':
    'Non arriva nessuna immagine. In OBS controlla la scena e che la trasmissione sia partita.',
  'doctor.why.profile':
    'Non tutti i telefoni mostrano questo profilo. In OBS imposta Uscita, Encoder, Profilo su «baseline».',
  'doctor.why.profileOdd':
    'I browser non mostrano questo profilo. In OBS imposta Uscita, Encoder, Profilo su «baseline».',
  'doctor.why.bFrames':
    'I B-frame fanno saltare l’immagine avanti e indietro. In OBS imposta B-frame a 0, o Tune su «zerolatency».',
  'doctor.why.sizeSmall': 'L’immagine è piccola: i dettagli della merce si vedono male. 1280 × 720 va bene.',
  'doctor.why.sizeLarge':
    'L’immagine è più grande di quanto mostra un telefono. Bastano 1280 × 720 o 1920 × 1080.',
  'doctor.why.fpsLow':
    'I movimenti vanno a scatti. Imposta 25 o 30 immagini al secondo e dai più luce alla videocamera.',
  'doctor.why.rateLow': 'Troppo poco per un’immagine nitida. Per 1280 × 720 vanno bene circa 2500 kbit/s.',
  'doctor.why.rateHigh': 'Più di quanto regge un telefono per strada. Imposta 2500 kbit/s.',
  'doctor.why.keyFramesRare':
    'Chi entra aspetta così a lungo la prima immagine. In OBS imposta l’intervallo dei keyframe a 1 o 2 s.',
  'doctor.why.loss': 'Fra te e il negozio si perdono pezzi di immagine. Usa un cavo, o un flusso più basso.',
  'doctor.why.noSound': 'Non arriva il suono. Controlla il microfono.',
};
