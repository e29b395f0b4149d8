// The chat's part of the page's state: order, removal, pin, hearts, and how a crowd is let in.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  chatFromSnapshot,
  crowdEveryMs,
  messagesKept,
  pacedEvents,
  reduceChat,
} from '../../../client/lib/chat-state.ts';
import { followRoom } from '../../../client/lib/room-state.ts';
import type { Welcome } from '../../../shared/model.ts';
import type { EventFrame } from '../../../shared/protocol.ts';
import { hearts, idOf, message, pinned, removed, said } from './chat-views.ts';
import { emptyShop } from './shop-views.ts';
import { room, welcome } from './stand-in-server.ts';

const empty = chatFromSnapshot({ messages: [], pinned: null, hearts: 0 }, 0);
const after = (...events: EventFrame[]) => events.reduce(reduceChat, empty);
const ids = (chat: typeof empty) => chat.messages.map(({ id }) => id);

const permutations = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

test('CHT-20: in the order of their time, each once, the last two hundred', () => {
  expect(ids(after(said(3, 3), said(1, 1), said(3, 3), said(2, 2)))).toEqual([1, 2, 3].map(idOf));
  const many = Array.from({ length: messagesKept + 5 }, (_, n) => said(n + 1, n + 1));
  const chat = after(...many);
  expect(chat.messages).toHaveLength(messagesKept);
  expect(chat.messages[0]?.id).toBe(idOf(6));
  expect(reduceChat(chat, said(messagesKept + 5, messagesKept + 5))).toBe(chat);
});

test('CHT-21: what was removed never comes back, in whatever order it is told', () => {
  const events = [said(1, 1), said(2, 2, { replyTo: message(1) }), pinned(3, 1), removed(4, 1), said(1, 1)];
  for (const order of permutations(events)) {
    const chat = after(...order);
    expect(ids(chat)).toEqual([idOf(2)]);
    expect(chat.messages[0]?.replyTo).toBeNull();
    expect(chat.pinned).toBeNull();
  }
});

test('CHT-21: a snapshot is the whole truth up to its position', () => {
  const chat = chatFromSnapshot({ messages: [message(2)], pinned: null, hearts: 0 }, 10);
  expect(reduceChat(chat, said(9, 1))).toBe(chat);
  expect(ids(reduceChat(chat, said(11, 3)))).toEqual([2, 3].map(idOf));
});

test('CHT-22: the newest word about the pin wins in every order', () => {
  for (const order of permutations([pinned(1, 1), pinned(2, null), pinned(3, 3)]))
    expect(after(...order).pinned?.id).toBe(idOf(3));
});

const followed = () => {
  const welcomes: ((news: Welcome) => void)[] = [];
  const events: ((event: EventFrame) => void)[] = [];
  const state = followRoom({
    onWelcome: (listener) => (welcomes.push(listener), () => {}),
    onEvent: (listener) => (events.push(listener), () => {}),
  });
  return {
    state,
    enter: (changes: Partial<Welcome> = {}) => welcomes.forEach((listen) => listen(welcome(changes))),
    tell: (...news: EventFrame[]) => news.forEach((event) => events.forEach((listen) => listen(event))),
  };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('CHT-22: hearts only grow in one socket; a server that starts anew counts anew', () => {
  const { state, enter, tell } = followed();
  const count = () => state.value.chat.hearts;
  const snapshot = { room, viewers: 1, timing: null, ...emptyShop };
  enter({ snapshot: { ...snapshot, chat: { ...emptyShop.chat, hearts: 40 } } });
  tell(hearts(50));
  tell(hearts(45));
  vi.advanceTimersByTime(crowdEveryMs);
  expect(count()).toBe(50);
  // Still under way when the socket broke.
  tell(hearts(60));
  enter({ snapshot: null });
  expect(count()).toBe(60);
  tell(hearts(3));
  vi.advanceTimersByTime(crowdEveryMs);
  expect(count()).toBe(3);
  enter({ snapshot: { ...snapshot, chat: { ...emptyShop.chat, hearts: 1 } } });
  expect(count()).toBe(1);
});

test('CHT-23: the first word of a calm room at once, a crowd’s together, everything else in its order', () => {
  const told: string[][] = [];
  const { take } = pacedEvents((events) => told.push(events.map(({ type, seq }) => `${type} ${seq ?? ''}`)));
  take(said(1, 1));
  expect(told).toEqual([['chat.said 1']]);
  for (let n = 2; n <= 50; n += 1) take(said(n, n));
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(crowdEveryMs);
  expect(told).toHaveLength(2);
  expect(told[1]).toHaveLength(49);
  take(said(51, 51));
  take(removed(52, 51));
  expect(told[2]).toEqual(['chat.said 51', 'chat.removed 52']);
  vi.advanceTimersByTime(1000);
  take(said(53, 53));
  expect(told.at(-1)).toEqual(['chat.said 53']);
});

test('CHT-23: fifty messages a second change the page four times a second', () => {
  const { state, enter, tell } = followed();
  enter();
  let changes = 0;
  state.subscribe(() => (changes += 1));
  for (let n = 1; n <= 100; n += 1) {
    tell(said(n, n));
    vi.advanceTimersByTime(20);
  }
  expect(changes).toBeLessThanOrEqual(2 * (1000 / crowdEveryMs) + 2);
  vi.advanceTimersByTime(crowdEveryMs);
  expect(state.value.chat.messages).toHaveLength(100);
});
