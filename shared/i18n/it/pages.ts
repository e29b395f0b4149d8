// Italian words of the small pages: home and sign-in.
import type { pages as en } from '../en/pages.ts';

export const pages: Record<keyof typeof en, string> = {
  'home.title': 'Vetrine in diretta',
  'home.intro': 'Guarda in diretta, dal negozio al tuo telefono. Niente da installare, nessun account.',
  'home.liveNow': 'In diretta adesso',
  'home.otherRooms': 'Altre sale',
  'home.enter': 'Guarda adesso',
  'home.visit': 'Vai alla sala',
  'home.state.live': 'In diretta dalle {time}',
  'home.state.away': 'Torna subito',
  'home.state.ended': 'Ultima diretta: {date}',
  'home.state.none': 'Ancora nessuna diretta',
  'home.empty': 'In questo momento nessuno è in diretta',
  'home.empty.help': 'Quando una diretta comincia, appare qui da sola. Puoi lasciare aperta la pagina.',
  'home.noRooms': 'Ancora nessuna sala',
  'home.noRooms.help': 'Le sale appaiono qui appena il negozio ne apre una.',
  'home.noRooms.owner': 'Apri la prima nel retrobottega.',
  'home.studioOf': 'Regia',
  'home.staff': 'Per chi lavora qui',
  'home.stale': 'Questo elenco forse non è aggiornato: {problem}',

  'signIn.title': 'Accesso',
  'signIn.working': 'Ti apro la porta…',
  'signIn.failed': 'Questo invito non si può usare',
  'signIn.used':
    'È già stato usato o è scaduto; ognuno vale una volta, per sette giorni. Chiedine uno nuovo al titolare, o lancia “npm run invite” sul computer del negozio.',
  'signIn.notSaved': 'Non hai ancora fatto l’accesso e il tuo invito è ancora valido.',
  'signIn.none': 'Non hai fatto l’accesso',
  'signIn.none.help':
    'Chi lavora in negozio entra con un link d’invito. Chiedilo al titolare, o lancia “npm run invite” sul computer del negozio. Per guardare una diretta non serve.',
  'signIn.hello': 'Ciao {name}',
  'signIn.role.owner': 'Sei il titolare del negozio.',
  'signIn.role.host': 'Conduci le dirette nella sala “{room}”.',
  'signIn.role.helper': 'Dai una mano nella sala “{room}”.',
  'signIn.name': 'Il tuo nome',
  'signIn.name.hint': 'Lo vedono i tuoi colleghi.',
  'signIn.name.wrong': 'Da 2 a 40 caratteri, per favore.',
  'signIn.goTo': 'Vai a',
  'signIn.studio': 'Regia “{room}”',
  'signIn.shop': 'Retrobottega',
  'signIn.signedOut': 'Su questo dispositivo sei uscito.',
};
