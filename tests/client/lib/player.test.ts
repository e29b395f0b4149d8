import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Player } from '../../../client/lib/player.ts';

/** What the player asks of a <video>; frames come when the test says so. */
class FakeVideo extends EventTarget {
  muted = false;
  autoplay = false;
  playsInline = false;
  disablePictureInPicture = false;
  srcObject: unknown = null;
  videoWidth = 0;
  videoHeight = 0;
  currentTime = 0;
  plays = 0;
  refusesSound = false;
  readonly attributes = new Set<string>();
  #waiting: (() => void)[] = [];

  setAttribute(name: string): void {
    this.attributes.add(name);
  }

  play(): Promise<void> {
    this.plays += 1;
    const refused = this.refusesSound && !this.muted;
    return refused ? Promise.reject(new DOMException('tap first', 'NotAllowedError')) : Promise.resolve();
  }

  requestVideoFrameCallback(callback: () => void): void {
    this.#waiting.push(callback);
  }

  frame(width = 1280, height = 720): void {
    Object.assign(this, { videoWidth: width, videoHeight: height });
    for (const callback of this.#waiting.splice(0)) callback();
  }
}

const drawn: unknown[] = [];
const track = (kind: 'audio' | 'video') => ({ kind }) as MediaStreamTrack;

beforeEach(() => {
  drawn.length = 0;
  const canvas = () => ({
    hidden: false,
    getContext: () => ({ drawImage: (source: unknown) => drawn.push(source) }),
  });
  vi.stubGlobal('document', {
    createElement: (name: string) => (name === 'video' ? new FakeVideo() : canvas()),
    addEventListener: () => {},
    visibilityState: 'visible',
  });
  vi.stubGlobal(
    'MediaStream',
    class {
      readonly tracks: unknown[];
      constructor(tracks: unknown[]) {
        this.tracks = tracks;
      }
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
});

const makePlayer = () => {
  const player = new Player();
  return { player, video: player.video as unknown as FakeVideo };
};

/** A player whose picture runs. */
const playing = () => {
  const { player, video } = makePlayer();
  const [sound, picture] = [track('audio'), track('video')];
  player.attach([sound, picture]);
  video.frame();
  return { player, video, sound, picture };
};

test('MED-45: the video starts muted, inline and by itself, as iPhones demand', () => {
  const { video } = makePlayer();
  expect(video).toMatchObject({ muted: true, autoplay: true, playsInline: true });
  expect([...video.attributes]).toEqual(['muted', 'autoplay', 'playsinline']);
});

test('MED-45: sound starts inside the tap: unmuted and played before anything is awaited', () => {
  const { player, video } = playing();
  expect(player.sound.value).toBe('locked');
  const before = video.plays;
  player.unmute();
  expect(video).toMatchObject({ muted: false, plays: before + 1 });
  expect(player.sound.value).toBe('on');
  player.mute();
  expect(video.muted).toBe(true);
  expect(player.sound.value).toBe('muted');
});

test('MED-45: where sound is refused the picture goes on muted, and the tap is asked for again', async () => {
  const { player, video } = playing();
  video.refusesSound = true;
  player.unmute();
  await vi.waitFor(() => expect(player.sound.value).toBe('locked'));
  expect(video.muted).toBe(true);
  expect(player.picture.value).toBe('playing');
});

test('MED-44: a picture plays when a frame is there, not when a track is', () => {
  const { player, video } = makePlayer();
  expect(player.picture.value).toBe('none');
  player.attach([track('audio'), track('video')]);
  expect(player.picture.value).toBe('starting');
  video.frame(720, 1280);
  expect(player.picture.value).toBe('playing');
  expect(player.size.value).toEqual({ width: 720, height: 1280 });
});

test('MED-44: without frame callbacks a picture plays once time moves', () => {
  const { player, video } = makePlayer();
  player.attach([track('video')]);
  video.dispatchEvent(new Event('timeupdate'));
  expect(player.picture.value).toBe('starting');
  video.currentTime = 0.1;
  video.dispatchEvent(new Event('timeupdate'));
  expect(player.picture.value).toBe('playing');
});

test('MED-44: the last picture stays until a new frame is there', () => {
  const { player, video, picture } = playing();
  expect(player.still.hidden).toBe(true);
  player.detach([picture]);
  expect(player.still.hidden).toBe(false);
  expect(player.picture.value).toBe('none');
  player.attach([track('video')]);
  expect(player.still.hidden).toBe(false);
  video.frame();
  expect(player.still.hidden).toBe(true);
  expect(drawn).toEqual([video]);
});

test('MED-44: tracks of a transport that was replaced take nothing away when they end', () => {
  const { player, video, sound, picture } = playing();
  player.attach([track('audio'), track('video')]);
  const stream = video.srcObject;
  player.detach([sound, picture]);
  expect(video.srcObject).toBe(stream);
  video.frame();
  expect(player.picture.value).toBe('playing');
});

test('MED-44: a frame of an earlier track does not announce a later one', () => {
  const { player, video, picture } = playing();
  player.attach([track('video')]);
  player.detach([picture]);
  expect(player.picture.value).toBe('starting');
  video.frame();
  expect(player.picture.value).toBe('playing');
});

test('MED-44: a frozen picture thaws; a failed one is not promised again before it is there', () => {
  const { player, video } = playing();
  player.report('frozen');
  expect(player.picture.value).toBe('frozen');
  player.report('playing');
  expect(player.picture.value).toBe('playing');
  player.report('failed');
  player.report('playing');
  player.attach([track('video')]);
  expect(player.picture.value).toBe('failed');
  video.frame();
  expect(player.picture.value).toBe('playing');
});

test('MED-44: a delay is of a picture that moves', () => {
  const { player, picture } = playing();
  player.delay.value = { ms: 120, source: 'capture' };
  player.report('frozen');
  expect(player.delay.value).not.toBeNull();
  player.detach([picture]);
  expect(player.delay.value).toBeNull();
});

test('MED-54: a photo stands in the video’s place with its own size, until a frame is there', () => {
  const { player, video } = makePlayer();
  player.report('failed');
  player.showPhoto({ width: 480, height: 270 } as ImageBitmap);
  expect([player.picture.value, player.still.hidden]).toEqual(['photo', false]);
  expect(player.still).toMatchObject({ width: 480, height: 270 });
  expect(player.size.value).toEqual({ width: 480, height: 270 });
  player.attach([track('video')]);
  expect(player.picture.value).toBe('photo');
  video.frame(1280, 720);
  expect([player.picture.value, player.still.hidden]).toEqual(['playing', true]);
  expect(player.size.value).toEqual({ width: 1280, height: 720 });
});

test('MED-133: the last picture before a pause promises nothing, and goes with the first frame', () => {
  const { player, video } = makePlayer();
  player.showPhoto({ width: 480, height: 270 } as ImageBitmap);
  expect([player.picture.value, player.still.hidden]).toEqual(['none', false]);
  expect(player.size.value).toEqual({ width: 480, height: 270 });
  player.attach([track('video')]);
  expect([player.picture.value, player.still.hidden]).toEqual(['starting', false]);
  video.frame();
  expect([player.picture.value, player.still.hidden]).toEqual(['playing', true]);
});

test('MED-48: a standing picture is the viewer’s network’s or the host’s fault, and moves again after either', () => {
  const { player } = playing();
  player.report('frozen');
  player.report('stalled');
  expect(player.picture.value).toBe('stalled');
  player.report('frozen');
  player.report('playing');
  expect(player.picture.value).toBe('playing');
  player.report('off');
  player.report('frozen');
  expect(player.picture.value).toBe('off');
});
