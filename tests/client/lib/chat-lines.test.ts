// The lines over the picture: which ones, and how often they change.
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followLines, linesEveryMs, sampled } from '../../../client/lib/chat-lines.ts';
import type { MessageView } from '../../../shared/moderation.ts';
import { idOf, message } from './chat-views.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => message(from + n));
const shown = (lines: readonly MessageView[]) => lines.map(({ id }) => id);

test('CHT-24: the last four; what is removed goes', () => {
  const messages = signal<readonly MessageView[]>([]);
  const { lines } = followLines(messages);
  messages.value = range(1, 9);
  expect(shown(lines.value)).toEqual([6, 7, 8, 9].map(idOf));
  vi.advanceTimersByTime(2 * linesEveryMs);
  messages.value = messages.value.filter(({ id }) => id !== idOf(8));
  vi.advanceTimersByTime(linesEveryMs);
  expect(shown(lines.value)).toEqual([6, 7, 9].map(idOf));
  messages.value = [...messages.value, message(10), message(11)];
  vi.advanceTimersByTime(linesEveryMs);
  expect(shown(lines.value)).toEqual([7, 9, 10, 11].map(idOf));
});

test('CHT-24: of many some are shown, the staff’s first, in their order', () => {
  expect(sampled(range(1, 3))).toEqual(range(1, 3));
  expect(sampled(range(1, 20))).toEqual(range(19, 20));
  const host = message(4, { role: 'host' });
  const crowd = [...range(1, 3), host, ...range(5, 20)];
  expect(sampled(crowd)).toEqual([host, message(20)]);
});

test('CHT-24: fifty messages a second change the lines twice a second', () => {
  const messages = signal<readonly MessageView[]>([message(0)]);
  const { lines, close } = followLines(messages);
  vi.advanceTimersByTime(1000);
  let changes = -1;
  lines.subscribe(() => (changes += 1));
  for (let n = 1; n <= 150; n += 1) {
    messages.value = [...messages.value, message(n)].slice(-200);
    vi.advanceTimersByTime(20);
  }
  expect(changes).toBeGreaterThan(3);
  expect(changes).toBeLessThanOrEqual(3 * (1000 / linesEveryMs) + 1);
  close();
});
