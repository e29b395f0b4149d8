// Italian sentences of refusals that know how many, how much or until when (client/ui/refusal-words.ts).
import type { refusals as en } from '../en/refusals.ts';

export const refusals: Record<keyof typeof en, string> = {
  'refused.limit_variant.one':
    'Di questo ogni persona può prenotarne al massimo {count}. Non è stato prenotato nulla.',
  'refused.limit_variant.other':
    'Di questo ogni persona può prenotarne al massimo {count}. Non è stato prenotato nulla.',
  'refused.limit_show.one':
    'In una diretta ogni persona può prenotare al massimo {count} pezzo. Non è stato prenotato nulla.',
  'refused.limit_show.other':
    'In una diretta ogni persona può prenotare al massimo {count} pezzi. Non è stato prenotato nulla.',
  'refused.limit_value':
    'In una diretta ogni persona può prenotare al massimo per {sum}. Così lo supereresti: non è stato prenotato nulla.',
  'refused.limit_own': 'Così supereresti il limite di {sum} che ti sei dato. Non è stato prenotato nulla.',
  'refused.cool_off':
    'Tra una prenotazione di questo valore e l’altra serve una pausa. Non è stato prenotato nulla. Di nuovo possibile: {time}.',
  'refused.too_many_questions.one':
    'Hai {count} domanda in attesa, di più non si può. Aspetta una risposta o ritirala.',
  'refused.too_many_questions.other':
    'Hai {count} domande in attesa, di più non si può. Aspetta una risposta o ritirane una.',
  'refused.muted':
    'Qui non puoi scrivere né chiedere fino a: {time}. Puoi continuare a guardare e a prenotare.',
  'refused.nickname_often': 'Oggi hai già cambiato nome più volte. Lo tieni fino a: {time}.',
};
