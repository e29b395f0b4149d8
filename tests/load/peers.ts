// `npm run bench:peers`: encoders and players that nobody here wrote, against a real server. FFmpeg and GStreamer send by WHIP;
// the room's page in Chromium and aiortc (by WHEP) decode. Prints what arrived and what the stream doctor says of it; fails when
// a player decoded nothing. Each in a network namespace of its own: GStreamer's ICE skips loopback.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { examine } from '../../shared/stream-doctor.ts';
import type { NewStreamKey } from '../../shared/stream.ts';
import { Caller } from './caller.ts';
import { startProgram, stopChild, withChildren } from './children.ts';
import { closeBrowsers, openBrowser } from './chromium.ts';
import { openServerAddress, Place, serverAddress } from './networks-line.ts';
import { enterNamespace } from './networks-set-up.ts';
import { table } from './numbers.ts';
import { encoders, type Encoder } from './peers-encoders.ts';
import { whyNot } from './peers-set-up.ts';
import { signIn } from './publisher.ts';
import { removeFolders, startServer, tempFolder, type Server } from './server.ts';
import { tellJson } from './tell-json.ts';

const room = 'demo';
const watchMs = 6000;
const examineMs = 14_000;

type Played = { video: number; audio: number; firstMs: number | null; size: string | null };
type Measured = { encoder: string; sent: string; doctor: string; room: Played; aiortc: Played };

const makeKey = async ({ url }: Server, cookie: string): Promise<string> => {
  const response = await fetch(`${url}/api/rooms/${room}/stream-keys`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench' }),
  });
  if (!response.ok) throw new Error(`no key: ${response.status}`);
  return ((await response.json()) as NewStreamKey).secret;
};

/** Somewhere with a line to the server. */
const elsewhere = async (): Promise<Place> => {
  const place = await Place.open();
  await place.join('wlan0');
  return place;
};

/** Frames that the browser decoded on the room's page. */
const watchRoom = async ({ url }: Server, place: Place): Promise<Played> => {
  const browser = await openBrowser({ through: (program) => place.inside(program), trusted: url });
  try {
    const page = await browser.newPage();
    const startedAt = performance.now();
    await page.goto(`${url}/r/${room}`);
    const hasPicture = () => page.evaluate(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
    while (!(await hasPicture())) {
      if (performance.now() - startedAt > 20_000) throw new Error('the room page shows no picture');
      await pause(20);
    }
    const firstMs = Math.round(performance.now() - startedAt);
    await pause(watchMs);
    const seen = await page.evaluate(() => {
      const video = document.querySelector('video') as HTMLVideoElement;
      const { totalVideoFrames } = video.getVideoPlaybackQuality();
      return { video: totalVideoFrames, size: `${video.videoWidth}x${video.videoHeight}` };
    });
    return { ...seen, audio: 0, firstMs };
  } finally {
    await browser.close();
  }
};

const playByAiortc = async ({ url }: Server, place: Place): Promise<Played> => {
  const args = ['tests/load/peers-play.py', `${url}/whep/${room}`, String(watchMs / 1000)];
  const child = spawn(place.inside('/usr/bin/python3'), args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let out = '';
  child.stdout.on('data', (data) => (out += String(data)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`aiortc ended with ${code}`);
  return JSON.parse(out) as Played;
};

/** As the host's studio does it once there is a picture. */
const startShow = async (studio: Caller): Promise<void> => {
  for (let tries = 0; tries < 60; tries += 1) {
    const started = await studio.request('show.start', {}).catch(() => null);
    if (started) return;
    await pause(250);
  }
  throw new Error('no picture came within 15 s');
};

const lookClosely = async (studio: Caller): Promise<Pick<Measured, 'sent' | 'doctor'>> => {
  // It reads only while somebody looks, and an encoder's rhythm may be slow.
  for (let looked = 0; looked < examineMs; looked += 2000) {
    await studio.request('stream.examine', { closely: true });
    await pause(2000);
  }
  const { stream } = await studio.request('stream.examine', { closely: true });
  const video = stream?.video;
  if (!stream || !video) return { sent: 'nothing', doctor: '' };
  const { codec, profile, width, height, fps, kbps } = video;
  const worth = examine(stream).filter(({ verdict }) => verdict !== 'good');
  return {
    sent: [codec, profile, `${width}x${height}`, fps && `${fps.toFixed(0)} fps`, `${kbps.toFixed(0)} kbit/s`]
      .filter(Boolean)
      .join(' '),
    doctor: worth.map(({ why, verdict }) => `${why} (${verdict})`).join(', ') || 'good',
  };
};

type Places = { encoder: Place; viewer: Place };

const measure = async (
  server: Server,
  cookie: string,
  { encoder, viewer }: Places,
  { name, command }: Encoder,
): Promise<Measured> => {
  const [program = '', ...args] = command(`${server.url}/whip/${room}`, await makeKey(server, cookie));
  const child = startProgram(encoder.inside(program), args, {
    cores: null,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const studio = await Caller.open({ url: server.url, cookie });
  try {
    await studio.hello({ room, page: 'studio', media: false });
    await startShow(studio);
    const inRoom = await watchRoom(server, viewer);
    const aiortc = await playByAiortc(server, viewer);
    return { encoder: name, ...(await lookClosely(studio)), room: inRoom, aiortc };
  } finally {
    await studio.request('show.end', {}).catch(() => {});
    studio.close();
    await stopChild(child);
  }
};

const played = ({ video, firstMs, size }: Played): string => `${video} frames ${size}, first ${firstMs} ms`;

const run = async (json: string | undefined): Promise<void> => {
  openServerAddress();
  const server = await startServer({ cores: null, workers: 1, dataDir: tempFolder(), host: serverAddress });
  const cookie = await signIn(server.url, server.ownerInvite);
  const measured: Measured[] = [];
  const places = { encoder: await elsewhere(), viewer: await elsewhere() };
  for (const encoder of encoders) measured.push(await measure(server, cookie, places, encoder));
  await server.stop();
  const rows = measured.map((it) => [it.encoder, it.sent, played(it.room), played(it.aiortc), it.doctor]);
  console.log(
    `${table('foreign encoders and players', [['', 'arrived', 'room page', 'aiortc', 'doctor'], ...rows])}\n`,
  );
  tellJson({ measured }, json);
  if (measured.some((it) => it.room.video === 0 || it.aiortc.video === 0)) process.exitCode = 1;
};

const { values } = parseArgs({ options: { json: { type: 'string' }, inside: { type: 'boolean' } } });
const reason = values.inside ? null : await whyNot();
if (reason) {
  console.error(reason);
  process.exitCode = 1;
} else if (values.inside) {
  await withChildren(
    () => run(values.json),
    async () => {
      await closeBrowsers();
      removeFolders();
    },
  );
} else {
  enterNamespace();
}
