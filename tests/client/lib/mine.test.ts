import { expect, test } from 'vitest';
import {
  emptyMine,
  followMine,
  fromWelcome,
  isOpen,
  withReservation,
  withWaiting,
} from '../../../client/lib/mine.ts';
import type { Welcome } from '../../../shared/model.ts';
import type { EventFrame } from '../../../shared/protocol.ts';
import { welcome } from './stand-in-server.ts';
import { nothingMine, reservation } from './shop-views.ts';

const listed = fromWelcome({ ...nothingMine, reservations: [reservation('a')] }, 5000);

test('CLI-10: the welcome’s list is whole and newest first; events and replies add to it', () => {
  let welcomed: (welcome: Welcome) => void = () => {};
  let heard: (event: EventFrame) => void = () => {};
  const { mine, take } = followMine({
    onWelcome: (listener) => ((welcomed = listener), () => {}),
    onEvent: (listener) => ((heard = listener), () => {}),
  });
  expect(mine.value).toBe(emptyMine);
  const older = reservation('a', { placedAt: 1 });
  const newer = reservation('b', { placedAt: 2 });
  const ids = () => mine.value.reservations.map(({ id }) => id);
  welcomed(welcome({ serverNow: 5000, mine: { ...nothingMine, reservations: [older, newer] } }));
  expect(ids()).toEqual(['b', 'a']);
  heard({ type: 'reservation.changed', body: { reservation: reservation('c', { placedAt: 6000 }) } });
  take((before) => withReservation(before, reservation('d', { placedAt: 7000 })));
  heard({ type: 'audience.counted', body: { viewers: 3 } });
  expect(ids()).toEqual(['d', 'c', 'b', 'a']);
  heard({ type: 'waiting.changed', body: { waiting: { variantId: 'v', quantity: 1, place: 2 } } });
  expect(mine.value.waiting).toEqual([{ variantId: 'v', quantity: 1, place: 2 }]);
  welcomed(welcome({ serverNow: 9000, mine: { ...nothingMine, reservations: [newer] } }));
  expect([ids(), mine.value.waiting]).toEqual([['b'], []]);
  welcomed(welcome({ mine: null }));
  expect(ids()).toEqual(['b']);
});

test('CLI-11: a reservation only goes forward, in whatever order it is told', () => {
  const story = [
    reservation('a'),
    reservation('a', { expiresAt: 9000 }),
    reservation('a', { expiresAt: 9900, extended: true }),
    reservation('a', { expiresAt: 9900, extended: true, state: 'confirmed', name: 'Anna' }),
    reservation('a', { expiresAt: 9900, extended: true, state: 'collected' }),
  ];
  for (const [at, now] of story.entries()) {
    const state = story.slice(0, at + 1).reduce(withReservation, listed);
    expect(state.reservations).toEqual([now]);
    for (const earlier of story.slice(0, at)) expect(withReservation(state, earlier)).toBe(state);
  }
});

test('CLI-11: the same state again is taken as it is told now', () => {
  const told = withReservation(listed, reservation('a', { title: 'Linen shirt, white' }));
  expect(told.reservations[0]?.title).toBe('Linen shirt, white');
});

test('CLI-12: an old answer given again does not bring back what the welcome no longer lists', () => {
  expect(withReservation(listed, reservation('b', { placedAt: 4999 }))).toBe(listed);
  expect(withReservation(listed, reservation('b', { placedAt: 5000 })).reservations).toHaveLength(2);
});

test('CLI-10: a waiting place is replaced, and gone with place null', () => {
  const third = withWaiting(listed, { variantId: 'v', quantity: 1, place: 3 });
  const second = withWaiting(third, { variantId: 'v', quantity: 1, place: 2 });
  expect(second.waiting).toEqual([{ variantId: 'v', quantity: 1, place: 2 }]);
  expect(withWaiting(second, { variantId: 'v', quantity: 0, place: null }).waiting).toEqual([]);
});

test('CLI-10: held and confirmed are open, the rest is over', () => {
  const open = (['held', 'confirmed', 'collected', 'cancelled', 'expired'] as const).filter((state) =>
    isOpen(reservation('a', { state })),
  );
  expect(open).toEqual(['held', 'confirmed']);
});
