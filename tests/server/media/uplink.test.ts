// The line of a shop dealt out to those who watch; no media.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../server/clock.ts';
import { Uplink, type Place, type Share } from '../../../server/media/uplink.ts';
import { limits, simulcastLayers, topLayer } from '../../../shared/limits.ts';

const openLine = (mbit: number | null, load = { now: 0 }) => {
  const clock = new ManualClock();
  const bitsPerSecond = mbit === null ? null : mbit * 1_000_000;
  const uplink = new Uplink({ clock, bitsPerSecond, load: () => load.now });
  const places: Place[] = [];
  const told: Share[][] = [];
  const enter = (count = 1) => {
    for (let n = 0; n < count; n += 1) {
      const heard: Share[] = [];
      told.push(heard);
      places.push(uplink.enter((share) => heard.push(share)));
    }
  };
  const shares = () => places.map(({ share }) => share);
  const rest = () => clock.advance(limits.uplinkRestMs);
  return { uplink, clock, load, places, told, enter, shares, rest };
};

describe('a line of 10 Mbit/s', () => {
  test('MED-120 has the full picture for four; more share what is left, who came first sees best', () => {
    const { enter, shares } = openLine(10);
    enter(4);
    expect(shares()).toEqual([2, 2, 2, 2]);
    enter();
    expect(shares()).toEqual([2, 2, 2, 1, 1]);
    enter(7);
    expect(shares()).toEqual([2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('MED-120 sends photos to those for whom nothing is left, and nobody who has a picture loses it to them', () => {
    const { enter, shares, told } = openLine(10);
    enter(60);
    const seen = shares().filter((share) => share !== null).length;
    expect(seen).toBeGreaterThanOrEqual(12);
    expect(seen).toBeLessThan(30);
    expect(
      shares()
        .slice(0, seen)
        .every((share) => share !== null),
    ).toBe(true);
    expect(
      shares()
        .slice(seen)
        .every((share) => share === null),
    ).toBe(true);
    expect(told.flat()).not.toContain(null);
  });

  test('MED-120 carries what it deals out', () => {
    const { enter, shares } = openLine(10);
    for (let n = 0; n < 12; n += 1) {
      enter();
      const bits = shares().reduce<number>(
        (sum, share) =>
          sum + (share === null ? limits.stillBitsPerSecond : simulcastLayers[share]!.maxBitrate),
        0,
      );
      expect(bits).toBeLessThan(9_000_000);
    }
  });

  test('MED-121 gives back what is free to those who came first, within five seconds and not at once', () => {
    const { enter, shares, places, told, clock, rest } = openLine(10);
    enter(32);
    const before = shares();
    expect(before.at(-1)).toBe(null);
    for (const place of places.slice(0, 16)) place.leave();
    expect(shares().slice(16)).toEqual(before.slice(16));
    clock.advance(limits.uplinkRestMs - 1);
    expect(shares().slice(16)).toEqual(before.slice(16));
    clock.advance(1);
    expect(shares()[16]).toBe(topLayer);
    expect(shares().slice(16)).not.toContain(null);
    expect(told[31]?.[0]).toBe(0);
    for (const place of places.slice(16, 29)) {
      place.leave();
      clock.advance(limits.uplinkRestMs / 4);
    }
    rest();
    expect(shares().slice(29)).toEqual([topLayer, topLayer, topLayer]);
  });

  test('MED-121 keeps something to spare when it gives back: one who comes and goes makes nobody flicker', () => {
    const { enter, shares, places, told, rest } = openLine(10);
    enter(5);
    for (let n = 0; n < 10; n += 1) {
      places.at(-1)?.leave();
      places.pop();
      told.pop();
      rest();
      enter();
    }
    expect(shares()).toEqual([2, 2, 2, 1, 1]);
    expect(told[3]).toEqual([1]);
    expect(told[0]).toEqual([]);
  });

  test('MED-120 counts a small player as small, and one that grows is dealt with like one that comes', () => {
    const { enter, shares, places } = openLine(10);
    enter(4);
    places[0]?.want(0);
    places[1]?.want(0);
    expect(shares()).toEqual([0, 0, 2, 2]);
    enter();
    expect(shares()).toEqual([0, 0, 2, 2, 2]);
    places[1]?.want(2);
    expect(shares()).toEqual([0, 2, 2, 2, 1]);
  });

  test('STU-110 tells how many more would get the full picture, who has less and who has photos', () => {
    const { uplink, enter } = openLine(10);
    expect(uplink.capacity).toEqual({ fits: 4, smaller: 0, photos: 0 });
    enter(3);
    expect(uplink.capacity).toEqual({ fits: 1, smaller: 0, photos: 0 });
    enter(3);
    expect(uplink.capacity).toMatchObject({ fits: 0, photos: 0 });
    expect(uplink.capacity.smaller).toBeGreaterThan(1);
    enter(40);
    expect(uplink.capacity.photos).toBeGreaterThan(10);
  });
});

test('MED-120 of a plain picture, which has no smaller one, so many see it as the line carries, and the rest see photos', () => {
  const uplink = new Uplink({ clock: new ManualClock(), bitsPerSecond: 10_000_000 });
  const places = Array.from({ length: 6 }, () =>
    uplink.enter(
      () => {},
      () => true,
    ),
  );
  expect(places.map(({ share }) => share)).toEqual([2, 2, 2, 2, null, null]);
});

describe('another picture in mid-show, on a line of 10 Mbit/s', () => {
  const watched = (count: number) => {
    const picture = { plain: false };
    const clock = new ManualClock();
    const uplink = new Uplink({ clock, bitsPerSecond: 10_000_000 });
    const told: Share[][] = Array.from({ length: count }, () => []);
    const places = told.map((heard) =>
      uplink.enter(
        (share) => heard.push(share),
        () => picture.plain,
      ),
    );
    const change = (plain: boolean) => {
      picture.plain = plain;
      uplink.redeal();
    };
    return { uplink, clock, told, places, change, shares: () => places.map(({ share }) => share) };
  };

  test('MED-140 from a camera to an encoder: so many keep a picture as the line carries whole ones, the rest get photos', () => {
    const { shares, change, told } = watched(8);
    expect(shares()).toEqual([2, 2, 2, 1, 0, 0, 0, 0]);
    change(true);
    expect(shares()).toEqual([2, 2, 2, null, null, null, null, null]);
    expect(told.slice(3).map((heard) => heard.at(-1))).toEqual([null, null, null, null, null]);
    expect(told.slice(0, 3).flat()).toEqual([]);
  });

  test('MED-140 and back: who was shown photos has a picture again within five seconds', () => {
    const { shares, change, clock, told } = watched(8);
    change(true);
    change(false);
    clock.advance(limits.uplinkRestMs);
    expect(shares()).toEqual([2, 2, 2, 0, 0, 0, 0, 0]);
    expect(told.at(-1)).toEqual([null, 0]);
  });

  test('MED-140 one who had a small picture and for whom a whole one is left has it at once, for it flows whole', () => {
    const { shares, change, places } = watched(4);
    places[1]?.want(0);
    expect(shares()).toEqual([2, 0, 2, 2]);
    change(true);
    expect(shares()).toEqual([2, 2, 2, 2]);
  });

  test('MED-140 nobody in another room loses a picture to it', () => {
    const { uplink, shares, change } = watched(4);
    const elsewhere = Array.from({ length: 8 }, () => uplink.enter(() => {}));
    change(true);
    expect(shares()).toEqual([2, 2, null, null]);
    expect(elsewhere.map(({ share }) => share)).not.toContain(null);
  });
});

describe('looking away, on a line of 10 Mbit/s', () => {
  test('MED-141 who looks away takes sound alone: the others have the rest within five seconds, newcomers at once', () => {
    const { uplink, enter, shares, places, rest } = openLine(10);
    enter(5);
    expect(shares()).toEqual([2, 2, 2, 1, 1]);
    places[0]?.look(true);
    places[1]?.look(true);
    expect(uplink.capacity).toMatchObject({ smaller: 2, photos: 0 });
    rest();
    expect(shares().slice(2)).toEqual([2, 2, 2]);
    enter();
    expect(shares().slice(2)).toEqual([2, 2, 2, 2]);
    expect(places.slice(0, 2).map(({ away }) => away)).toEqual([true, true]);
  });

  test('MED-141 who looks again has its share at once, in the order of coming', () => {
    const { enter, shares, places, told, rest } = openLine(10);
    enter(5);
    places[0]?.look(true);
    rest();
    expect(shares().slice(1)).toEqual([2, 2, 2, 1]);
    places[1]?.look(true);
    rest();
    expect(shares().slice(2)).toEqual([2, 2, 2]);
    places[0]?.look(false);
    places[1]?.look(false);
    expect(shares()).toEqual([2, 2, 2, 1, 1]);
    expect(told[0]).toEqual([]);
  });

  test('MED-141 nobody who has a picture loses it to one who comes back: that one sees photos until there is room', () => {
    const { uplink, enter, shares, places, told, rest } = openLine(1);
    enter(3);
    expect(shares()).toEqual([0, 0, null]);
    places[0]?.look(true);
    rest();
    expect(shares().slice(1)).toEqual([0, 0]);
    places[0]?.look(false);
    expect(shares()).toEqual([null, 0, 0]);
    expect(uplink.capacity).toEqual({ fits: 0, smaller: 2, photos: 1 });
    places[1]?.leave();
    rest();
    expect([told[0], told[2]]).toEqual([[0], [0]]);
  });

  test('MED-141 where no line is set, looking away and back changes nothing', () => {
    const { enter, shares, places } = openLine(null);
    enter(2);
    places[0]?.look(true);
    places[0]?.look(false);
    expect(shares()).toEqual([2, 2]);
  });
});

test('MED-122 busy workers give newcomers the small picture, leave the others theirs, and relax at a lower load', () => {
  const { uplink, enter, shares, load, rest } = openLine(null);
  enter(2);
  load.now = limits.workerTightLoad + 0.01;
  enter();
  expect(shares()).toEqual([2, 2, 0]);
  expect(uplink.capacity).toEqual({ fits: 0, smaller: 1, photos: 0 });
  load.now = limits.workerTightLoad - 0.05;
  enter();
  rest();
  expect(shares()).toEqual([2, 2, 0, 0]);
  load.now = limits.workerRelaxedLoad - 0.01;
  rest();
  expect(shares()).toEqual([2, 2, 2, 2]);
});

test('MED-124 a line that nobody measured is no limit, and nothing is said about it', () => {
  const { uplink, enter, shares } = openLine(null);
  enter(500);
  expect(new Set(shares())).toEqual(new Set([topLayer]));
  expect(uplink.capacity).toEqual({ fits: null, smaller: 0, photos: 0 });
});
