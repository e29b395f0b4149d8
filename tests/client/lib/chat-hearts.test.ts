// Hearts: how they are counted, how often they are sent, how many rise.
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drawnPerSecond, Hearts } from '../../../client/lib/chat-hearts.ts';
import { RequestError } from '../../../client/lib/replies.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const scene = () => {
  const total = signal(0);
  const sent: number[] = [];
  const onRise = vi.fn();
  let refuse: RequestError | null = null;
  const request = vi.fn((_type: string, { count }: { count: number }) => {
    if (refuse) return Promise.reject(refuse);
    sent.push(count);
    return Promise.resolve({});
  });
  const hearts = new Hearts({ connection: { request } as never, total, onRise });
  return { total, sent, onRise, hearts, request, refuse: (error: RequestError | null) => (refuse = error) };
};

test('CHT-25: counted at once, sent together, and the total does not step back', async () => {
  const { total, sent, hearts } = scene();
  for (let n = 0; n < 5; n += 1) hearts.tap();
  expect(hearts.shown.value).toBe(5);
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([5]);
  expect(hearts.shown.value).toBe(5);
  hearts.tap();
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([5]);
  total.value = 5;
  expect(hearts.shown.value).toBe(6);
  await vi.advanceTimersByTimeAsync(400);
  expect(sent).toEqual([5, 1]);
  total.value = 6;
  expect(hearts.shown.value).toBe(6);
});

test('CHT-25: who taps for minutes stays within sixty requests a minute, and none is lost', async () => {
  const { sent, hearts } = scene();
  for (let n = 0; n < 600; n += 1) {
    hearts.tap();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(sent.length).toBeLessThanOrEqual(60);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(600);
  expect(Math.max(...sent)).toBeLessThanOrEqual(20);
});

test('CHT-25: refused as too fast they wait, without a line they are let go', async () => {
  const { sent, hearts, refuse } = scene();
  refuse(new RequestError('rate_limited'));
  hearts.tap();
  await vi.advanceTimersByTimeAsync(1000);
  refuse(null);
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual([1]);
  refuse(new RequestError('offline'));
  hearts.tap();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(hearts.shown.value).toBe(1);
});

test('CHT-26: of a crowd’s hearts three a second rise; one’s own rose already', async () => {
  const { total, onRise, hearts } = scene();
  total.value = 400;
  total.value = 900;
  await vi.advanceTimersByTimeAsync(1000);
  expect(onRise).toHaveBeenCalledTimes(drawnPerSecond);
  hearts.tap();
  await vi.advanceTimersByTimeAsync(500);
  total.value = 901;
  await vi.advanceTimersByTimeAsync(1000);
  expect(onRise).toHaveBeenCalledTimes(drawnPerSecond + 1);
  // A server that was started anew.
  total.value = 2;
  await vi.advanceTimersByTimeAsync(1000);
  expect(onRise).toHaveBeenCalledTimes(drawnPerSecond + 1);
  expect(hearts.shown.value).toBe(2);
});
