// Chiavi per OBS e altri encoder, nel back office.
import type { encoders as english } from '../en/encoders.ts';

export const encoders: Record<keyof typeof english, string> = {
  'encoders.title': 'OBS e altri encoder',
  'encoders.of': 'OBS: {name}',
  'encoders.help':
    'OBS, FFmpeg o GStreamer possono mandare l’immagine al posto del browser. Servono l’indirizzo della sala e una chiave.',
  'encoders.how':
    'In OBS: Impostazioni, Dirette, Servizio «WHIP». Incolla l’indirizzo come Server e la chiave come Bearer Token. Intervallo keyframe 1 s, B-frame 0, Profilo «baseline». Poi avvia la trasmissione e vai in diretta dalla regia.',
  'encoders.server': 'Server',
  'encoders.secret': 'Bearer token',
  'encoders.once': 'Copia la chiave adesso: si vede solo questa volta e non resta da nessuna parte.',
  'encoders.made': 'La chiave «{name}» è pronta',
  'encoders.new': 'Nuova chiave',
  'encoders.name': 'Nome del dispositivo',
  'encoders.name.hint': 'Così poi sai quale revocare: «Portatile in negozio».',
  'encoders.name.wrong': 'Dai un nome alla chiave.',
  'encoders.make': 'Crea una chiave',
  'encoders.keys': 'Chiavi',
  'encoders.none': 'Ancora nessuna chiave',
  'encoders.none.help': 'Senza chiave in questa sala trasmette solo la regia.',
  'encoders.used': 'Ultimo uso',
  'encoders.never': 'Mai',
  'encoders.madeBy': 'Creata da {who}, {when}',
  'encoders.revoke': 'Revoca',
  'encoders.revoke.name': 'Revoca la chiave «{name}»',
  'encoders.revoke.title': 'Revocare «{name}»?',
  'encoders.revoke.text': 'Quello che trasmette finisce subito, e la chiave non si può più usare.',
  'encoders.revoked': '«{name}» è revocata',
};
