// One's own messages from the field to the acknowledgement, and what waits for the staff.
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followHeld, forApproval, inShadow, reduceHeld } from '../../../client/lib/chat-held.ts';
import { emptyChat, reduceChat, type ChatState } from '../../../client/lib/chat-state.ts';
import { Talk } from '../../../client/lib/chat-talk.ts';
import { RequestError } from '../../../client/lib/replies.ts';
import type { Welcome } from '../../../shared/model.ts';
import type { HeldMessage, MessageView } from '../../../shared/moderation.ts';
import type { EventFrame } from '../../../shared/protocol.ts';
import { message, removed, said } from './chat-views.ts';
import { welcome } from './stand-in-server.ts';

beforeEach(() => void vi.useFakeTimers({ now: 50_000 }));
afterEach(() => void vi.useRealTimers());

type Sent = { key: string; text: string; replyTo: string | null };
const scene = (first: Welcome | null = null) => {
  const chat = signal<ChatState>(emptyChat);
  const status = signal<'open' | 'reconnecting'>('open');
  const sent: Sent[] = [];
  const welcomes: ((news: Welcome) => void)[] = [];
  const now = signal<Welcome | null>(first);
  let answer: () => Promise<{ message: MessageView; waits?: boolean }> = () => new Promise(() => {});
  const talk = new Talk({
    connection: {
      status,
      request: (_type: string, body: Sent) => (sent.push(body), answer()),
      welcome: now,
      onWelcome: (listener: (news: Welcome) => void) => (welcomes.push(listener), () => {}),
    } as never,
    chat,
    author: () => ({ nickname: 'Anna', role: 'viewer' }),
    now: () => Date.now(),
  });
  return {
    talk,
    chat,
    status,
    sent,
    answers: (next: () => Promise<{ message: MessageView; waits?: boolean }>) => (answer = next),
    enter: (myChat: Welcome['myChat'] = { said: [], waiting: [] }) =>
      welcomes.forEach((listener) => listener(welcome({ myChat }))),
    tell: (event: EventFrame) => (chat.value = reduceChat(chat.value, event)),
    listed: () => talk.entries.value.map((entry) => [entry.message.text, entry.mine, entry.pending]),
  };
};
const say = ({ talk }: ReturnType<typeof scene>, text: string): void => {
  talk.text.value = text;
  talk.say();
};
const refuses = (code: 'offline' | 'timeout' | 'slow_down' | 'muted' | 'not_found', details = {}) =>
  Promise.reject(new RequestError(code, details));

test('CHT-29: pending until the shop has it; then once, whoever tells it first', async () => {
  const it = scene();
  let done: (reply: { message: MessageView }) => void = () => {};
  it.answers(() => new Promise((resolve) => (done = resolve)));
  say(it, '  Ciao   a tutti ');
  expect(it.talk.text.value).toBe('');
  expect(it.listed()).toEqual([['Ciao a tutti', true, 'sending']]);
  const [key] = it.talk.entries.value.map((entry) => entry.key);
  const own = message(51, { text: 'Ciao a tutti' });
  it.tell(said(1, 51, { text: 'Ciao a tutti' }));
  done({ message: own });
  await vi.advanceTimersByTimeAsync(0);
  expect(it.listed()).toEqual([['Ciao a tutti', true, null]]);
  expect(it.talk.entries.value[0]?.key).toBe(key);
  say(it, '   ');
  expect(it.sent).toHaveLength(1);
});

test('CHT-50: told to the room before the answer comes, it is drawn once; the same words of another, or of before, are theirs', async () => {
  const it = scene();
  let done: (reply: { message: MessageView }) => void = () => {};
  it.answers(() => new Promise((resolve) => (done = resolve)));
  it.tell(said(1, 30, { text: 'Ciao' }));
  say(it, 'Ciao');
  const key = it.talk.entries.value.at(-1)?.key;
  it.tell(said(2, 51, { text: 'Ciao', nickname: 'Bea' }));
  expect(it.listed()).toEqual([
    ['Ciao', false, null],
    ['Ciao', false, null],
    ['Ciao', true, 'sending'],
  ]);
  it.tell(said(3, 52, { text: 'Ciao' }));
  const once = [
    ['Ciao', false, null],
    ['Ciao', false, null],
    ['Ciao', true, null],
  ];
  expect(it.listed()).toEqual(once);
  expect(it.talk.entries.value.at(-1)?.key).toBe(key);
  done({ message: message(52, { text: 'Ciao' }) });
  await vi.advanceTimersByTimeAsync(0);
  expect(it.listed()).toEqual(once);
  expect(it.talk.entries.value.at(-1)?.key).toBe(key);
});

test('CHT-29: after a loss it is sent again with the same key; too late it comes back into the field', async () => {
  const it = scene();
  it.answers(() => refuses('offline'));
  it.status.value = 'reconnecting';
  say(it, 'One');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(it.listed()).toEqual([['One', true, 'waiting']]);
  it.answers(() => Promise.resolve({ message: message(51, { text: 'One' }) }));
  it.status.value = 'open';
  it.enter();
  await vi.advanceTimersByTimeAsync(0);
  expect(it.sent[1]).toEqual(it.sent[0]);
  expect(it.listed()).toEqual([['One', true, null]]);

  it.answers(() => refuses('offline'));
  it.status.value = 'reconnecting';
  say(it, 'Late');
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  it.enter();
  expect(it.talk.text.value).toBe('Late');
  expect(it.talk.refused.value).toEqual({ code: 'timeout', until: null });
});

test('CHT-29: an answer that does not come is asked for again; what waits can be taken back', async () => {
  const it = scene();
  it.answers(() => refuses('timeout'));
  say(it, 'One');
  await vi.advanceTimersByTimeAsync(3000);
  expect(it.sent).toHaveLength(2);
  expect(new Set(it.sent.map(({ key }) => key)).size).toBe(1);
  it.talk.discard(it.talk.entries.value[0]!.key);
  expect(it.listed()).toEqual([]);
});

test('CHT-30: refused words come back with the reason and its time, unless others are written by then', async () => {
  const it = scene();
  it.answers(() => refuses('slow_down', { until: 61_000 }));
  it.tell(said(1, 1));
  it.talk.replyTo.value = message(1);
  say(it, 'Too fast');
  expect(it.talk.replyTo.value).toBeNull();
  await vi.advanceTimersByTimeAsync(0);
  expect(it.talk.refused.value).toEqual({ code: 'slow_down', until: 61_000 });
  expect(it.talk.text.value).toBe('Too fast');
  expect(it.talk.replyTo.value?.id).toBe(message(1).id);
  expect(it.listed()).toEqual([['Message 1', false, null]]);

  it.answers(() => refuses('not_found'));
  say(it, 'To what is gone');
  await vi.advanceTimersByTimeAsync(0);
  expect(it.talk.replyTo.value).toBeNull();

  it.answers(() => refuses('muted', { until: 90_000 }));
  say(it, 'First');
  it.talk.text.value = 'Second';
  await vi.advanceTimersByTimeAsync(0);
  expect(it.talk.text.value).toBe('Second');
});

test('CHT-31: what is told to nobody else stands in its place, and goes when it is removed', async () => {
  const it = scene();
  it.answers(() => Promise.resolve({ message: message(51, { text: 'Mine alone' }) }));
  say(it, 'Mine alone');
  await vi.advanceTimersByTimeAsync(0);
  it.tell(said(2, 52));
  it.tell(said(1, 50));
  expect(it.listed().map(([text]) => text)).toEqual(['Message 50', 'Mine alone', 'Message 52']);
  it.tell(removed(3, 51));
  expect(it.listed().map(([text]) => text)).toEqual(['Message 50', 'Message 52']);
});

const held = (n: number, why: HeldMessage['why'] = 'approval'): HeldMessage => ({ ...message(n), why });

test('CHT-32: held messages come, go when they are decided, and are asked for at each welcome', async () => {
  const welcomes: ((news: Welcome) => void)[] = [];
  const events: ((event: EventFrame) => void)[] = [];
  const now = signal<Welcome | null>(null);
  let list: HeldMessage[] = [held(1), held(2)];
  const load = vi.fn(() => Promise.resolve(list));
  const { held: waiting } = followHeld(
    {
      connection: {
        welcome: now,
        onWelcome: (listener) => (welcomes.push(listener), () => {}),
        onEvent: (listener) => (events.push(listener), () => {}),
      },
      room: 'demo',
    },
    load,
  );
  const enter = async (role: Welcome['role']) => {
    now.value = welcome({ role });
    welcomes.forEach((listen) => listen(now.value!));
    await vi.advanceTimersByTimeAsync(0);
  };
  const tell = (event: EventFrame) => events.forEach((listen) => listen(event));
  const ids = () => waiting.value.map(({ id }) => id);
  await enter('viewer');
  expect(load).not.toHaveBeenCalled();
  await enter('helper');
  tell({ seq: 5, type: 'chat.held', body: { message: held(3, 'words_refused') } });
  expect(ids()).toEqual([1, 2, 3].map((n) => message(n).id));
  tell(said(6, 1));
  tell(removed(7, 2));
  expect(ids()).toEqual([message(3).id]);
  // Away meanwhile: one was decided, another came.
  list = [held(4), held(3, 'words_refused')];
  await enter('helper');
  expect(ids()).toEqual([4, 3].map((n) => message(n).id));
});

test('CHT-40: the shadow never pushes out what waits for a decision, and only its last are kept', () => {
  const many = Array.from({ length: 80 }, (_, n) => held(n + 2, 'words_refused'));
  const all = [held(1), ...many].reduce<readonly HeldMessage[]>(
    (list, each) => reduceHeld(list, { seq: each.at, type: 'chat.held', body: { message: each } }),
    [],
  );
  expect(forApproval(all).map(({ id }) => id)).toEqual([message(1).id]);
  expect(inShadow(all).map(({ id }) => id)).toEqual(many.slice(-50).map(({ id }) => id));
});

test('CHT-38: what was said before a reload, and on another page, is marked as one’s own', () => {
  const it = scene(welcome({ myChat: { said: [message(1).id], waiting: [] } }));
  it.tell(said(1, 1));
  it.tell(said(2, 2));
  const mine = () => it.talk.entries.value.map((entry) => entry.mine);
  expect(mine()).toEqual([true, false]);
  it.enter({ said: [message(2).id], waiting: [] });
  expect(mine()).toEqual([true, true]);
});

test('CHT-39: what waits for the shop is shown as waiting, once, until it is shown', async () => {
  const it = scene();
  const own = message(51, { text: 'May I?' });
  it.answers(() => Promise.resolve({ message: own, waits: true }));
  say(it, 'May I?');
  await vi.advanceTimersByTimeAsync(0);
  expect(it.listed()).toEqual([['May I?', true, 'held']]);
  it.enter({ said: [], waiting: [own] });
  expect(it.listed()).toEqual([['May I?', true, 'held']]);
  it.tell({ seq: 51, type: 'chat.said', body: { message: own } });
  expect(it.listed()).toEqual([['May I?', true, null]]);
});

test('CHT-39: after a reload it waits still; what the shop did not show is gone', async () => {
  const waiting = message(51, { text: 'May I?' });
  const it = scene(welcome({ myChat: { said: [], waiting: [waiting] } }));
  expect(it.listed()).toEqual([['May I?', true, 'held']]);
  it.tell(removed(52, 51));
  expect(it.listed()).toEqual([]);
  it.answers(() => Promise.resolve({ message: message(60, { text: 'And now?' }), waits: true }));
  say(it, 'And now?');
  await vi.advanceTimersByTimeAsync(0);
  expect(it.listed()).toEqual([['And now?', true, 'held']]);
  // Removed while the line was away.
  it.enter();
  expect(it.listed()).toEqual([]);
});
