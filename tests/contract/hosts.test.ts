// Who sends, when there is more than one who could: taking over by wish, the host's break, and what of the show survives both.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { startTestApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { pass } from '../helpers/pass.ts';
import { newKey, openShelf } from '../helpers/shelf.ts';
import { goLive, openStudio, sendPicture } from '../helpers/studio.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { TestClient } from '../helpers/client.ts';

const watch = async (app: { url: string }) => {
  const client = await TestClient.connect({ url: app.url });
  return Object.assign(client, { welcome: await client.hello() });
};
const states = (client: TestClient) => client.eventsOf('show.changed').map(({ body }) => body.show.state);
const timing = { clockOffsetMs: 0, uplinkMs: 1 };

describe('taking over', () => {
  test('SES-24 another host takes the stage: same show, never away, and the first is told and stays', async () => {
    const app = await startTestApp();
    const viewer = await watch(app);
    const { client: first, show } = await goLive(app);
    await first.request('media.reportTiming', timing);
    const second = await openStudio(app, { role: 'owner' });
    await sendPicture(second, true);
    const started = await second.request('show.start', {});
    expect(started.show.id).toBe(show.id);
    expect((await first.event('stage.taken')).body.by).toBeTypeOf('string');
    expect(first.closeCode).toBe(null);
    expect(await first.outcome('media.reportTiming', timing)).toBe('media_gone');
    expect(await second.outcome('media.reportTiming', timing)).toBe('ok');
    expect(await first.outcome('product.pin', { productId: null })).toBe('ok');
    await viewer.request('clock.read', {});
    expect(states(viewer)).toEqual(['live']);
    // The delay that was measured from the other device is forgotten.
    expect(viewer.eventsOf('stage.timed').map(({ body }) => body.timing)).toContain(null);
    await expect(sendPicture(first)).rejects.toThrow('stage_taken');
    await expect(sendPicture(first, true)).resolves.toBeDefined();
    await second.event('stage.taken');
  });

  test("SES-24 one's own other device is told as such; nobody is told who was not sending", async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('host');
    const desk = await openStudio(app);
    const { client: laptop } = await goLive(app, { cookie });
    const phone = await openStudio(app, { cookie });
    await sendPicture(phone, true);
    expect((await laptop.event('stage.taken')).body).toEqual({ by: null });
    await phone.request('show.end', {});
    await sendPicture(laptop, true);
    await phone.request('clock.read', {});
    expect([desk, phone].flatMap((client) => client.eventsOf('stage.taken'))).toEqual([]);
  });

  test('SES-24 a helper takes nothing, and a try that fails takes nothing', async () => {
    const app = await startTestApp();
    const { client: first } = await goLive(app);
    const helper = await openStudio(app, { role: 'helper' });
    await expect(sendPicture(helper, true)).rejects.toThrow('not_allowed');
    const second = await openStudio(app);
    const { transport } = await second.request('media.open', { direction: 'send' });
    const wish = { transportId: transport.id, kind: 'video', rtpParameters: { codecs: [] }, take: true };
    expect(await second.outcome('media.produce', wish)).toBe('bad_request');
    expect(await first.outcome('media.reportTiming', timing)).toBe('ok');
    expect(first.eventsOf('stage.taken')).toEqual([]);
    expect(first.closeCode).toBe(null);
  });

  test('SES-25 a desk of the same person, on the same device or another, disturbs nobody', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('host');
    const { client: sender } = await goLive(app, { cookie });
    const desks = [await openStudio(app, { cookie, token: sender.token }), await openStudio(app, { cookie })];
    for (const desk of desks) {
      await desk.request('media.open', { direction: 'send' });
      await desk.request('product.pin', { productId: null });
      desk.socket.close();
    }
    expect(await sender.outcome('media.reportTiming', timing)).toBe('ok');
    expect([...app.rooms.open][0]?.stage.picture).toBe(true);
    expect(sender.closeCode).toBe(null);
  });
});

describe("the host's break", () => {
  test('SES-26 SES-27: a paused show is away, nothing is on the stage, and only a wish brings it back', async () => {
    const app = await startTestApp();
    const viewer = await watch(app);
    const { client: host, show } = await goLive(app);
    const { show: paused } = await host.request('show.pause', {});
    expect(paused).toMatchObject({ id: show.id, state: 'away', pausedAt: expect.any(Number) });
    expect([...app.rooms.open][0]?.stage.picture).toBe(false);
    // Neither a page that reconnects by itself nor one that was reloaded ends the break.
    await expect(sendPicture(host)).rejects.toThrow('show_paused');
    await expect(sendPicture(await openStudio(app))).rejects.toThrow('show_paused');
    expect((await watch(app)).welcome.snapshot?.room.show).toEqual(paused);
    await sendPicture(host, true);
    await eventually(() => {
      expect(states(viewer)).toEqual(['live', 'away', 'live']);
      return true;
    });
    expect(viewer.eventsOf('show.changed').at(-1)?.body.show).toMatchObject({ id: show.id, pausedAt: null });
  });

  test('SES-26 a pause outlives the server', async () => {
    const dataDir = tempDir();
    const app = await startTestApp({ dataDir });
    const { client: host, show } = await goLive(app);
    await host.request('show.pause', {});
    await app.close();
    const next = await startTestApp({ dataDir });
    const again = await openStudio(next);
    await expect(sendPicture(again)).rejects.toThrow('show_paused');
    await sendPicture(again, true);
    const { show: now } = await again.request('show.start', {});
    expect(now).toMatchObject({ id: show.id, state: 'live', pausedAt: null });
  });

  test('SES-27 the end of a paused show is an end, and the next show is not paused', async () => {
    const app = await startTestApp();
    const { client: host } = await goLive(app);
    await host.request('show.pause', {});
    const { show } = await host.request('show.end', {});
    expect(show).toMatchObject({ state: 'ended', pausedAt: null });
    await expect(sendPicture(host)).resolves.toBeDefined();
  });
});

test('SES-14 how long a host may be away is the shop’s policy', async () => {
  const clock = new ManualClock();
  const shelf = await openShelf({ clock });
  await shelf.setPolicy({ hostAwayMinutes: 3 });
  const viewer = await watch(shelf.app);
  const { client: host } = await goLive(shelf.app);
  await host.request('show.pause', {});
  await pass(clock, 2 * 60_000, [viewer, host]);
  expect(states(viewer)).not.toContain('ended');
  await pass(clock, 80_000, [viewer, host]);
  await eventually(() => states(viewer).includes('ended'));
});

test('SES-28 line-up, pin, queue and holds are what they were after a pause, a drop and a takeover', async () => {
  const shelf = await openShelf();
  const { productId, variantId } = await shelf.stocked(3);
  const { client: host } = await goLive(shelf.app);
  const anna = await shelf.viewer();
  await host.request('product.pin', { productId });
  const { question } = await anna.request('question.ask', {
    key: newKey(),
    kind: 'question',
    text: 'Does the M run small?',
    productId,
  });
  await host.request('question.move', { questionId: question.id, to: 'answering' });
  const { reservation } = await anna.request('reservation.place', { key: newKey(), variantId, quantity: 2 });
  const kept = async () => {
    const { snapshot, mine } = (await shelf.viewer({ token: anna.welcome.token })).welcome;
    return { shelf: snapshot?.shelf, questions: snapshot?.questions, mine, id: snapshot?.room.show?.id };
  };
  const before = await kept();
  expect(before.shelf?.pinnedId).toBe(productId);
  expect(before.mine?.reservations.map(({ id }) => id)).toEqual([reservation.id]);

  await host.request('show.pause', {});
  expect(await kept()).toEqual(before);
  await sendPicture(host, true);
  host.socket.terminate();
  await eventually(() => [...shelf.app.rooms.open][0]?.stage.picture === false);
  expect(await kept()).toEqual(before);
  const { client: second } = await goLive(shelf.app);
  await sendPicture(await openStudio(shelf.app, { role: 'owner' }), true);
  await second.event('stage.taken');
  expect(await kept()).toEqual(before);
  expect(shelf.verdict()).toBe(null);
});
