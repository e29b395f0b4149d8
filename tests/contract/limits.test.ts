// Too much, too often, too slow, too silent.
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { ManualClock } from '../../server/clock.ts';
import type { Room } from '../../server/rooms/room.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';

const joined = async (app: TestApp, autoPong = true) => {
  const client = await TestClient.connect({ url: app.url, autoPong });
  await client.hello();
  return client;
};
const many = (client: TestClient, count: number) =>
  Promise.all(Array.from({ length: count }, () => client.outcome('clock.read', {})));
const countOf = (outcomes: string[], code: string) => outcomes.filter((outcome) => outcome === code).length;

describe('rates', () => {
  test('SES-8 a burst is answered, what is above is rate_limited, and time gives more', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const client = await joined(app);
    const outcomes = await many(client, limits.requestsBurst + 20);
    expect(countOf(outcomes, 'ok')).toBe(limits.requestsBurst - 1); // the hello was the first
    expect(countOf(outcomes, 'rate_limited')).toBe(21);
    clock.advance(1000);
    expect(countOf(await many(client, limits.requestsPerSecond + 5), 'ok')).toBe(limits.requestsPerSecond);
  });

  test("SES-8 one member's haste costs no other member anything", async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const [hasty, calm] = [await joined(app), await joined(app)];
    await many(hasty, limits.requestsBurst + 20);
    await expect(calm.outcome('clock.read', {})).resolves.toBe('ok');
  });

  test('SES-8 some requests have a rate of their own, which does not touch the others', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const client = await joined(app);
    const rename = () => client.outcome('viewer.rename', { nickname: 'Ada' });
    const outcomes = [];
    for (let n = 0; n < 6; n += 1) outcomes.push(await rename());
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'rate_limited']);
    await expect(client.outcome('clock.read', {})).resolves.toBe('ok');
    clock.advance(12_000);
    expect([await rename(), await rename()]).toEqual(['ok', 'rate_limited']);
  });

  test('SES-8 a flood of refusals closes with 4429', async () => {
    const app = await startTestApp({ clock: new ManualClock() });
    const client = await joined(app);
    const sent = limits.requestsBurst + limits.refusalsBeforeClose + 50;
    for (let n = 0; n < sent; n += 1) client.send('clock.read', {});
    expect(await client.closed()).toBe(4429);
    expect(client.replies.filter(({ ok }) => !ok)).toHaveLength(limits.refusalsBeforeClose);
  });

  test('SES-8 unknown requests and refused hellos flood like any others', async () => {
    const app = await startTestApp({ clock: new ManualClock() });
    const client = await TestClient.connect({ url: app.url });
    for (let n = 0; n <= limits.refusalsBeforeClose; n += 1) client.send('shop.rob', {});
    expect(await client.closed()).toBe(4429);
  });

  test('SES-8 as many refusals over a long show close nothing', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const client = await joined(app);
    for (let n = 0; n < limits.refusalsBeforeClose * 3; n += 1) {
      clock.advance(1000 / limits.refusalsPerSecond);
      await client.outcome('show.start', {});
    }
    expect(client.closeCode).toBe(null);
  });
});

describe('heartbeat', () => {
  test('SES-9 a socket that does not answer a ping is cut at the next one, others live', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const [dead, alive] = [await joined(app, false), await joined(app)];
    clock.advance(limits.heartbeatMs);
    await Promise.all(
      [dead, alive].map(({ socket }) => new Promise((resolve) => socket.once('ping', resolve))),
    );
    await alive.request('clock.read', {});
    clock.advance(limits.heartbeatMs);
    expect(await dead.closed()).toBe(1006);
    await expect(alive.outcome('clock.read', {})).resolves.toBe('ok');
    await eventually(() => [...app.rooms.open][0]?.members === 1);
  });

  test('SES-9 anything said counts as an answer', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const client = await joined(app, false);
    for (let beat = 0; beat < 5; beat += 1) {
      clock.advance(limits.heartbeatMs);
      await client.request('clock.read', {});
    }
    expect(client.closeCode).toBe(null);
  });
});

describe('slow members', () => {
  const big = (room: Room) =>
    room.publish({
      type: 'room.renamed',
      body: { room: { id: room.id, slug: 'demo', name: 'x'.repeat(100_000), show: null } },
    });
  const breathe = () => new Promise((resolve) => setImmediate(resolve));

  test('SES-7 a member that does not read is cut off with 4413, the one beside it hears all', async () => {
    const app = await startTestApp();
    const [slow, fast] = [await joined(app), await joined(app)];
    const [room] = app.rooms.open;
    if (!room) throw new Error('no room');
    slow.socket.pause();
    let sent = 0;
    // The kernel takes some megabytes before the server's own buffer grows.
    while (room.members === 2 && sent < 1000) {
      big(room);
      sent += 1;
      await eventually(() => fast.eventsOf('room.renamed').length === sent);
      await breathe();
    }
    expect(room.members).toBe(1);
    slow.socket.resume();
    expect(await slow.closed()).toBe(4413);
    expect(slow.eventsOf('room.renamed').length).toBeLessThan(sent);
    expect(fast.eventsOf('room.renamed')).toHaveLength(sent);
    await expect(fast.outcome('clock.read', {})).resolves.toBe('ok');
  });

  test('SES-62 sockets that do not read delay no other, before they are cut and after', async () => {
    const app = await startTestApp();
    const fast = await Promise.all(Array.from({ length: 20 }, () => joined(app)));
    const slow = await Promise.all(Array.from({ length: 3 }, () => joined(app)));
    const [room] = app.rooms.open;
    if (!room) throw new Error('no room');
    const tellAll = async (): Promise<number> => {
      const count = (fast[0]?.eventsOf('room.renamed').length ?? 0) + 1;
      const from = performance.now();
      big(room);
      await eventually(() => fast.every((one) => one.eventsOf('room.renamed').length === count), 5000, 1);
      return performance.now() - from;
    };
    const middle = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
    const alone: number[] = [];
    for (let n = 0; n < 30; n += 1) alone.push(await tellAll());
    for (const { socket } of slow) socket.pause();
    const beside: number[] = [];
    while (room.members > fast.length) beside.push(await tellAll());
    expect(beside.length).toBeGreaterThan(limits.maxBufferedBytes / 100_000);
    expect(middle(beside)).toBeLessThan(3 * middle(alone) + 50);
    for (const { socket } of slow) socket.resume();
    expect(await Promise.all(slow.map((one) => one.closed()))).toEqual([4413, 4413, 4413]);
    expect(fast.map(({ closeCode }) => closeCode)).toEqual(fast.map(() => null));
  });

  test('SES-6 SES-7: who was cut off comes back by its lastSeq', async () => {
    const app = await startTestApp();
    const slow = await joined(app);
    const [room] = app.rooms.open;
    if (!room) throw new Error('no room');
    slow.socket.pause();
    while (room.members > 0) {
      big(room);
      await breathe();
    }
    slow.socket.resume();
    await slow.closed();
    const again = await TestClient.connect({ url: app.url });
    await expect(again.hello({ lastSeq: 0 })).resolves.toMatchObject({ snapshot: null, missed: [] });
  });
});
