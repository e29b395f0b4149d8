// Rooms from within: shows, the one who sends, the audience, and when a room opens and closes.
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import type { ShowState } from '../../shared/model.ts';
import { ManualClock } from '../../server/clock.ts';
import { pass } from '../helpers/pass.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { goLive, openStudio, sendPicture } from '../helpers/studio.ts';

const watch = async (app: TestApp, room = 'demo') => {
  const client = await TestClient.connect({ url: app.url });
  const welcome = await client.hello({ room });
  return { client, welcome };
};
const statesOf = (client: TestClient): ShowState[] =>
  client.eventsOf('show.changed').map(({ body }) => body.show.state);
const hears = (client: TestClient, states: ShowState[]) =>
  eventually(() => {
    expect(statesOf(client)).toEqual(states);
    return true;
  });

describe('shows', () => {
  test('SES-11 without a picture there is no show', async () => {
    const app = await startTestApp();
    const studio = await openStudio(app);
    await expect(studio.outcome('show.start', {})).resolves.toBe('no_picture');
    await expect(studio.outcome('show.end', {})).resolves.toBe('show_not_live');
    expect(studio.events.filter(({ type }) => type === 'show.changed')).toEqual([]);
  });

  test('SES-11 SES-12: live, away, back, ended: everyone hears each once, the host too', async () => {
    const app = await startTestApp();
    const { client: viewer } = await watch(app);
    const { client: host, show } = await goLive(app);
    expect(show).toMatchObject({ state: 'live', awayAt: null, endedAt: null });
    await hears(viewer, ['live']);
    // Opening again closes the earlier transport with its producer: the picture goes, and comes with the new one.
    const producer = await sendPicture(host);
    await hears(viewer, ['live', 'away', 'live']);
    await host.request('media.closeProducer', { producerId: producer });
    await hears(viewer, ['live', 'away', 'live', 'away']);
    const { show: ended } = await host.request('show.end', {});
    expect(ended).toMatchObject({ id: show.id, state: 'ended' });
    await hears(viewer, ['live', 'away', 'live', 'away', 'ended']);
    await hears(host, ['live', 'away', 'live', 'away', 'ended']);
    await expect(host.outcome('show.end', {})).resolves.toBe('show_not_live');
  });

  test('SES-11 starting twice is one show', async () => {
    const app = await startTestApp();
    const { client: host, show } = await goLive(app);
    const again = await host.request('show.start', {});
    expect(again.show).toEqual(show);
    await hears(host, ['live']);
  });

  test('SES-12 a host whose socket goes leaves an away show, and finds it again', async () => {
    const app = await startTestApp();
    const { client: viewer } = await watch(app);
    const { client: host, show } = await goLive(app);
    host.socket.terminate();
    await hears(viewer, ['live', 'away']);
    const { client: again } = await goLive(app);
    await hears(viewer, ['live', 'away', 'live']);
    expect(viewer.eventsOf('show.changed').map(({ body }) => body.show.id)).toEqual([
      show.id,
      show.id,
      show.id,
    ]);
    await again.request('show.end', {});
    await hears(viewer, ['live', 'away', 'live', 'ended']);
  });

  test('SES-12 a picture outside of a show tells nobody anything', async () => {
    const app = await startTestApp();
    const { client: viewer } = await watch(app);
    const host = await openStudio(app);
    await sendPicture(host);
    host.socket.close();
    await eventually(() => [...app.rooms.open][0]?.stage.picture === false);
    await viewer.request('clock.read', {});
    expect(statesOf(viewer)).toEqual([]);
  });

  test('SES-10 the end of a show takes the picture off the stage; the next show is another one', async () => {
    const app = await startTestApp();
    const { client: host, show } = await goLive(app);
    await host.request('show.end', {});
    expect([...app.rooms.open][0]?.stage.picture).toBe(false);
    await expect(host.outcome('show.start', {})).resolves.toBe('no_picture');
    await sendPicture(host);
    const next = await host.request('show.start', {});
    expect(next.show.id).not.toBe(show.id);
    const { welcome } = await watch(app);
    expect(welcome.snapshot?.room.show).toEqual(next.show);
  });

  test('SES-14 a show whose host stays away is ended, one whose host is back is not', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    await app.addRoom('other');
    const { client: viewer } = await watch(app);
    const { client: guest } = await watch(app, 'other');
    const { client: lost } = await goLive(app);
    const { client: flaky } = await goLive(app, { room: 'other' });
    lost.socket.terminate();
    flaky.socket.terminate();
    await hears(viewer, ['live', 'away']);
    await hears(guest, ['live', 'away']);
    await pass(clock, 15 * 60_000 - 20_000, [viewer, guest]);
    const { client: again } = await goLive(app, { room: 'other' });
    await hears(guest, ['live', 'away', 'live']);
    await pass(clock, 30_000, [viewer, guest, again]);
    await hears(viewer, ['live', 'away', 'ended']);
    await guest.request('clock.read', {});
    expect(statesOf(guest)).toEqual(['live', 'away', 'live']);
  });
});

describe('who sends', () => {
  test('SES-17 another person is refused while someone sends, and not when he has stopped', async () => {
    const app = await startTestApp();
    const { client: first } = await goLive(app);
    const second = await openStudio(app);
    await expect(sendPicture(second)).rejects.toThrow('stage_taken');
    expect(first.closeCode).toBe(null);
    // The first one stays in the studio; only the picture goes.
    await first.request('show.end', {});
    await expect(sendPicture(second)).resolves.toBeDefined();
    await expect(second.request('show.start', {})).resolves.toMatchObject({ show: { state: 'live' } });
  });

  test('SES-17 an earlier page of the same person on the same device gives way with 4409', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('host');
    const { client: before } = await goLive(app, { cookie });
    const reloaded = await openStudio(app, { cookie, token: before.token });
    await expect(sendPicture(reloaded)).resolves.toBeDefined();
    expect(await before.closed()).toBe(4409);
    await expect(reloaded.outcome('media.reportTiming', { clockOffsetMs: 0, uplinkMs: 1 })).resolves.toBe(
      'ok',
    );
  });

  test('SES-17 another device of the same person is refused like anyone else, and so is another person there', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('host');
    const { client: laptop } = await goLive(app, { cookie });
    await expect(sendPicture(await openStudio(app, { cookie }))).rejects.toThrow('stage_taken');
    await expect(sendPicture(await openStudio(app, { token: laptop.token }))).rejects.toThrow('stage_taken');
    expect(laptop.closeCode).toBe(null);
  });

  test('SES-17 a refused try takes nothing from the one who sends', async () => {
    const app = await startTestApp();
    const { client: first } = await goLive(app);
    const second = await openStudio(app);
    await sendPicture(second).catch(() => {});
    await expect(first.outcome('media.reportTiming', { clockOffsetMs: 0, uplinkMs: 1 })).resolves.toBe('ok');
    await expect(second.outcome('media.reportTiming', { clockOffsetMs: 0, uplinkMs: 1 })).resolves.toBe(
      'media_gone',
    );
  });

  test('SES-23 timing is told to the room, given to newcomers, and forgotten with the picture', async () => {
    const app = await startTestApp();
    const { client: viewer } = await watch(app);
    const { client: host } = await goLive(app);
    const timing = { clockOffsetMs: -12.5, uplinkMs: 33 };
    await host.request('media.reportTiming', timing);
    expect((await viewer.event('stage.timed')).body).toEqual({ timing });
    expect((await watch(app)).welcome.snapshot?.timing).toEqual(timing);
    host.socket.close();
    await eventually(() => viewer.eventsOf('stage.timed').length === 2);
    expect(viewer.eventsOf('stage.timed')[1]?.body).toEqual({ timing: null });
    expect((await watch(app)).welcome.snapshot?.timing).toBe(null);
  });

  test.each([
    { clockOffsetMs: null, uplinkMs: 1 },
    { clockOffsetMs: '1', uplinkMs: 1 },
    { clockOffsetMs: 0, uplinkMs: -1 },
    { clockOffsetMs: 0, uplinkMs: 60_001 },
  ])('SES-23 SES-5: the timing %j is a bad_request', async (timing) => {
    const app = await startTestApp();
    const { client: host } = await goLive(app);
    await expect(host.outcome('media.reportTiming', timing)).resolves.toBe('bad_request');
  });
});

describe('audience', () => {
  test('SES-15 fifty who join within a second are told of once', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const { client: first, welcome } = await watch(app);
    expect(welcome.snapshot?.viewers).toBe(1);
    const others = await Promise.all(Array.from({ length: 49 }, () => watch(app)));
    await first.request('clock.read', {});
    expect(first.eventsOf('audience.counted')).toEqual([]);
    clock.advance(limits.audienceEveryMs);
    for (const { client } of [{ client: first }, ...others])
      expect((await client.event('audience.counted')).body).toEqual({ viewers: 50 });
    clock.advance(limits.audienceEveryMs * 5);
    await first.request('clock.read', {});
    expect(first.eventsOf('audience.counted')).toHaveLength(1);
  });

  test('SES-15 one leaves and one comes: nothing to tell, and the newcomer has the right number', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const { client: first } = await watch(app);
    const { client: second } = await watch(app);
    clock.advance(limits.audienceEveryMs);
    await first.event('audience.counted');
    second.socket.terminate();
    await eventually(() => [...app.rooms.open][0]?.viewers === 1);
    const { client: third, welcome } = await watch(app);
    expect(welcome.snapshot?.viewers).toBe(2);
    clock.advance(limits.audienceEveryMs);
    await Promise.all([first.request('clock.read', {}), third.request('clock.read', {})]);
    expect(first.eventsOf('audience.counted')).toHaveLength(1);
    expect(third.eventsOf('audience.counted')).toEqual([]);
  });

  test('SES-15 the studio hears the number and is not counted', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const studio = await openStudio(app);
    await watch(app);
    clock.advance(limits.audienceEveryMs);
    expect((await studio.event('audience.counted')).body).toEqual({ viewers: 1 });
  });
});

describe('open and closed', () => {
  const openRooms = (app: TestApp) => [...app.rooms.open].map(({ slug }) => slug);

  test('SES-16 a room opens with its first member and closes a minute after its last', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    expect(openRooms(app)).toEqual([]);
    const { client } = await watch(app);
    const [room] = app.rooms.open;
    client.socket.close();
    await eventually(() => room?.members === 0);
    clock.advance(limits.emptyRoomMs - 1);
    expect(openRooms(app)).toEqual(['demo']);
    expect(room?.stage.closed).toBe(false);
    clock.advance(1);
    expect(openRooms(app)).toEqual([]);
    expect(room?.stage.closed).toBe(true);
  });

  test('SES-16 whoever comes within that minute finds the same room, and it stays', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const { client } = await watch(app);
    const [room] = app.rooms.open;
    client.socket.close();
    await eventually(() => room?.members === 0);
    clock.advance(limits.emptyRoomMs - 1);
    const { client: late } = await watch(app);
    await pass(clock, limits.emptyRoomMs * 2, [late]);
    expect([...app.rooms.open]).toEqual([room]);
    expect(room?.members).toBe(1);
  });

  test('SES-16 a hello that is refused neither opens a room nor keeps one open', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const { client } = await watch(app);
    client.socket.close();
    await eventually(() => [...app.rooms.open][0]?.members === 0);
    clock.advance(limits.emptyRoomMs - 1);
    const stranger = await TestClient.connect({ url: app.url });
    await expect(stranger.hello({ page: 'studio' })).rejects.toThrow('unauthorised');
    clock.advance(1);
    expect(openRooms(app)).toEqual([]);
  });

  test('SES-16 rooms have media of their own: closing one leaves the other its router', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    await app.addRoom('other');
    const { client } = await watch(app);
    const guest = await TestClient.connect({ url: app.url });
    await guest.hello({ room: 'other', media: true });
    client.socket.close();
    await eventually(() => [...app.rooms.open].some(({ members }) => members === 0));
    await pass(clock, limits.emptyRoomMs, [guest]);
    expect(openRooms(app)).toEqual(['other']);
    await expect(guest.outcome('media.open', { direction: 'receive' })).resolves.toBe('ok');
  });

  test('SES-19 registry and app close twice without complaint', async () => {
    const app = await startTestApp();
    const { client } = await watch(app);
    const [one, two] = [app.close(), app.close()];
    await Promise.all([one, two]);
    app.rooms.close();
    expect(await client.closed()).toBe(1012);
    expect(client.events.at(-1)).toEqual({ type: 'server.restarting', body: { backInMs: 1000 } });
    expect(app.pool.workers).toEqual([]);
    expect(() => app.db.read((sql) => sql.get('SELECT 1'))).toThrow('not open');
  });

  test('SES-19 a peer that does not answer the goodbye holds nothing up', async () => {
    const app = await startTestApp({ clock: new ManualClock() });
    const { client } = await watch(app);
    client.socket.pause();
    const started = performance.now();
    await app.close();
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
