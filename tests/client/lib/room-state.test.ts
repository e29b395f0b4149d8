import { expect, test } from 'vitest';
import { chatFromSnapshot } from '../../../client/lib/chat-state.ts';
import {
  emptyRoom,
  followRoom,
  fromSnapshot,
  reduce,
  type RoomState,
} from '../../../client/lib/room-state.ts';
import { shelfFromSnapshot } from '../../../client/lib/shelf-state.ts';
import type { RoomView, ShowState, ShowView, Welcome } from '../../../shared/model.ts';
import type { EventFrame } from '../../../shared/protocol.ts';
import { emptyShop, identity, product, terms } from './shop-views.ts';
import { room, welcome } from './stand-in-server.ts';

const show = (state: ShowState): ShowView => ({
  id: 'show_1',
  state,
  startedAt: 1,
  awayAt: null,
  pausedAt: null,
  endedAt: null,
});
const roomWith = (name: string, state: ShowState | null): RoomView => ({
  ...room,
  name,
  show: state && show(state),
});
const snapshot = fromSnapshot({ room: roomWith('Sole', 'live'), viewers: 3, timing: null, ...emptyShop }, 10);
const changed = (seq: number, state: ShowState): EventFrame => ({
  seq,
  type: 'show.changed',
  body: { show: show(state) },
});
const named = (seq: number, name: string, state: ShowState | null): EventFrame => ({
  seq,
  type: 'room.renamed',
  body: { room: roomWith(name, state) },
});
const told = (state: RoomState) => [state.room?.name, state.room?.show?.state];
const after = (...events: EventFrame[]) => events.reduce(reduce, snapshot);

test('SES-40: a snapshot is the whole state, whatever was known before', () => {
  const timing = { clockOffsetMs: 5, uplinkMs: 20 };
  const shelf = { products: [product('shirt')], pinnedId: 'shirt' };
  expect(
    fromSnapshot(
      {
        room: roomWith('Luna', null),
        viewers: 1,
        timing,
        shelf,
        terms,
        identity,
        questions: [],
        chat: emptyShop.chat,
      },
      2,
    ),
  ).toEqual({
    room: roomWith('Luna', null),
    viewers: 1,
    timing,
    shelf: shelfFromSnapshot(shelf, 2),
    terms,
    identity,
    capacity: null,
    questions: [],
    chat: chatFromSnapshot(emptyShop.chat, 2),
    setAt: { name: 2, show: 2 },
  });
});

test('SES-40: events set what they tell and leave the rest', () => {
  expect(told(after(changed(11, 'away')))).toEqual(['Sole', 'away']);
  expect(told(after(named(11, 'Luna', 'live')))).toEqual(['Luna', 'live']);
  const timing = { clockOffsetMs: -3, uplinkMs: 15 };
  const fleeting = after(
    { type: 'audience.counted', body: { viewers: 9 } },
    { type: 'stage.timed', body: { timing } },
    { type: 'media.withdrawn', body: { consumerIds: ['c'] } },
  );
  expect(fleeting).toEqual({ ...snapshot, viewers: 9, timing });
});

test('SES-40: the shelf is part of the room, and moved by the same events', () => {
  const state = after({ seq: 11, type: 'lineUp.changed', body: { products: [product('shirt')] } });
  expect(state.shelf.products.map(({ id }) => id)).toEqual(['shirt']);
  expect(state.room).toBe(snapshot.room);
});

test('SES-41: an event twice, or one that the snapshot holds already, changes nothing', () => {
  expect(after(changed(10, 'ended'))).toBe(snapshot);
  const once = after(changed(11, 'away'));
  expect(reduce(once, changed(11, 'away'))).toBe(once);
  expect(reduce(once, changed(7, 'ended'))).toBe(once);
});

test('SES-41: the newest fact wins in every order of arrival', () => {
  const events = [
    changed(11, 'away'),
    named(12, 'Luna', 'away'),
    changed(13, 'ended'),
    named(14, 'Stella', 'ended'),
  ];
  for (const order of permutations(events)) expect(told(after(...order))).toEqual(['Stella', 'ended']);
});

test('SES-42: a late renaming brings its name but not its older show', () => {
  expect(told(after(changed(13, 'ended'), named(12, 'Luna', 'live')))).toEqual(['Luna', 'ended']);
});

test('SES-41: before a snapshot no event makes a room out of nothing', () => {
  expect(reduce(emptyRoom, changed(1, 'live'))).toBe(emptyRoom);
});

test('SES-40: the followed room takes welcomes and events through the same reducer', () => {
  let welcomed: (welcome: Welcome) => void = () => {};
  let heard: (event: EventFrame) => void = () => {};
  const state = followRoom({
    onWelcome: (listener) => ((welcomed = listener), () => {}),
    onEvent: (listener) => ((heard = listener), () => {}),
  });
  expect(state.value).toBe(emptyRoom);
  welcomed(
    welcome({
      seq: 10,
      snapshot: { room: roomWith('Sole', 'live'), viewers: 3, timing: null, ...emptyShop },
    }),
  );
  expect(state.value).toEqual(snapshot);
  welcomed(welcome({ seq: 12, snapshot: null }));
  heard(changed(12, 'ended'));
  expect(told(state.value)).toEqual(['Sole', 'ended']);
});

const permutations = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
