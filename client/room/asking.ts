// The viewer's question in this visit: the draft that field and sheet share, and whether the room takes questions now. What
// sends it comes with the counter's chunk (sending.ts). Never draws. Rule: CLI-63.
import { effect, signal, type Signal } from '@preact/signals';
import { isOpenQuestion } from '../../shared/question-states.ts';
import { keepDraft, readDraft, type Draft } from '../lib/ask-draft.ts';
import { takesReservations } from './reserving.ts';
import type { Visit } from './visit.ts';

export type Asking = {
  draft: Signal<Draft>;
  /** To be sent, as soon as the counter's chunk is there. */
  wanted: Signal<boolean>;
};

export const openAsking = (room: string): Asking => {
  const draft = signal(readDraft(room));
  effect(() => keepDraft(room, draft.value));
  return { draft, wanted: signal(false) };
};

/** `before` and `after`: no show runs; a show of long ago is no news (screen.ts). */
export type AskingState = 'open' | 'before' | 'after';

export const askingOf = ({ room, screen }: Pick<Visit, 'room' | 'screen'>): AskingState => {
  if (takesReservations(room.value.room?.show)) return 'open';
  return screen.value === 'ended' ? 'after' : 'before';
};

/** How many wait for an answer; none when the show is over. */
export const openCount = (visit: Pick<Visit, 'room' | 'screen'>): number =>
  askingOf(visit) === 'open'
    ? visit.room.value.questions.filter(({ state }) => isOpenQuestion(state)).length
    : 0;
