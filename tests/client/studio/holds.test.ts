// The reservations of the running show: asked for once, again after each reconnection, followed by events meanwhile.
import { effect, signal } from '@preact/signals';
import { expect, test, vi } from 'vitest';
import { ApiError } from '../../../client/lib/api.ts';
import { Holds } from '../../../client/studio/holds.ts';
import type { ShowView } from '../../../shared/model.ts';
import type { ReservationEntry } from '../../../shared/shop.ts';
import { entry, showOf, standInConnection } from './shop-things.ts';

const open = (running: ShowView | null = showOf('show_1')) => {
  const connection = standInConnection();
  const show = signal(running);
  const reservationsOf = vi.fn(async (_room: string, _show: string): Promise<ReservationEntry[]> => []);
  const collect = vi.fn(async (id: string) => ({ reservation: entry(id, { state: 'collected' }) }));
  const release = vi.fn(async (id: string, _reason: string) => ({
    reservation: entry(id, { state: 'cancelled' }),
  }));
  const holds = new Holds({ room: 'demo', connection, show, api: { reservationsOf, collect, release } });
  const listed = (told: ReservationEntry) =>
    connection.say({ type: 'reservation.listed', body: { entry: told } });
  const ids = () => holds.list.value?.map(({ id, state }) => `${id} ${state}`) ?? null;
  return { connection, show, holds, reservationsOf, collect, release, listed, ids };
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('STU-55 the list is asked for with the first welcome and again after each reconnection', async () => {
  const { connection, reservationsOf, ids } = open();
  expect([reservationsOf.mock.calls.length, ids()]).toEqual([0, null]);
  reservationsOf.mockResolvedValueOnce([entry('a')]);
  connection.comeBack();
  await settled();
  expect(ids()).toEqual(['a held']);
  reservationsOf.mockResolvedValueOnce([entry('b', { placedAt: 2 }), entry('a', { state: 'confirmed' })]);
  connection.comeBack();
  await settled();
  expect(reservationsOf.mock.calls).toEqual([
    ['demo', 'show_1'],
    ['demo', 'show_1'],
  ]);
  expect(ids()).toEqual(['b held', 'a confirmed']);
});

test('STU-55 what is told while the list is on its way is kept', async () => {
  const { connection, reservationsOf, listed, ids } = open();
  let answer = (_list: ReservationEntry[]): void => {};
  reservationsOf.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  connection.comeBack();
  listed(entry('a', { state: 'cancelled' }));
  expect(ids()).toBeNull();
  answer([entry('a')]);
  await settled();
  expect(ids()).toEqual(['a cancelled']);
});

test('STU-55 in a rush the first is listed at once and the rest together', async () => {
  const { connection, holds, listed, ids } = open();
  connection.comeBack();
  await settled();
  let drawn = 0;
  const stop = effect(() => {
    void holds.list.value;
    drawn += 1;
  });
  for (let at = 1; at <= 100; at += 1) listed(entry(`r${at}`, { placedAt: at }));
  expect([drawn, ids()]).toEqual([2, ['r1 held']]);
  await vi.waitFor(() => expect(ids()?.length).toBe(100));
  expect(drawn).toBe(3);
  stop();
  holds.close();
});

test('STU-55 another show’s and another room’s reservations are not listed', async () => {
  const { connection, listed, ids } = open();
  connection.comeBack();
  await settled();
  listed(entry('a', { showId: 'show_0' }));
  listed(entry('b', { room: 'other' }));
  listed(entry('c'));
  await vi.waitFor(() => expect(ids()).toEqual(['c held']));
});

test('STU-55 a new show begins with a list of its own', async () => {
  const { connection, show, listed, ids, reservationsOf } = open();
  connection.comeBack();
  await settled();
  listed(entry('a'));
  show.value = showOf('show_2');
  expect(ids()).toBeNull();
  await settled();
  expect(reservationsOf).toHaveBeenLastCalledWith('demo', 'show_2');
  expect(ids()).toEqual([]);
});

test('STU-55 before the first show there is nothing to ask for', async () => {
  const { connection, ids, reservationsOf } = open(null);
  connection.comeBack();
  await settled();
  expect([ids(), reservationsOf.mock.calls.length]).toEqual([[], 0]);
});

test('STU-55 a failure is told and keeps what was known; trying again mends it', async () => {
  const { connection, holds, listed, ids, reservationsOf } = open();
  connection.comeBack();
  await settled();
  listed(entry('a'));
  reservationsOf.mockRejectedValueOnce(new ApiError('offline'));
  connection.comeBack();
  await settled();
  expect([holds.problem.value, ids()]).toEqual(['offline', ['a held']]);
  await holds.load();
  expect([holds.problem.value, ids()]).toEqual([null, ['a held']]);
});

test('STU-57 handing over and releasing show their result at once', async () => {
  const { connection, holds, ids, release, reservationsOf } = open();
  reservationsOf.mockResolvedValueOnce([entry('b', { state: 'confirmed' }), entry('a')]);
  connection.comeBack();
  await settled();
  await holds.collect('b');
  await holds.release('a', 'gone home');
  expect(release).toHaveBeenCalledWith('a', 'gone home');
  expect(ids()?.toSorted()).toEqual(['a cancelled', 'b collected']);
});

test('STU-57 a refusal is passed on and changes nothing', async () => {
  const { connection, holds, ids, collect, reservationsOf } = open();
  reservationsOf.mockResolvedValueOnce([entry('a', { state: 'confirmed' })]);
  connection.comeBack();
  await settled();
  collect.mockRejectedValueOnce(new ApiError('reservation_over'));
  await expect(holds.collect('a')).rejects.toMatchObject({ code: 'reservation_over' });
  expect(ids()).toEqual(['a confirmed']);
});
