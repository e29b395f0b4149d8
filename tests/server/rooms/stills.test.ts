import { expect, test } from 'vitest';
import type { Member } from '../../../server/rooms/member.ts';
import { Stills } from '../../../server/rooms/stills.ts';
import { ManualClock } from '../../../server/clock.ts';
import { limits } from '../../../shared/limits.ts';

/** A page that hears whether photos are wanted of it. */
const member = () => {
  const told: boolean[] = [];
  const send = (frame: Buffer) => void told.push(JSON.parse(String(frame)).body.wanted);
  return { told, send } as unknown as Member & { told: boolean[] };
};
const jpeg = (name: string) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name), Buffer.from([0xff, 0xd9])]);

const open = () => {
  const clock = new ManualClock();
  const host = member();
  const photographer: { now: Member | null } = { now: host };
  return { clock, host, photographer, stills: new Stills(clock, () => photographer.now) };
};

test('MED-18 the host is asked for photos by the first who needs them, and no more after the last', () => {
  const { stills, host } = open();
  const [ada, bea] = [member(), member()];
  stills.want(ada, true);
  stills.want(ada, true);
  stills.want(bea, true);
  stills.want(ada, false);
  stills.want(member(), false);
  expect({ told: host.told, wanting: stills.wanting }).toEqual({ told: [true], wanting: 1 });
  stills.want(bea, false);
  expect(host.told).toEqual([true, false]);
});

test('MED-130 one page is asked; when another takes its place that one is, and nobody when there is none', () => {
  const { stills, host, photographer } = open();
  const desk = member();
  stills.ask();
  expect(host.told).toEqual([]);
  const key = stills.want(member(), true);
  photographer.now = desk;
  stills.ask();
  stills.ask();
  expect([host.told, desk.told]).toEqual([[true, false], [true]]);
  photographer.now = null;
  stills.ask();
  photographer.now = host;
  stills.ask();
  expect([host.told, desk.told]).toEqual([
    [true, false, true],
    [true, false],
  ]);
  expect(stills.want(member(), true)).toBe(key);
});

test('MED-18 the newest photo is for the bearer of the key, and the key is good while somebody needs photos', () => {
  const { stills, clock } = open();
  const ada = member();
  const key = stills.want(ada, true)!;
  expect(stills.want(member(), true)).toBe(key);
  stills.keep(jpeg('one'));
  clock.advance(limits.stillEveryMs);
  stills.keep(jpeg('two'));
  expect(stills.read(key)?.jpeg.toString('latin1')).toContain('two');
  expect(() => stills.read('x')).toThrow('unauthorised');
  const { stills: other } = open();
  expect(() => other.read('')).toThrow('unauthorised');
  const alone = other.want(ada, true)!;
  other.want(ada, false);
  expect(() => other.read(alone)).toThrow('unauthorised');
  expect(other.want(ada, true)).not.toBe(alone);
});

test('MED-19 what is no JPEG, or comes too soon, is refused; what nobody needs is not kept', () => {
  const { stills, clock } = open();
  for (const wrong of [Buffer.from('GIF89a'), Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<svg/>')])
    expect(() => stills.keep(wrong)).toThrow('bad_image');
  stills.keep(jpeg('unwanted'));
  const key = stills.want(member(), true)!;
  expect(stills.read(key)).toBeNull();
  stills.keep(jpeg('one'));
  expect(() => stills.keep(jpeg('two'))).toThrow('rate_limited');
  clock.advance(limits.stillEveryMs / 2);
  stills.keep(jpeg('two'));
});

test('MED-19 a photo that is old, or of a picture that went, is not shown', () => {
  const { stills, clock } = open();
  const key = stills.want(member(), true)!;
  stills.keep(jpeg('one'));
  clock.advance(limits.stillMs);
  expect(stills.read(key)).not.toBeNull();
  clock.advance(1);
  expect(stills.read(key)).toBeNull();
  stills.keep(jpeg('two'));
  stills.clear();
  expect(stills.read(key)).toBeNull();
});

test('MED-132 the last photo before a pause stays as long as the pause, whoever asks, and goes with it', () => {
  const { stills, clock } = open();
  const ada = member();
  const key = stills.want(ada, true)!;
  stills.keep(jpeg('live'));
  clock.advance(limits.stillMs);
  stills.follow(clock.now());
  stills.clear();
  stills.want(ada, false);
  clock.advance(60 * 60_000);
  expect(() => stills.read(key)).toThrow('unauthorised');
  const late = stills.want(ada, true)!;
  expect(stills.read(late)?.jpeg.toString('latin1')).toContain('live');
  stills.follow(null);
  expect(stills.read(late)).toBeNull();
});

test('MED-132 it may come when the pause has begun, though nobody wants any, for ten seconds; an old one is not taken for it', () => {
  const { stills, clock } = open();
  const key = stills.want(member(), true)!;
  stills.keep(jpeg('old'));
  clock.advance(limits.stillMs + 1);
  expect(stills.awaitsLast).toBe(false);
  stills.follow(clock.now());
  expect(stills.read(key)).toBeNull();
  stills.want(member(), false);
  clock.advance(limits.stillMs);
  expect(stills.awaitsLast).toBe(true);
  stills.keep(jpeg('last'));
  expect(stills.read(key)?.jpeg.toString('latin1')).toContain('last');
  clock.advance(1);
  expect(stills.awaitsLast).toBe(false);
});
