import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import {
  desktop,
  hasState,
  newFrames,
  openBrowser,
  openPage,
  phone,
  staffPage,
  stillColour,
  watch,
} from '../helpers/browser.ts';
import { eventually } from '../helpers/eventually.ts';
import { spyOnMedia } from '../helpers/server-media.ts';
import { makeKey } from '../helpers/whip.ts';

/** `colour`: of the whole picture, which changes all the time otherwise. */
type Options = { codec?: 'VP8' | 'H264'; layers?: number; colour?: string };

/** A page of nobody's: RTCPeerConnection and fetch, as any web client of WHIP would use them. */
const plainPage = async (browser: Browser, app: TestApp): Promise<Page> => {
  const page = await openPage(browser);
  await page.goto(`${app.url}/sign-in`);
  return page;
};

const publish = async (browser: Browser, app: TestApp, key: string, options: Options = {}): Promise<Page> => {
  const page = await plainPage(browser, app);
  const status = await page.evaluate(
    async ({ key, codec, layers = 1, colour }) => {
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 360;
      const paint = canvas.getContext('2d')!;
      setInterval(() => {
        paint.fillStyle = colour ?? `hsl(${performance.now() / 10} 80% 50%)`;
        paint.fillRect(0, 0, 640, 360);
        paint.fillStyle = 'white';
        paint.fillText(String(performance.now()), 20 + ((performance.now() / 20) % 500), 180);
      }, 40);
      const tone = new AudioContext();
      const heard = tone.createMediaStreamDestination();
      const oscillator = tone.createOscillator();
      oscillator.connect(heard);
      oscillator.start();
      const peer = new RTCPeerConnection();
      peer.addTransceiver(heard.stream.getAudioTracks()[0]!, { direction: 'sendonly' });
      const video = peer.addTransceiver(canvas.captureStream(25).getVideoTracks()[0]!, {
        direction: 'sendonly',
        ...(layers > 1 && {
          sendEncodings: [{ rid: 'q', scaleResolutionDownBy: 2 }, { rid: 'f' }],
        }),
      });
      if (codec) {
        const { codecs } = RTCRtpSender.getCapabilities('video')!;
        video.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === `video/${codec}`));
      }
      await peer.setLocalDescription();
      const response = await fetch('/whip/demo', {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
        body: peer.localDescription!.sdp,
      });
      if (response.status !== 201) return response.status;
      const answer = await response.text();
      await peer.setRemoteDescription({ type: 'answer', sdp: answer });
      Object.assign(window, { peer, answer, location_: response.headers.get('location') });
      return response.status;
    },
    { key, ...options },
  );
  expect(status).toBe(201);
  return page;
};

const play = async (browser: Browser, app: TestApp): Promise<Page> => {
  const page = await plainPage(browser, app);
  await page.evaluate(async () => {
    const peer = new RTCPeerConnection();
    const stream = new MediaStream();
    peer.addTransceiver('audio', { direction: 'recvonly' });
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addEventListener('track', ({ track }) => stream.addTrack(track));
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    document.body.append(video);
    await peer.setLocalDescription();
    const response = await fetch('/whep/demo', {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: peer.localDescription!.sdp,
    });
    const answer = await response.text();
    await peer.setRemoteDescription({ type: 'answer', sdp: answer });
    void video.play();
    Object.assign(window, { peer, answer, location_: response.headers.get('location') });
  });
  return page;
};

type Decoded = { frames: number; width: number; audio: number; codec: string };

const decoded = (page: Page): Promise<Decoded> =>
  page.evaluate(async () => {
    const { peer } = window as unknown as { peer: RTCPeerConnection };
    const video = document.querySelector('video')!;
    const stats = [...(await peer.getStats()).values()] as Record<string, unknown>[];
    const inbound = (kind: string) => stats.find((it) => it.type === 'inbound-rtp' && it.kind === kind);
    const codec = stats.find((it) => it.id === inbound('video')?.codecId);
    return {
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
      width: video.videoWidth,
      audio: Number(inbound('audio')?.totalSamplesReceived ?? 0),
      codec: String(codec?.mimeType ?? ''),
    };
  });

const decodes = async (page: Page, more = 15): Promise<Decoded> => {
  const before = (await decoded(page)).frames;
  return eventually(async () => {
    const now = await decoded(page);
    if (now.frames < before + more) throw new Error(`${now.frames - before} of ${more} new frames`);
    return now;
  }, 20_000);
};

describe('WHIP and WHEP in Chromium', () => {
  test('WHP-30 a show is sent by WHIP, begun in the studio, and decoded by a player and by a phone', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
    const studio = await openPage(browser, { viewport: desktop });
    await studio.goto(await app.inviteFor('host'));
    await studio.waitForURL('**/studio/demo');
    const encoder = await publish(browser, app, secret);
    await studio.getByTestId('go-live-encoder').click();
    await studio.getByTestId('end-show').waitFor();
    const player = await play(browser, app);
    const phonePage = await watch(browser, app);
    const seen = await decodes(player);
    expect([seen.width, seen.codec]).toEqual([640, 'video/VP8']);
    expect(seen.audio).toBeGreaterThan(0);
    await newFrames(phonePage, 15);

    // The studio looks at the same show.
    const doctor = studio.getByTestId('stream-doctor');
    await doctor.locator('summary').click();
    await doctor.locator('[data-about="size"]').waitFor({ timeout: 15_000 });
    const lines = await doctor
      .locator('.finding')
      .evaluateAll((all) =>
        all.map((line) => [line.getAttribute('data-about'), line.getAttribute('data-verdict')]),
      );
    expect(Object.fromEntries(lines)).toMatchObject({
      codec: 'good',
      size: 'fair',
      keyFrames: 'good',
      sound: 'good',
    });
    expect(await violations(studio)).toEqual([]);

    // WHP-51: the break of a show that an encoder sends, and its end.
    await studio.getByTestId('pause-encoder').click();
    await hasState(phonePage, 'reconnecting', 10_000);
    await studio.getByTestId('go-live-encoder').click();
    await newFrames(phonePage, 15);
    await hasState(phonePage, 'live');

    await encoder.evaluate(() => (window as unknown as { peer: RTCPeerConnection }).peer.close());
    await hasState(phonePage, 'reconnecting', 10_000);
  });

  test('WHP-56 WHP-57 STU-116 without media an encoder’s show is seen in photos that an open studio takes, and so is its pause', async () => {
    const media = spyOnMedia();
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
    await publish(browser, app, secret, { colour: 'rgb(200 60 30)' });
    const isTheirs = async (viewer: Page) => {
      const colour = await stillColour(viewer);
      // What is left of it after two lossy codecs.
      const isLike = colour?.every((value, index) => Math.abs(value - [200, 60, 30][index]!) < 30);
      if (!isLike) throw new Error(`the still is ${String(colour)}`);
      return true;
    };
    const noMedia = async () => {
      const viewer = await openPage(browser);
      await viewer.goto(`${app.url}/r/demo?path=none`);
      return viewer;
    };
    const room = () => [...app.rooms.open][0]!;
    const received = () => media.consumers.filter(({ closed, paused }) => !closed && !paused).length;

    const studio = await staffPage(browser, app);
    await studio.goto(`${app.url}/studio/demo`);
    await studio.getByTestId('go-live-encoder').click();
    await studio.getByTestId('pause-encoder').waitFor();
    expect(received()).toBe(0);
    const viewer = await noMedia();
    await viewer.locator('[data-screen="photo"]').first().waitFor();
    await eventually(() => isTheirs(viewer));
    expect(room().viewers).toBe(1);
    expect(received()).toBeGreaterThan(0);
    // Nobody needs photos any more: the studio lets go of the picture.
    await viewer.close();
    await eventually(() => received() === 0);

    await studio.getByTestId('pause-encoder').click();
    const late = await watch(browser, app);
    await late.getByText('Back in a moment').first().waitFor();
    await eventually(() => isTheirs(late), 15_000);
    await late.reload();
    await eventually(() => isTheirs(late), 15_000);
    const without = await noMedia();
    await eventually(() => isTheirs(without), 15_000);
    await without.getByText('Back in a moment').first().waitFor();
    expect(received()).toBe(0);

    await studio.getByTestId('go-live-encoder').click();
    await newFrames(late);
    expect(await stillColour(late)).toBeNull();
  });

  test('WHP-31 a player that waits sees H264 begin, and VP8 after it, without asking again', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
    const player = await play(browser, app);
    const first = await publish(browser, app, secret, { codec: 'H264' });
    expect((await decodes(player)).codec).toBe('video/H264');
    await first.close();
    await publish(browser, app, secret, { codec: 'VP8' });
    await eventually(async () => {
      const now = await decodes(player, 10);
      return now.codec === 'video/VP8';
    }, 20_000);
  });

  test('WHP-32 layers that a WHIP client sends are layers of the room', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
    await publish(browser, app, secret, { layers: 2 });
    const player = await play(browser, app);
    await decodes(player);
    const room = [...app.rooms.open][0]!;
    expect((await room.examine(false))?.video?.layers).toBe(2);
  });

  test('WHP-33 ICE is restarted by PATCH and the picture goes on', async () => {
    const app = await startTestApp();
    const { secret } = await makeKey(app);
    const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
    await publish(browser, app, secret);
    const player = await play(browser, app);
    await decodes(player);
    const state = await player.evaluate(async () => {
      const { peer, answer, location_ } = window as unknown as {
        peer: RTCPeerConnection;
        answer: string;
        location_: string;
      };
      peer.restartIce();
      await peer.setLocalDescription();
      const lines = peer.localDescription!.sdp.split('\r\n');
      const own = lines.filter((line) => /^a=ice-(ufrag|pwd):/.test(line)).slice(0, 2);
      const response = await fetch(location_, {
        method: 'PATCH',
        headers: { 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': '*' },
        body: [...own, 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', ''].join('\r\n'),
      });
      const fragment = await response.text();
      const of = (name: string) => new RegExp(`^a=${name}:.*$`, 'm').exec(fragment)![0].trim();
      const sdp = answer
        .replaceAll(/^a=ice-ufrag:.*$/gm, of('ice-ufrag'))
        .replaceAll(/^a=ice-pwd:.*$/gm, of('ice-pwd'));
      await peer.setRemoteDescription({ type: 'answer', sdp });
      return response.status;
    });
    expect(state).toBe(200);
    await decodes(player, 30);
    expect(
      await player.evaluate(() => (window as unknown as { peer: RTCPeerConnection }).peer.iceConnectionState),
    ).toMatch(/connected|completed/);
  });
});

describe('keys in the back office', () => {
  test.each([
    ['phone', phone],
    ['desktop', desktop],
  ])('BOF-60 on a %s a key is made, shown once, listed and revoked', async (_name, viewport) => {
    const app = await startTestApp();
    const browser = await openBrowser();
    const page = await openPage(browser, { viewport });
    await page.goto(await app.inviteFor('host'));
    await page.waitForURL('**/studio/demo');
    await page.goto(`${app.url}/shop/shows/encoders/demo`);
    await page.getByLabel('Name of the device').fill('Laptop');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const secret = await page.getByLabel('Bearer token').inputValue();
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(await page.getByLabel('Server').first().inputValue()).toBe(`${app.publicUrl}/whip/demo`);
    expect(await violations(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(viewport.width);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke the key “Laptop”' }).click();
    expect(await page.getByLabel('Bearer token').count()).toBe(0);
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No key yet').waitFor();
    const response = await fetch(`${app.url}/whip/demo`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/sdp' },
      body: 'v=0',
    });
    expect(response.status).toBe(401);
  });
});
