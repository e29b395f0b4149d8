import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { startTestApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { newKey } from '../helpers/shelf.ts';
import { Seat, type Place } from '../load/audience-seat.ts';
import { openMany } from '../load/open-many.ts';

const staying = 40;
const vanishing = 200;
const backWithinMs = 1500;

const openSeats = (place: Place) =>
  openMany(staying + vanishing, async (index) => {
    const seat = new Seat(index, () => {});
    onTestFinished(() => seat.vanish());
    await seat.enter(place);
    return seat;
  });

test('SES-64 two hundred lose their network and return while the chat goes on: nothing lost, nothing twice', async () => {
  const app = await startTestApp();
  const place = { port: app.port, room: 'demo' };
  const seats = await openSeats(place);
  const [here, gone] = [seats.slice(0, staying), seats.slice(staying)];
  const [room] = app.rooms.open;

  const outcomes: Promise<string>[] = [];
  const talking = setInterval(() => {
    const seat = here[outcomes.length % here.length];
    if (seat) outcomes.push(seat.say('chat.say', newKey(), `message ${outcomes.length}`));
  }, 5);
  onTestFinished(() => clearInterval(talking));
  await eventually(() => gone.every(({ seq }) => seq > 0));

  for (const seat of gone) seat.vanish();
  await eventually(() => room?.members === staying);
  const entered = await Promise.all(
    gone.map(async (seat, index) => {
      await pause((index * backWithinMs) / gone.length);
      return seat.enter(place);
    }),
  );
  clearInterval(talking);
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['ok']));
  expect(outcomes.length).toBeLessThan(limits.replayEvents);

  expect(entered.filter(({ snapshot }) => snapshot)).toEqual([]);
  expect(entered.at(-1)?.replayed).toBeGreaterThan(50);
  await eventually(() => seats.every(({ seq }) => seq === outcomes.length));
  expect(seats.map(({ lost, doubled }) => lost + doubled)).toEqual(seats.map(() => 0));
});
