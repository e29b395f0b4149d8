// What is said without being asked: what came of a tap that nobody watches, reminders before a hold ends, offers from the
// waiting list, what is showing now. Toasts are read out too, so nothing is said twice. Rules: CLI-22, CLI-42.
import { effect } from '@preact/signals';
import type { ReplyBody } from '../../shared/requests.ts';
import type { ReservationView } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { dueReminders } from '../lib/hold-time.ts';
import type { Tap, TapType } from '../lib/outbox.ts';
import { RequestError } from '../lib/replies.ts';
import { keepSaid, readSaid } from '../lib/said.ts';
import { lowestPrice } from '../lib/variants.ts';
import { announce } from '../ui/live-region.tsx';
import { isToday, timeOf } from '../ui/moment.ts';
import { money } from '../ui/price.tsx';
import { refusalWords } from '../ui/refusal-words.ts';
import { toast } from '../ui/toast.tsx';
import { startTellingQuestions } from './asking-told.ts';
import type { Visit } from './visit.ts';

/** "Linen shirt, M". */
export const nameOf = ({ title, variant }: Pick<ReservationView, 'title' | 'variant'>): string =>
  variant ? `${title}, ${variant}` : title;

export const sentenceOf = (error: unknown): string =>
  error instanceof RequestError ? refusalWords(error) : t('error.internal');

const variantNamed = (visit: Visit, variantId: string): string => {
  for (const { title, variants } of visit.room.peek().shelf.products) {
    const variant = variants.find(({ id }) => id === variantId);
    if (variant) return nameOf({ title, variant: variant.options.join(' / ') });
  }
  return '';
};

export const toldAnswer = (visit: Visit, { type }: Tap, reply: ReplyBody<TapType>): void => {
  if ('waiting' in reply) {
    const name = variantNamed(visit, reply.waiting.variantId);
    return toast(t(type === 'waiting.join' ? 'reserve.told.joined' : 'reserve.told.left', { name }), 'ok');
  }
  if ('question' in reply) return;
  const name = nameOf(reply.reservation);
  const { code } = reply.reservation;
  if (type === 'reservation.place') toast(t('reserve.told.placed', { name, code }), 'ok');
  if (type === 'reservation.extend') toast(t('reserve.told.extended', { name }), 'ok');
  if (type === 'reservation.confirm') toast(t('reserve.told.confirmed', { name }), 'ok');
  if (type === 'reservation.cancel') toast(t('reserve.told.cancelled', { name }), 'ok');
};

export const toldRefusal = (error: RequestError): void => toast(sentenceOf(error), 'bad');

export const toldDropped = (count: number): void => toast(tn('reserve.told.dropped', count), 'bad');

const remind = (visit: Visit, said: Set<string>): void => {
  for (const { reservation, minutes, keys } of dueReminders(
    visit.mine.value.reservations,
    visit.now.value,
    said,
  )) {
    for (const key of keys) said.add(key);
    keepSaid(said);
    toast(tn('reserve.told.reminder', minutes, { name: nameOf(reservation) }));
  }
};

const tellOffers = (visit: Visit, said: Set<string>): void => {
  for (const reservation of visit.mine.value.reservations) {
    const { id, offered, state, expiresAt } = reservation;
    if (!offered || state !== 'held' || said.has(id)) continue;
    said.add(id);
    keepSaid(said);
    const until = expiresAt ?? visit.now.peek();
    const sentence = isToday(until) ? 'reserve.told.offer' : 'reserve.told.offer.day';
    toast(t(sentence, { name: nameOf(reservation), time: timeOf(until) }), 'ok');
  }
};

const tellPinned = (visit: Visit) => {
  let shown = visit.room.peek().shelf.pinned?.id;
  return () => {
    const { pinned } = visit.room.value.shelf;
    if (pinned && pinned.id !== shown) {
      const { price } = lowestPrice(pinned);
      const name = price ? `${pinned.title}, ${money(price.cents, price.currency)}` : pinned.title;
      announce(t('reserve.told.pinned', { name }));
    }
    shown = pinned?.id;
  };
};

export const startTelling = (visit: Visit): void => {
  const said = readSaid();
  effect(() => remind(visit, said));
  effect(() => tellOffers(visit, said));
  effect(tellPinned(visit));
  startTellingQuestions(visit, said);
};
