// Italian words about the picture and its way here.
import type { line as english } from '../en/line.ts';

export const line: Record<keyof typeof english, string> = {
  'line.title': 'Immagine e connessione',
  'line.much': 'Quanti dati usare?',
  'line.none': 'Automatico',
  'line.none.hint': 'Immagine nitida quanto permette la tua rete.',
  'line.smaller': 'Immagine più piccola',
  'line.smaller.hint': 'Usa molti meno dati e meno batteria.',
  'line.soundOnly': 'Solo audio',
  'line.soundOnly.hint': 'Quasi nessun dato; puoi comunque chiedere e prenotare.',
  'line.deviceSaves':
    'Il tuo dispositivo chiede di risparmiare dati: abbiamo iniziato con l’immagine più piccola.',
  'line.way': 'Connessione',
  'line.path.udp': 'Diretto, la via veloce (UDP)',
  'line.path.tcp': 'Diretto, ma la tua rete blocca la via veloce: TCP al posto di UDP',
  'line.path.relay-udp': 'Tramite un server intermedio (UDP), perché la tua rete blocca la via diretta',
  'line.path.relay-tcp': 'Tramite un server intermedio (TCP), perché la tua rete blocca la via diretta',
  'line.path.relay-tls': 'Tramite un server intermedio (TLS), perché la tua rete blocca la via diretta',
  'line.path.photo': 'I video non passano: arrivano foto, dalla connessione della pagina',
  'line.path.none': 'Nessuna immagine in questo momento',
  'line.delay': 'Ritardo',
  'line.delay.value': '{seconds} s',
  'line.size': 'Immagine',
  'line.size.value': '{width} × {height}',

  'line.app.title': 'Problemi di immagine o audio?',
  'line.app.text': 'Sei nel browser interno di {app}. Nel tuo browser funziona meglio.',
  'line.app.text.unknown': 'Sei nel browser interno di un’app. Nel tuo browser funziona meglio.',
  'line.app.open': 'Apri nel tuo browser',
  'line.app.how': 'Nel menu (⋯) scegli “Apri nel browser”, oppure copia il link.',
  'line.app.copy': 'Copia il link',
  'line.app.close': 'Resto qui',
};
