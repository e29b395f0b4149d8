// The lines over the picture: the last four messages, changed a few times a second at most. When more come than a person can
// read, some of them are shown, the staff's before others'; the sheet has them all. Rule: CHT-24.
import { effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { MessageView } from '../../shared/moderation.ts';

export const linesShown = 4;
export const linesEveryMs = 500;
/** Of one change: up to so many are all shown, of more only so many. */
const readable = 3;
const ofMany = 2;

/** What of the new is shown; in their order. */
export const sampled = (fresh: readonly MessageView[]): MessageView[] => {
  if (fresh.length <= readable) return [...fresh];
  const staff = fresh.filter(({ role }) => role !== 'viewer');
  const others = fresh.filter(({ role }) => role === 'viewer');
  const chosen = new Set([...others, ...staff].slice(-ofMany));
  return fresh.filter((message) => chosen.has(message));
};

export const followLines = (
  messages: ReadonlySignal<readonly MessageView[]>,
  everyMs = linesEveryMs,
): { lines: ReadonlySignal<readonly MessageView[]>; close: () => void } => {
  const lines = signal<readonly MessageView[]>(messages.peek().slice(-linesShown));
  let seen = new Set(messages.peek().map(({ id }) => id));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = (): void => {
    const now = messages.peek();
    const ids = new Set(now.map(({ id }) => id));
    // The first messages that a page learns of are no news.
    const fresh = seen.size === 0 ? now.slice(-linesShown) : now.filter(({ id }) => !seen.has(id));
    const kept = lines.peek().filter(({ id }) => ids.has(id));
    seen = ids;
    if (fresh.length === 0 && kept.length === lines.peek().length) return;
    lines.value = [...kept, ...(kept.length === 0 ? fresh : sampled(fresh))].slice(-linesShown);
  };
  const rest = (): void => {
    const before = lines.peek();
    draw();
    timer = lines.peek() === before ? undefined : setTimeout(rest, everyMs);
  };
  let isFirst = true;
  const stop = effect(() => {
    void messages.value;
    if (!isFirst && timer === undefined) {
      draw();
      timer = setTimeout(rest, everyMs);
    }
    isFirst = false;
  });
  return { lines, close: () => (stop(), clearTimeout(timer)) };
};
