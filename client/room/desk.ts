// The viewer's dealings with the shop in this visit: the outbox with what came of each tap, and what is said about it when
// nobody is looking at it. Loaded with the sheets (counter.tsx). Never draws.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { ReservationView, WaitingView } from '../../shared/shop.ts';
import { hadToken } from '../lib/device-token.ts';
import { withReservation, withWaiting } from '../lib/mine.ts';
import { Outbox, type Answer, type Refusal, type Tap } from '../lib/outbox.ts';
import type { RequestError } from '../lib/replies.ts';
import { openTapStore } from '../lib/tap-store.ts';
import { takeQuestion, takeQuestionRefusal, toldDroppedQuestions } from './asking-told.ts';
import { toldAnswer, toldDropped, toldRefusal } from './telling.ts';
import type { Visit } from './visit.ts';

export type Settled = { reservation: ReservationView } | { waiting: WaitingView } | { error: RequestError };

export type Desk = {
  outbox: Outbox;
  /** What came of the taps of this page, by key. */
  settled: ReadonlySignal<ReadonlyMap<string, Settled>>;
  /** Keys whose outcome is shown where it was asked: nothing more is said about them. */
  watched: Set<string>;
};

export const openDesk = (visit: Visit): Desk => {
  const settled = signal<ReadonlyMap<string, Settled>>(new Map());
  const watched = new Set<string>();
  const settle = (key: string, outcome: Settled): void => {
    settled.value = new Map([...settled.peek(), [key, outcome]]);
  };

  const onAnswer = ({ tap, reply, again }: Answer): void => {
    if ('question' in reply) return takeQuestion(visit, tap, reply.question);
    if ('reservation' in reply) {
      visit.take((mine) => withReservation(mine, reply.reservation));
      settle(tap.key, { reservation: reply.reservation });
    }
    if ('waiting' in reply) {
      // An answer given again tells an old place; the welcome and events tell the one of now.
      if (!again) visit.take((mine) => withWaiting(mine, reply.waiting));
      settle(tap.key, { waiting: reply.waiting });
    }
    if (!watched.has(tap.key)) toldAnswer(visit, tap, reply);
  };
  const onRefusal = ({ tap, error }: Refusal): void => {
    settle(tap.key, { error });
    if (takeQuestionRefusal(visit, tap, error)) return;
    if (!watched.has(tap.key)) toldRefusal(error);
  };

  const onDropped = (taps: Tap[]): void => {
    const asks = taps.filter(({ type }) => type === 'question.ask');
    const others = taps.filter(({ type }) => !type.startsWith('question.'));
    if (asks.length > 0) toldDroppedQuestions(asks.length);
    if (others.length > 0) toldDropped(others.length);
  };

  const outbox = new Outbox({
    connection: visit.connection,
    room: visit.slug,
    store: openTapStore(),
    sameDevice: hadToken,
    onAnswer,
    onRefusal,
    onDropped,
  });
  return { outbox, settled, watched };
};
