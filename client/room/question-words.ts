// The words of a question: where it stands, what it is about. Loaded with the sheets.
import type { QuestionView } from '../../shared/questions.ts';
import { locale, t } from '../i18n.ts';
import { clockface } from '../lib/hold-time.ts';
import { askingOf } from './asking.ts';
import type { Visit } from './visit.ts';

/** "3rd". */
const placeWords = (place: number): string => {
  const form = new Intl.PluralRules(locale.value, { type: 'ordinal' }).select(place);
  const known = form === 'one' || form === 'two' || form === 'few' ? form : 'other';
  return t(`ask.place.${known}`, { count: place });
};

/** `place`: among those that wait. */
export const stateWords = (visit: Visit, question: QuestionView, place: number | undefined): string => {
  const { state, fromShowMs } = question;
  if (state === 'answering' || state === 'dismissed') return t(`ask.state.${state}`);
  if (state === 'held') return t(askingOf(visit) === 'open' ? 'ask.state.held' : 'ask.state.unanswered');
  if (state === 'waiting' || state === 'next') {
    if (askingOf(visit) !== 'open') return t('ask.state.unanswered');
    return state === 'next' ? t('ask.state.next') : t('ask.state.waiting', { place: placeWords(place ?? 1) });
  }
  if (fromShowMs !== null) return t('ask.state.camera', { time: clockface(fromShowMs) });
  return t('ask.state.answered');
};

/** "Linen shirt · M"; empty in general. */
export const aboutWords = (visit: Visit, { productId, variant }: QuestionView): string => {
  if (!productId) return '';
  const product = visit.room.value.shelf.products.find(({ id }) => id === productId);
  return [product?.title ?? t('reserve.gone.title'), variant].filter(Boolean).join(' · ');
};
