import { signal } from '@preact/signals-core';
import { beforeEach, afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ConnectionStatus } from '../../../client/lib/connection.ts';
import {
  Outbox,
  tapAgeMs,
  wishAgeMs,
  tapDelaysMs,
  type Answer,
  type OutboxParts,
  type Refusal,
  type Tap,
} from '../../../client/lib/outbox.ts';
import { RequestError, type RequestFailure } from '../../../client/lib/replies.ts';
import { openTapStore, type TapStore } from '../../../client/lib/tap-store.ts';
import { errors, type ErrorCode } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import { reservation } from './shop-views.ts';

type Sent = {
  type: string;
  body: Record<string, unknown>;
  answer: (body?: unknown) => Promise<void>;
  fail: (code: RequestFailure) => Promise<void>;
};

/** Lets everything that waits for nothing but its turn go on. */
const settle = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(0);
};

/** A connection whose answers the test gives, and a store whose contents it sees. */
const bench = (stored: Tap[] = [], changes: Partial<OutboxParts> = {}) => {
  const status = signal<ConnectionStatus>('open');
  const welcomed = new Set<() => void>();
  const sent: Sent[] = [];
  const kept = new Map(stored.map((tap) => [tap.key, tap]));
  const order: string[] = [];
  const store: TapStore = {
    load: async () => [...kept.values()],
    keep: async (tap) => {
      await Promise.resolve();
      order.push('kept');
      kept.set(tap.key, tap);
    },
    forget: async (keys) => {
      for (const key of keys) kept.delete(key);
    },
  };
  const request = (type: string, body: Record<string, unknown>) =>
    new Promise((resolve, reject) => {
      order.push('sent');
      sent.push({
        type,
        body,
        answer: (reply = { reservation: reservation('a') }) => (resolve(reply), settle()),
        fail: (code) => (reject(new RequestError(code)), settle()),
      });
    });
  const answers: Answer[] = [];
  const refusals: Refusal[] = [];
  const dropped: Tap[] = [];
  const make = () => {
    const outbox = new Outbox({
      connection: {
        request: request as OutboxParts['connection']['request'],
        status,
        onWelcome: (listener) => {
          const call = () => listener({} as never);
          welcomed.add(call);
          return () => welcomed.delete(call);
        },
      },
      room: 'demo',
      store,
      sameDevice: true,
      onAnswer: (answer) => void answers.push(answer),
      onRefusal: (refusal) => void refusals.push(refusal),
      onDropped: (taps) => void dropped.push(...taps),
      ...changes,
    });
    onTestFinished(() => outbox.close());
    return outbox;
  };
  return {
    outbox: make(),
    /** The page is loaded again: memory is gone, the store is not. */
    reload: make,
    status,
    sent,
    kept,
    order,
    answers,
    refusals,
    dropped,
    keys: () => sent.map(({ body }) => body.key),
    goOffline: () => void (status.value = 'reconnecting'),
    goOnline: () => {
      status.value = 'open';
      for (const call of welcomed) call();
      return settle();
    },
  };
};

const place = (outbox: Outbox, variantId = 'v') =>
  outbox.add('reservation.place', variantId, { variantId, quantity: 1 });

const storedTap = (changes: Partial<Tap> = {}): Tap =>
  ({
    key: 'k'.repeat(32),
    room: 'demo',
    type: 'reservation.place',
    about: 'v',
    body: { variantId: 'v', quantity: 1 },
    at: Date.now(),
    ...changes,
  }) as Tap;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test('CLI-30: a tap gets a key of its own and is in the store before it is sent', async () => {
  const { outbox, sent, order, kept } = bench();
  const key = place(outbox);
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(outbox.pending.value).toMatchObject([{ key, state: 'waiting', attempts: 0 }]);
  await settle();
  expect(order).toEqual(['kept', 'sent']);
  expect(sent[0]).toMatchObject({ type: 'reservation.place', body: { variantId: 'v', quantity: 1, key } });
  expect(kept.get(key)).toMatchObject({ room: 'demo', type: 'reservation.place' });
  expect(place(outbox, 'other')).not.toBe(key);
});

test('CLI-31: an answer ends a tap: told once, gone from page and store', async () => {
  const { outbox, sent, kept, answers } = bench();
  const key = place(outbox);
  await settle();
  expect(outbox.pending.value[0]?.state).toBe('sending');
  await sent[0]?.answer();
  expect(answers).toMatchObject([{ tap: { key }, reply: { reservation: { id: 'a' } }, again: false }]);
  expect([outbox.pending.value, kept.size]).toEqual([[], 0]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
});

test('CLI-32: a second tap for the same thing sends nothing while the first is pending', async () => {
  const { outbox, sent } = bench();
  const key = place(outbox);
  expect(place(outbox)).toBe(key);
  await settle();
  expect(place(outbox)).toBe(key);
  await settle();
  expect(sent).toHaveLength(1);
  outbox.add('waiting.join', 'v', { variantId: 'v', quantity: 1 });
  await settle();
  expect(sent.map(({ type }) => type)).toEqual(['reservation.place', 'waiting.join']);
  await sent[0]?.answer();
  expect(place(outbox)).not.toBe(key);
});

test('CLI-33: what was not answered is sent again with the same key, after a loss, a time-out and a reload', async () => {
  const { outbox, reload, sent, keys, goOffline, goOnline, answers } = bench();
  const key = place(outbox);
  await settle();
  goOffline();
  await sent[0]?.fail('offline');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  await goOnline();
  expect(sent).toHaveLength(2);
  await sent[1]?.fail('timeout');
  outbox.close();
  const after = reload();
  await settle();
  expect(after.pending.value).toMatchObject([{ key, state: 'sending' }]);
  expect(keys()).toEqual([key, key, key]);
  await sent[2]?.answer();
  expect(answers).toMatchObject([{ again: true }]);
});

test('CLI-33: a server that cannot at the moment is asked again, ever more slowly, then at once after a reconnection', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => void vi.restoreAllMocks());
  const { outbox, sent, goOnline } = bench();
  place(outbox);
  await settle();
  for (const [at, delayMs] of tapDelaysMs.entries()) {
    await sent[at]?.fail('storage_failed');
    await vi.advanceTimersByTimeAsync(delayMs - 1);
    expect(sent).toHaveLength(at + 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(at + 2);
  }
  await sent.at(-1)?.fail('internal');
  await goOnline();
  expect(sent).toHaveLength(tapDelaysMs.length + 2);
});

test('CLI-33: a tap made offline waits, and is sent once the welcome is there', async () => {
  const { outbox, sent, goOffline, goOnline } = bench();
  goOffline();
  place(outbox);
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toHaveLength(0);
  expect(outbox.find('reservation.place', 'v')).toMatchObject({ state: 'waiting', attempts: 0 });
  await goOnline();
  expect(sent).toHaveLength(1);
});

test('CLI-35: every refusal that would not change ends the tap with its error', async () => {
  const codes = Object.keys(errors) as ErrorCode[];
  for (const code of codes) {
    const { outbox, sent, kept, refusals } = bench();
    const key = place(outbox);
    await settle();
    await sent[0]?.fail(code);
    const ended = !errors[code].retryable;
    expect([code, refusals.length, kept.size, outbox.pending.value.length]).toEqual(
      ended ? [code, 1, 0, 0] : [code, 0, 1, 1],
    );
    if (ended) expect(refusals[0]).toMatchObject({ tap: { key }, error: { code } });
    outbox.close();
  }
});

test('CLI-37: a tap older than six days is dropped with word, for the server may have forgotten its key', async () => {
  const change = { type: 'reservation.extend', body: { reservationId: 'r' } } as const;
  const old = storedTap({ ...change, at: Date.now() - tapAgeMs - 1 });
  const young = storedTap({
    ...change,
    key: 'young',
    about: 'w',
    at: Date.now() - tapAgeMs + 100,
  });
  const { sent, dropped, kept, keys } = bench([old, young]);
  await settle();
  expect(dropped.map(({ key }) => key)).toEqual([old.key]);
  expect(keys()).toEqual(['young']);
  expect([...kept.keys()]).toEqual(['young']);
  await sent[0]?.fail('offline');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(dropped.map(({ key }) => key)).toEqual([old.key, 'young']);
  expect(tapAgeMs).toBeLessThan(limits.idempotencyMs);
});

test('CLI-37: a wish is dropped after an hour: the show that it was for may be another one by then', async () => {
  const old = storedTap({ at: Date.now() - wishAgeMs - 1 });
  const young = storedTap({ key: 'young', about: 'w', at: Date.now() - wishAgeMs + 100 });
  const { dropped, keys } = bench([old, young]);
  await settle();
  expect(dropped.map(({ key }) => key)).toEqual([old.key]);
  expect(keys()).toEqual(['young']);
});

test('CLI-37: what another device left in this browser’s store is dropped, never sent as ours', async () => {
  const { sent, dropped, kept } = bench([storedTap()], { sameDevice: false });
  await settle();
  expect([sent.length, dropped.length, kept.size]).toEqual([0, 1, 0]);
});

test('CLI-64: two questions may be on their way, the same one is asked once', async () => {
  const { outbox, sent } = bench();
  const ask = (text: string) => outbox.add('question.ask', text, { kind: 'question', text });
  const key = ask('Is it linen?');
  expect(ask('Is it linen?')).toBe(key);
  ask('Is it warm?');
  await settle();
  expect(sent.map(({ body }) => body.text)).toEqual(['Is it linen?', 'Is it warm?']);
  expect(sent[0]?.body.key).toBe(key);
});

test('CLI-64: joining in and taking back have no key', async () => {
  const { outbox, sent } = bench();
  outbox.add('question.meToo', 'q', { questionId: 'q' });
  outbox.add('question.withdraw', 'q', { questionId: 'q' });
  await settle();
  expect(sent.map(({ type, body }) => [type, body])).toEqual([
    ['question.meToo', { questionId: 'q' }],
    ['question.withdraw', { questionId: 'q' }],
  ]);
});

test('CLI-64: a question that could not be sent within an hour is dropped with word', async () => {
  const asked = {
    type: 'question.ask',
    about: 'q',
    body: { kind: 'question', text: 'Is it linen?' },
  } as const;
  const old = storedTap({ ...asked, at: Date.now() - wishAgeMs - 1 });
  const young = storedTap({ ...asked, key: 'young', at: Date.now() - wishAgeMs + 100 });
  const { dropped, keys } = bench([old, young]);
  await settle();
  expect([dropped.map(({ key }) => key), keys()]).toEqual([[old.key], ['young']]);
});

test('CLI-33: taps of another room stay in the store for that room’s page', async () => {
  const there = storedTap({ room: 'luna' });
  const { outbox, sent, kept } = bench([there]);
  await settle();
  expect([sent.length, outbox.pending.value.length, kept.size]).toEqual([0, 0, 1]);
});

test('CLI-36: what never left can be taken back, what may have arrived cannot', async () => {
  const { outbox, sent, kept, goOffline, goOnline } = bench();
  goOffline();
  const key = place(outbox);
  await settle();
  expect(outbox.takeBack(key)).toBe(true);
  await goOnline();
  expect([sent.length, kept.size]).toEqual([0, 0]);
  const second = place(outbox);
  await settle();
  goOffline();
  await sent[0]?.fail('offline');
  expect(outbox.takeBack(second)).toBe(false);
  expect(outbox.takeBack('unknown')).toBe(false);
  expect(outbox.pending.value).toHaveLength(1);
});

test('CLI-34: without IndexedDB, and with one that hangs, taps live as long as the page', async () => {
  const refused = openTapStore();
  expect(await refused.load()).toEqual([]);
  await refused.keep(storedTap());
  await refused.forget(['k']);

  const hanging = { open: () => ({}) };
  vi.stubGlobal('indexedDB', hanging);
  onTestFinished(() => void vi.unstubAllGlobals());
  const { outbox, sent } = bench([], { store: openTapStore() });
  place(outbox);
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent).toHaveLength(1);
});
