import { expect, test } from 'vitest';
import { fitOf } from '../../../client/room/fit.ts';
import { dataStateOf, screenOf, type Facts } from '../../../client/room/screen.ts';
import type { ShowState, ShowView } from '../../../shared/model.ts';
import { closeCodes } from '../../../shared/protocol.ts';

const show = (state: ShowState, endedAt: number | null = null): ShowView => ({
  id: 'show_1',
  state,
  startedAt: 1,
  awayAt: null,
  pausedAt: null,
  endedAt,
});
const hourMs = 3_600_000;
const arrivedAt = 10 * hourMs;
const watching: Facts = {
  status: 'open',
  closedBy: null,
  online: true,
  show: show('live'),
  picture: 'playing',
  arrivedAt,
};
const screen = (changes: Partial<Facts> = {}) => screenOf({ ...watching, ...changes });

test('SES-50: a live show is live when its picture is really there', () => {
  expect(screen()).toBe('live');
  expect(screen({ picture: 'none' })).toBe('connecting');
  expect(screen({ picture: 'starting' })).toBe('connecting');
  expect(screen({ picture: 'frozen' })).toBe('frozen');
  expect(screen({ picture: 'stalled' })).toBe('stalled');
  expect(screen({ picture: 'failed' })).toBe('noPicture');
  expect(screen({ picture: 'photo' })).toBe('photo');
  expect(screen({ picture: 'crowded' })).toBe('crowded');
  expect(screen({ picture: 'off' })).toBe('soundOnly');
});

test('SES-50: nothing is promised before the room is known', () => {
  expect(screen({ status: 'connecting', show: undefined, picture: 'none' })).toBe('connecting');
  expect(screen({ show: undefined })).toBe('connecting');
});

test('SES-50: a lost socket says so, whatever still plays, and whose network is gone is told that', () => {
  expect(screen({ status: 'reconnecting' })).toBe('lost');
  expect(screen({ status: 'reconnecting', online: false })).toBe('offline');
  expect(screen({ status: 'connecting', show: undefined, online: false })).toBe('offline');
  expect(screen({ online: false })).toBe('live');
});

test('SES-51: no show yet is waiting, a host without a picture is away, an ended show says thank you', () => {
  expect(screen({ show: null, picture: 'none' })).toBe('waiting');
  expect(screen({ show: show('away'), picture: 'none' })).toBe('away');
  expect(screen({ show: show('ended', arrivedAt + 5), picture: 'none' })).toBe('ended');
  expect(screen({ show: show('ended', arrivedAt + 5), status: 'reconnecting' })).toBe('ended');
});

test('SES-51: who comes long after the end waits for the next show', () => {
  expect(screen({ show: show('ended', arrivedAt - hourMs + 1), picture: 'none' })).toBe('ended');
  expect(screen({ show: show('ended', arrivedAt - hourMs - 1), picture: 'none' })).toBe('waiting');
});

test('SES-52: a connection closed for good says why and what to do', () => {
  const because = (closedBy: number | null) => screen({ status: 'closed', closedBy });
  expect(because(closeCodes.not_found)).toBe('notFound');
  expect(because(closeCodes.too_old)).toBe('tooOld');
  expect(because(closeCodes.replaced)).toBe('replaced');
  expect(because(closeCodes.banned)).toBe('banned');
  expect(because(closeCodes.unauthorised)).toBe('closed');
  expect(because(null)).toBe('closed');
});

test('SES-50: scripts see one of five states', () => {
  expect(dataStateOf('connecting')).toBe('connecting');
  expect(dataStateOf('waiting')).toBe('waiting');
  expect(dataStateOf('live')).toBe('live');
  expect(dataStateOf('soundOnly')).toBe('live');
  for (const gone of [
    'away',
    'lost',
    'offline',
    'frozen',
    'stalled',
    'noPicture',
    'photo',
    'crowded',
  ] as const) {
    expect(dataStateOf(gone)).toBe('reconnecting');
  }
  for (const over of ['ended', 'notFound', 'tooOld', 'replaced', 'banned', 'closed'] as const) {
    expect(dataStateOf(over)).toBe('ended');
  }
});

test('MED-38: a picture is shown whole unless filling cuts off a sliver only', () => {
  const phone = { width: 390, height: 844 };
  expect(fitOf(phone, { width: 720, height: 1280 })).toBe('cover');
  expect(fitOf(phone, { width: 1280, height: 720 })).toBe('contain');
  expect(fitOf(phone, { width: 720, height: 960 })).toBe('contain');
  expect(fitOf({ width: 1060, height: 900 }, { width: 1280, height: 720 })).toBe('contain');
  expect(fitOf(phone, { width: 0, height: 0 })).toBe('contain');
});
