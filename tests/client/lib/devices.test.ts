// Cameras and microphones: what each failure of the browser means, and what is kept when one goes.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browserOf, isFrontCamera, obstacleOf, troubleOf } from '../../../client/lib/device-troubles.ts';
import { Devices, type DeviceNews } from '../../../client/lib/devices.ts';
import { inAppBrowser } from '../../../client/lib/in-app.ts';

const named = (name: string) => Object.assign(new Error(name), { name });

describe('what a failure means', () => {
  test.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'in_use'],
    ['AbortError', 'in_use'],
    ['TypeError', 'unknown'],
  ])('STU-1 %s means %s', (name, trouble) => {
    expect(troubleOf(named(name))).toBe(trouble);
  });

  test('STU-1 what is no error at all is unknown', () => {
    expect([undefined, null, 'NotFoundError', {}].map(troubleOf)).toEqual(Array(4).fill('unknown'));
  });

  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';
  const android =
    'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36';

  test.each([
    [`${iphone} Instagram 345.0`, 'Instagram'],
    [`${iphone} [FBAN/FBIOS;FBAV/480.0]`, 'Facebook'],
    [android, 'app'],
    [`${iphone} Version/18.0 Mobile/15E148 Safari/604.1`, null],
    ['Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36', null],
  ])('STU-2 %s is the browser inside %s', (userAgent, app) => {
    expect(inAppBrowser(userAgent)).toBe(app);
  });

  test('STU-3 the way out is the browser’s own', () => {
    expect(browserOf(`${iphone} Version/18.0 Mobile Safari/604.1`)).toBe('safari-ios');
    expect(browserOf('Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/18.0 Safari/605')).toBe('safari');
    expect(browserOf('Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/132.0')).toBe('firefox');
    expect(browserOf('Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/130.0 Safari/537.36')).toBe('chrome');
  });

  test('STU-4 what forbids a broadcast is known before any device is asked for', () => {
    const here = { secure: true, userAgent: 'Chrome/130.0', hasGetUserMedia: true };
    expect(obstacleOf(here)).toBeNull();
    expect(obstacleOf({ ...here, secure: false, hasGetUserMedia: false })).toBe('insecure');
    expect(obstacleOf({ ...here, hasGetUserMedia: false })).toBe('unsupported');
    expect(obstacleOf({ ...here, hasGetUserMedia: false, userAgent: android })).toBe('in_app');
  });

  test('STU-5 only a camera that the host looks into is mirrored', () => {
    expect(isFrontCamera({ facingMode: 'user', label: '' })).toBe(true);
    expect(isFrontCamera({ facingMode: 'environment', label: 'front' })).toBe(false);
    expect(isFrontCamera({ label: 'FaceTime HD Camera' })).toBe(true);
    expect(isFrontCamera({ label: 'Logitech BRIO' })).toBe(false);
  });
});

class FakeTrack extends EventTarget {
  readonly id: string;
  readonly kind: 'video' | 'audio';
  readonly label: string;
  readonly facingMode: string | undefined;
  enabled = true;
  muted = false;
  readyState = 'live';
  constructor(kind: 'video' | 'audio', id: string, facingMode?: string) {
    super();
    this.kind = kind;
    this.id = id;
    this.label = `${kind} ${id}`;
    this.facingMode = facingMode;
  }
  getSettings = () => ({ deviceId: this.id, ...(this.facingMode && { facingMode: this.facingMode }) });
  /** The phone takes a call, or gives the camera back. */
  mute(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
  stop(): void {
    this.readyState = 'ended';
  }
  /** The cable is pulled. */
  unplug(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }
}

type Wish = { deviceId?: { exact: string }; facingMode?: { exact?: string } };
type Asked = { video?: Wish; audio?: Wish };

/** A browser with the devices in `plugged`; `busy` ones are used by another program. */
class FakeMedia extends EventTarget {
  plugged = ['video:a', 'video:b', 'audio:m'];
  busy: string[] = [];
  /** A phone's cameras by where they look; it gives one at a time. */
  facing: Record<string, string> = {};
  open: FakeTrack[] = [];
  denied = false;
  asked: Asked[] = [];

  getUserMedia = async (asked: Asked) => {
    this.asked.push(asked);
    if (this.denied) throw named('NotAllowedError');
    const tracks = (['video', 'audio'] as const)
      .filter((kind) => asked[kind])
      .map((kind) => this.#open(kind, asked));
    return {
      getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
      getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
    };
  };

  #open(kind: 'video' | 'audio', asked: Asked): FakeTrack {
    const facing = asked[kind]?.facingMode?.exact;
    const wanted =
      asked[kind]?.deviceId?.exact ?? Object.keys(this.facing).find((id) => this.facing[id] === facing);
    const found = this.plugged.find((name) =>
      wanted ? name === `${kind}:${wanted}` : name.startsWith(kind),
    );
    const isPhone = Object.keys(this.facing).length > 0;
    if (isPhone && this.open.some((track) => track.kind === kind && track.readyState === 'live'))
      throw named('NotReadableError');
    if (!found) throw named(wanted ? 'OverconstrainedError' : 'NotFoundError');
    if (this.busy.includes(found)) throw named('NotReadableError');
    const id = found.split(':')[1] ?? '';
    const track = new FakeTrack(kind, id, this.facing[id]);
    this.open.push(track);
    return track;
  }

  enumerateDevices = async () =>
    this.plugged.map((name) => {
      const [kind, deviceId] = name.split(':');
      return { kind: `${kind}input`, deviceId, label: name };
    });
}

describe('camera and microphone', () => {
  let media: FakeMedia;
  let devices: Devices;
  let news: DeviceNews[];
  const camera = () => devices.camera.track.value as unknown as FakeTrack | null;
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

  beforeEach(() => {
    media = new FakeMedia();
    news = [];
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('navigator', { userAgent: 'Chrome/130.0', mediaDevices: media });
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
    devices = new Devices((each) => news.push(each));
  });
  afterEach(() => {
    devices.close();
    vi.unstubAllGlobals();
  });

  test('STU-6 both are asked for with one question', async () => {
    await devices.start();
    expect(media.asked).toHaveLength(1);
    expect(camera()?.id).toBe('a');
    expect(devices.camera.choices.value.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(devices.microphone.trouble.value).toBeNull();
  });

  test('STU-6 without a microphone the camera is opened all the same', async () => {
    media.plugged = ['video:a'];
    await devices.start();
    expect(camera()?.id).toBe('a');
    expect(devices.microphone.trouble.value).toBe('missing');
  });

  test('STU-6 a refusal is not asked about twice', async () => {
    media.denied = true;
    await devices.start();
    expect(media.asked).toHaveLength(1);
    expect([devices.camera.trouble.value, devices.microphone.trouble.value]).toEqual(['denied', 'denied']);
  });

  test('STU-7 an unplugged camera gives way to another one, with news', async () => {
    await devices.start();
    media.plugged = ['video:b', 'audio:m'];
    camera()!.unplug();
    await settled();
    expect(camera()?.id).toBe('b');
    expect(news).toEqual([{ kind: 'camera', news: 'switched', label: 'video b' }]);
  });

  test('STU-7 the last camera’s loss is said, and the next one plugged in is taken', async () => {
    media.plugged = ['video:a', 'audio:m'];
    await devices.start();
    media.plugged = ['audio:m'];
    camera()!.unplug();
    await settled();
    expect(devices.camera.trouble.value).toBe('unplugged');
    media.plugged = ['video:c', 'audio:m'];
    media.dispatchEvent(new Event('devicechange'));
    await settled();
    expect(camera()?.id).toBe('c');
    expect(news.map((each) => each.news)).toEqual(['lost', 'found']);
  });

  test('STU-8 a chosen camera replaces the one before, which is let go', async () => {
    await devices.start();
    const before = camera()!;
    expect(await devices.choose('camera', 'b')).toBeNull();
    expect(camera()?.id).toBe('b');
    expect(before.readyState).toBe('ended');
    expect(news).toEqual([]);
  });

  test('STU-8 a chosen camera that does not open leaves the one before', async () => {
    await devices.start();
    media.busy = ['video:b'];
    expect(await devices.choose('camera', 'b')).toBe('in_use');
    expect(camera()).toMatchObject({ id: 'a', readyState: 'live' });
    expect(devices.camera.trouble.value).toBeNull();
  });

  test('STU-74 a phone’s camera is flipped to the other side and back, one open at a time', async () => {
    media.facing = { a: 'user', b: 'environment' };
    await devices.start();
    expect(await devices.flip()).toBeNull();
    expect(camera()).toMatchObject({ id: 'b', readyState: 'live' });
    expect(await devices.flip()).toBeNull();
    expect(camera()).toMatchObject({ id: 'a', readyState: 'live' });
    expect(
      media.open.filter(({ kind, readyState }) => kind === 'video' && readyState === 'live'),
    ).toHaveLength(1);
  });

  test('STU-74 where cameras have no side the next one is taken, around the list', async () => {
    media.plugged = ['video:a', 'video:b', 'video:c', 'audio:m'];
    await devices.start();
    const seen = [];
    for (let n = 0; n < 3; n += 1) {
      await devices.flip();
      seen.push(camera()?.id);
    }
    expect(seen).toEqual(['b', 'c', 'a']);
  });

  test('STU-74 the only camera stays, and so does one whose other side does not open', async () => {
    media.plugged = ['video:a', 'audio:m'];
    await devices.start();
    expect(await devices.flip()).toBe('missing');
    media.facing = { a: 'user', b: 'environment' };
    media.plugged = ['video:a', 'video:b', 'audio:m'];
    media.busy = ['video:b'];
    await devices.choose('camera', 'a');
    expect(await devices.flip()).toBe('in_use');
    expect(camera()).toMatchObject({ id: 'a', readyState: 'live' });
  });

  test('STU-76 a camera that the system stops is known, and so is its return', async () => {
    await devices.start();
    camera()!.mute(true);
    expect(devices.camera.stopped.value).toBe(true);
    camera()!.mute(false);
    expect(devices.camera.stopped.value).toBe(false);
    camera()!.mute(true);
    await devices.choose('camera', 'b');
    expect(devices.camera.stopped.value).toBe(false);
  });

  test('STU-9 a muted microphone stays muted when it is swapped', async () => {
    media.plugged.push('audio:n');
    await devices.start();
    devices.setMuted(true);
    await devices.choose('microphone', 'n');
    expect(devices.microphone.track.value).toMatchObject({ id: 'n', enabled: false });
  });

  test('STU-9 closing frees both, also one that opens too late', async () => {
    const starting = devices.start();
    devices.close();
    await starting;
    expect(camera()).toBeNull();
    expect(devices.microphone.track.value).toBeNull();
  });
});
