import { describe, expect, test } from 'vitest';
import { routerRtpCapabilities } from '../../server/media/codecs.ts';
import { limits } from '../../shared/limits.ts';
import { apiOf } from '../helpers/api.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { videoSsrc } from '../helpers/media.ts';
import { offerOf } from '../helpers/offers.ts';
import { openStudio, sendPicture } from '../helpers/studio.ts';
import { ask, makeKey, openEncoder, openPlayer, type Player } from '../helpers/whip.ts';

const demo = (app: TestApp) => [...app.rooms.open].find(({ slug }) => slug === 'demo');
const flows = (player: Player, packets = 20) =>
  eventually(() => {
    if (player.packets('video') < packets || player.packets('audio') < packets)
      throw new Error(`${player.packets('video')} video and ${player.packets('audio')} audio packets`);
    return true;
  });
const gone = (app: TestApp) =>
  eventually(() => {
    if (demo(app)?.stage.picture) throw new Error('there is still a picture');
    return true;
  });

describe('encoders', () => {
  test('WHP-11 an encoder sends, a player and a page receive; DELETE ends it', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const encoder = await openEncoder(app, secret);
    expect(encoder.response.status).toBe(201);
    expect(encoder.response.headers.get('content-type')).toBe('application/sdp');
    expect(Number(encoder.response.headers.get('content-length'))).toBe(encoder.answer.length);
    expect(encoder.location).toMatch(/^\/whip\/demo\/[\w-]{43}$/);
    expect(encoder.etag).toMatch(/^"[\w-]+"$/);
    encoder.start();
    const player = await openPlayer(app);
    await flows(player);
    expect(player.payloadTypes).toEqual(new Set([96, 111]));

    const page = await TestClient.connect({ url: app.url });
    await page.hello({ media: true });
    const { consumers } = await page.request('media.watch', { rtpCapabilities: routerRtpCapabilities });
    expect(consumers.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);

    expect((await ask(app, 'DELETE', encoder.location, { key: secret })).status).toBe(200);
    await gone(app);
    expect((await ask(app, 'DELETE', encoder.location, { key: secret })).status).toBe(404);
  });

  test('WHP-19 the host starts the show that an encoder sends, and its end is the encoder’s end', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const studio = await openStudio(app);
    expect(await studio.outcome('show.start', {})).toBe('no_picture');
    const encoder = await openEncoder(app, secret);
    encoder.start();
    expect((await studio.request('show.start', {})).show.state).toBe('live');
    expect(demo(app)?.viewers).toBe(0);
    await studio.request('show.end', {});
    await eventually(
      async () => {
        const body = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
        const { status } = await ask(app, 'PATCH', encoder.location, {
          key: secret,
          body,
          headers: { 'if-match': '*' },
        });
        return status === 404;
      },
      2 * limits.streamSweepMs,
      500,
    );
  });

  test('WHP-19 the same key gives way to itself; nobody else does, and no page is closed', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const other = await makeKey(app);
    const first = await openEncoder(app, secret);
    expect((await openEncoder(app, other.secret)).response.status).toBe(409);
    const second = await openEncoder(app, secret);
    expect(second.response.status).toBe(201);
    expect((await ask(app, 'DELETE', first.location, { key: secret })).status).toBe(404);
    expect((await ask(app, 'DELETE', second.location, { key: secret })).status).toBe(200);

    const cookie = await app.cookieFor('host');
    const own = await makeKey(app, 'demo', cookie);
    const studio = await openStudio(app, { cookie });
    await sendPicture(studio);
    const refused = await openEncoder(app, own.secret);
    expect(refused.response.status).toBe(409);
    expect(JSON.parse(refused.answer)).toMatchObject({ code: 'stage_taken' });
    expect(studio.closeCode).toBeNull();
  });

  test('WHP-19 a host who takes the stage ends the encoder’s session', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const encoder = await openEncoder(app, secret);
    const studio = await openStudio(app);
    await expect(sendPicture(studio)).rejects.toMatchObject({ code: 'stage_taken' });
    await sendPicture(studio, true);
    expect((await ask(app, 'DELETE', encoder.location, { key: secret })).status).toBe(404);
    expect(demo(app)?.stage.picture).toBe(true);
    const again = await openEncoder(app, secret);
    expect(again.response.status).toBe(409);
  });

  test('WHP-51 in a pause an encoder goes on sending, to nobody; the host’s word, and no other, puts it back', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const encoder = await openEncoder(app, secret);
    encoder.start();
    const studio = await openStudio(app);
    await studio.request('show.start', {});
    const page = await TestClient.connect({ url: app.url });
    await page.hello({ media: true });
    const { consumers } = await page.request('media.watch', { rtpCapabilities: routerRtpCapabilities });
    await studio.request('show.pause', {});
    await eventually(
      () => page.eventsOf('media.withdrawn').flatMap(({ body }) => body.consumerIds).length === 2,
    );
    expect(
      page
        .eventsOf('media.withdrawn')
        .flatMap(({ body }) => body.consumerIds)
        .sort(),
    ).toEqual(consumers.map(({ id }) => id).sort());
    expect(demo(app)?.stage.picture).toBe(false);
    expect(await page.request('media.check', {})).toEqual({ arriving: false });
    const late = await TestClient.connect({ url: app.url });
    await late.hello({ media: true });
    const nothing = await late.request('media.watch', { rtpCapabilities: routerRtpCapabilities });
    expect(nothing.consumers).toEqual([]);
    expect((await studio.request('stream.examine', {})).stream?.by).toBe('encoder');
    // A session that breaks in the pause comes back into it.
    const again = await openEncoder(app, secret);
    expect(again.response.status).toBe(201);
    again.start();
    expect((await ask(app, 'DELETE', encoder.location, { key: secret })).status).toBe(404);
    expect(late.eventsOf('media.offered')).toEqual([]);

    const { show } = await studio.request('show.start', {});
    expect(show).toMatchObject({ state: 'live', pausedAt: null });
    await eventually(() => late.eventsOf('media.offered').flatMap(({ body }) => body.consumers).length === 2);
    await eventually(async () => (await page.request('media.check', {})).arriving);
    await flows(await openPlayer(app));
    expect((await ask(app, 'DELETE', again.location, { key: secret })).status).toBe(200);
  });

  test('WHP-51 a host who goes on with the camera in such a pause takes the stage from the encoder', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const encoder = await openEncoder(app, secret);
    const studio = await openStudio(app);
    await studio.request('show.start', {});
    await studio.request('show.pause', {});
    await sendPicture(studio, true);
    await eventually(
      async () => (await ask(app, 'DELETE', encoder.location, { key: secret })).status === 404,
    );
    expect(demo(app)?.stage.kinds).toEqual(new Set(['video']));
    const { show } = await studio.request('show.start', {});
    expect(show).toMatchObject({ state: 'live', pausedAt: null });
    await studio.request('show.pause', {});
    expect((await openEncoder(app, secret)).response.status).toBe(201);
    await studio.request('show.end', {});
    expect(demo(app)?.stage.picture).toBe(false);
    expect(demo(app)?.stage.rests).toBe(false);
  });

  test('WHP-22 a revoked key ends what is sent with it at once, and so does the end of its person', async () => {
    const app = await startTestApp();
    const owner = apiOf(app, await app.cookieFor('owner'));
    const { key, secret } = await makeKey(app);
    const encoder = await openEncoder(app, secret);
    encoder.start();
    expect((await owner.send('DELETE', `/rooms/demo/stream-keys/${key.id}`)).status).toBe(204);
    expect(demo(app)?.stage.picture).toBe(false);
    expect((await ask(app, 'POST', '/whip/demo', { key: secret, body: offerOf('obs-publish') })).status).toBe(
      401,
    );

    const next = await makeKey(app);
    await openEncoder(app, next.secret);
    expect(demo(app)?.stage.picture).toBe(true);
    const { staff } = await owner.get<{ staff: { id: string; name: string; role: string }[] }>('/staff');
    const maker = staff.findLast(({ role }) => role === 'host')!;
    expect((await owner.send('DELETE', `/staff/${maker.id}`)).status).toBe(204);
    expect(demo(app)?.stage.picture).toBe(false);
    expect(
      (await ask(app, 'POST', '/whip/demo', { key: next.secret, body: offerOf('obs-publish') })).status,
    ).toBe(401);
  });

  test(
    'WHP-18 an encoder that falls silent is let go, and the show waits for it',
    { timeout: 60_000 },
    async () => {
      const app = await startTestApp();
      const { secret } = await makeKey(app);
      const encoder = await openEncoder(app, secret);
      encoder.start();
      const studio = await openStudio(app);
      await studio.request('show.start', {});
      encoder.stop();
      const before = performance.now();
      await eventually(
        () => studio.eventsOf('show.changed').at(-1)?.body.show.state === 'away',
        limits.streamSilentMs + 3 * limits.streamSweepMs,
      );
      expect(performance.now() - before).toBeGreaterThan(limits.streamSilentMs - limits.streamSweepMs);
    },
  );

  test('WHP-12 a restart of ICE keeps the picture', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const { location, etag } = await openEncoder(app, secret);
    const change = (ifMatch: string | null, body: string) =>
      ask(app, 'PATCH', location, { key: secret, body, headers: ifMatch ? { 'if-match': ifMatch } : {} });
    const candidate =
      'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n';
    expect((await change(etag, candidate)).status).toBe(204);
    expect((await change(null, candidate)).status).toBe(428);
    expect((await change('"other"', candidate)).status).toBe(412);
    const restarted = await change(
      '*',
      `a=ice-ufrag:new1\r\na=ice-pwd:a-new-password-of-some-length\r\n${candidate}`,
    );
    expect(restarted.status).toBe(200);
    expect(restarted.headers.get('content-type')).toBe('application/trickle-ice-sdpfrag');
    const fragment = await restarted.text();
    expect(fragment).toMatch(/a=ice-ufrag:\S+\r\na=ice-pwd:\S+\r\n/);
    expect(fragment).toContain('a=candidate:');
    const next = restarted.headers.get('etag');
    expect(next).not.toBe(etag);
    expect((await change(etag, candidate)).status).toBe(412);
    expect((await change(next, candidate)).status).toBe(204);
    expect(demo(app)?.stage.picture).toBe(true);
    expect((await change('*', 'a=ice-ufrag:é\r\na=ice-pwd:x\r\n')).status).toBe(400);
  });
});

describe('what arrives', () => {
  const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
  // Recorded from OpenH264; slices with nothing in them.
  const sps = hex('67 42c01f 8c8d402802dd00f08846a0');
  const slices = { idr: hex('65 b80004000005'), p: hex('41 9a00'), b: hex('01 9e00') };

  /** 30 frames a second, a key frame every `every` of them, asked for or not. */
  const frames = (every: number, between: (frame: number) => Buffer) => {
    let frame = 0;
    let sequence = 1;
    const rtp = (payload: Buffer, marker: boolean) => {
      const header = Buffer.alloc(12);
      header[0] = 0x80;
      header[1] = 96 | (marker ? 0x80 : 0);
      header.writeUInt16BE(sequence++ & 0xffff, 2);
      header.writeUInt32BE(frame * 3000, 4);
      header.writeUInt32BE(videoSsrc, 8);
      return Buffer.concat([header, payload]);
    };
    return () => {
      frame += 1;
      const body = Buffer.concat([
        frame % every === 1 ? slices.idr : between(frame),
        Buffer.alloc(800, 0x55),
      ]);
      return frame % every === 1 ? [rtp(sps, false), rtp(body, true)] : [rtp(body, true)];
    };
  };

  test(
    'WHP-40 codec, profile, size, rhythm and B-frames of an encoder are told to the staff',
    { timeout: 40_000 },
    async () => {
      const app = await startTestApp();
      const { secret } = await makeKey(app);
      const helper = await openStudio(app, { role: 'helper' });
      expect(await helper.request('stream.examine', {})).toEqual({ stream: null });
      const encoder = await openEncoder(app, secret, { codec: 'H264' });
      encoder.start(frames(60, (frame) => (frame % 3 === 0 ? slices.b : slices.p)));
      const { stream: glance } = await helper.request('stream.examine', {});
      expect(glance).toMatchObject({
        by: 'encoder',
        video: { codec: 'H264', layers: 1, profile: null, width: null },
      });
      const video = await eventually(
        async () => {
          const { stream } = await helper.request('stream.examine', { closely: true });
          return stream?.video?.keyFrameEveryMs && stream.video.fps && stream.video.width && stream.video;
        },
        20_000,
        250,
      );
      expect(video).toMatchObject({
        codec: 'H264',
        profile: 'constrained baseline',
        width: 1280,
        height: 720,
        bFrames: true,
      });
      expect(video.fps).toBeGreaterThan(20);
      expect(video.keyFrameEveryMs).toBeGreaterThan(1000);
      expect(video.kbps).toBeGreaterThan(50);
    },
  );

  test('WHP-43 nobody looks: nothing is read', { timeout: 60_000 }, async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const encoder = await openEncoder(app, secret);
    encoder.start();
    const helper = await openStudio(app, { role: 'helper' });
    const transports = async () => {
      const { channelMessageHandlers } = await app.pool.workers[0]!.dump();
      return channelMessageHandlers.channelRequestHandlers.length;
    };
    const before = await transports();
    await helper.request('stream.examine', { closely: false });
    expect(await transports()).toBe(before);
    await helper.request('stream.examine', { closely: true });
    await eventually(async () => (await transports()) > before);
    await eventually(async () => (await transports()) === before, 30_000, 250);
  });
});

describe('players', () => {
  test('WHP-7 players with numbers of their own get them; who has the same shares a router', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const encoder = await openEncoder(app, secret);
    encoder.start();
    const numbers = { opus: 109, vp8: 120, h264: 126 };
    const [firefox, another, chromium] = await Promise.all([
      openPlayer(app, numbers),
      openPlayer(app, numbers),
      openPlayer(app),
    ]);
    await Promise.all([firefox, another, chromium].map((player) => flows(player)));
    expect(firefox.payloadTypes).toEqual(new Set([109, 120]));
    expect(another.payloadTypes).toEqual(new Set([109, 120]));
    expect(chromium.payloadTypes).toEqual(new Set([96, 111]));
    expect(app.pool.workers[0]?.routers).toBe(2);
    expect(demo(app)?.viewers).toBe(3);
    for (const player of [firefox, another]) await ask(app, 'DELETE', player.location);
    await eventually(() => {
      return app.pool.workers[0]?.routers === 1;
    });
  });

  test('WHP-50 who is banned takes along the players of the same network', async () => {
    const app = await startTestApp();
    const player = await ask(app, 'POST', '/whep/demo', { body: offerOf('firefox-play') });
    const rude = await TestClient.connect({ url: app.url });
    await rude.hello();
    const said = { key: 'tap-12345678', text: 'Rude words', replyTo: null };
    const { message } = await rude.request('chat.say', said);
    const helper = await openStudio(app, { role: 'helper' });
    expect(demo(app)?.viewers).toBe(2);
    await helper.request('moderation.ban', { subjectId: message.id, hours: 1, reason: 'insults' });
    await eventually(() => demo(app)?.viewers === 0);
    expect((await ask(app, 'DELETE', player.headers.get('location')!)).status).toBe(404);
  });

  test('WHP-13 who knows streams by ssrc alone is told them, and must ask again for others', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const early = await openPlayer(app);
    expect([early.response.status, JSON.parse(early.answer)]).toEqual([
      409,
      expect.objectContaining({ code: 'no_picture' }),
    ]);
    const first = await openEncoder(app, secret);
    const player = await openPlayer(app);
    expect(player.answer.match(/^a=ssrc:\d+ cname:/gm)).toHaveLength(2);
    first.stop();
    await openEncoder(app, secret);
    const status = async () => (await ask(app, 'DELETE', player.location)).status;
    await eventually(() => demo(app)?.viewers === 0);
    expect(await status()).toBe(404);
  });

  test('WHP-13 a player that cannot decode what is sent is told so', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    await openEncoder(app, secret);
    const player = await openPlayer(app, { vp8: 0, h264: 102 });
    expect(player.response.status).toBe(422);
    expect(JSON.parse(player.answer)).toMatchObject({ code: 'sdp_unsupported' });
  });

  test('WHP-16 a room takes so many numberings, an address so many players', async () => {
    const app = await startTestApp();
    const play = (opus: number) =>
      ask(app, 'POST', '/whep/demo', {
        body: offerOf('firefox-play').replaceAll(/\b109\b/g, String(opus)),
      });
    const statuses = [];
    for (let at = 0; at <= limits.payloadNumberings; at += 1) statuses.push((await play(100 + at)).status);
    expect(statuses).toEqual([...Array<number>(limits.payloadNumberings).fill(201), 503]);
    for (let at = limits.payloadNumberings; at < limits.playersPerAddress; at += 1)
      expect((await ask(app, 'POST', '/whep/demo', { body: offerOf('chromium-play') })).status).toBe(201);
    expect((await ask(app, 'POST', '/whep/demo', { body: offerOf('chromium-play') })).status).toBe(429);
  });
});
