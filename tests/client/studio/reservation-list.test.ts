// How entries enter the list of reservations, and what they add up to.
import { describe, expect, test } from 'vitest';
import { merged, tallyOf, withEntry } from '../../../client/studio/reservation-list.ts';
import type { ReservationState } from '../../../shared/reservation-states.ts';
import { entry } from './shop-things.ts';

const states = (list: readonly { id: string; state: ReservationState }[]) =>
  list.map(({ id, state }) => `${id} ${state}`);

describe('an entry', () => {
  test('STU-55 comes newest first, wherever it comes late', () => {
    const list = [entry('b', { placedAt: 2 })];
    const newer = withEntry(list, entry('c', { placedAt: 3 }));
    expect(withEntry(newer, entry('a', { placedAt: 1 })).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  test('STU-55 replaces the one before it, in its place', () => {
    const list = [entry('b', { placedAt: 2 }), entry('a', { placedAt: 1 })];
    const next = withEntry(list, entry('a', { placedAt: 1, state: 'confirmed', nickname: 'Anna' }));
    expect(states(next)).toEqual(['b held', 'a confirmed']);
    expect(next[1]?.nickname).toBe('Anna');
  });

  const late: [ReservationState, ReservationState][] = [
    ['confirmed', 'held'],
    ['collected', 'confirmed'],
    ['cancelled', 'held'],
    ['expired', 'held'],
    ['cancelled', 'confirmed'],
  ];
  test.each(late)('STU-55 that is %s never goes back to %s', (now, before) => {
    const list = [entry('a', { state: now })];
    expect(withEntry(list, entry('a', { state: before }))).toBe(list);
  });

  test('STU-55 a deadline moves only forwards', () => {
    const list = [entry('a', { expiresAt: 20 })];
    expect(withEntry(list, entry('a', { expiresAt: 10 }))).toBe(list);
    expect(withEntry(list, entry('a', { expiresAt: null }))).toBe(list);
    expect(withEntry(list, entry('a', { expiresAt: 30 }))[0]?.expiresAt).toBe(30);
  });
});

test('STU-55 a list that was asked for does not win over what came meanwhile', () => {
  const told = [entry('a', { placedAt: 1 }), entry('b', { placedAt: 2, state: 'confirmed' })];
  const known = [entry('c', { placedAt: 3 }), entry('a', { placedAt: 1, state: 'cancelled' }), entry('b')];
  expect(states(merged(told, known))).toEqual(['c held', 'b confirmed', 'a cancelled']);
});

test('STU-56 held, confirmed and handed over count; what was cancelled or ran out does not', () => {
  const list = [
    entry('a', { quantity: 2 }),
    entry('b', { state: 'confirmed', unitCents: 1050 }),
    entry('c', { state: 'collected', quantity: 3, unitCents: 100 }),
    entry('d', { state: 'cancelled', quantity: 9 }),
    entry('e', { state: 'expired', quantity: 9 }),
  ];
  expect(tallyOf(list)).toEqual({ held: 1, confirmed: 1, collected: 1, kept: 3, pieces: 6, cents: 9150 });
});
