// The pace of a network by itself: households, newcomers, and those who were there before.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../server/clock.ts';
import { newId, type DeviceId } from '../../../server/ids.ts';
import { Pace } from '../../../server/rooms/pace.ts';
import { limits } from '../../../shared/limits.ts';

/** Ids are made by the real time. */
const open = () => {
  const clock = new ManualClock(Date.now());
  const pace = new Pace(clock);
  let key = 0;
  const attempt = (deviceId: DeviceId, text: string, network = '203.0.113.7') => {
    try {
      pace.admit({ deviceId, network, role: 'viewer' }, `key ${(key += 1)}`, text)();
      return 'ok';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return { clock, attempt };
};
const devices = (count: number) => Array.from({ length: count }, () => newId('device'));

describe('newcomers', () => {
  test('MOD-15 a family of five that has just come writes as people write, and is never slowed', () => {
    const { clock, attempt } = open();
    const family = devices(5);
    for (let minute = 0; minute < 10; minute += 1) {
      for (let n = 0; n < 4; n += 1)
        for (const [who, device] of family.entries())
          expect(attempt(device, `Number ${minute} ${n} of ${'abcde'[who]}`)).toBe('ok');
      clock.advance(60_000);
    }
  });

  test('MOD-15 a hundred tabs are slowed together; the neighbour of before, and another network, are not', () => {
    const { clock, attempt } = open();
    const [neighbour] = devices(1);
    clock.advance(limits.newIdentityMs + 5);
    // As if they were made now: the clock goes back to when their ids were.
    clock.sleep(-limits.newIdentityMs - 5);
    const tabs = devices(100);
    const said = tabs.filter((tab, n) => attempt(tab, `Hi ${'abcdefghij'[n % 10]}`) === 'ok');
    expect(said).toHaveLength(limits.newIdentitiesBurst);
    expect(attempt(tabs[99]!, 'Hello')).toBe('slow_down');
    expect(attempt(newId('device'), 'Hello', '203.0.113.8')).toBe('ok');
    clock.sleep(limits.newIdentityMs + 1000);
    expect(attempt(neighbour!, 'Good evening')).toBe('ok');
  });
});

test('MOD-15 MOD-16 what was long ago is forgotten', () => {
  const { clock, attempt } = open();
  clock.advance(limits.newIdentityMs + 1000);
  const [one] = devices(1);
  for (let n = 0; n < 6000; n += 1) expect(attempt(one!, `Something long and new ${word(n)}`)).toBe('ok');
  clock.advance(60_000);
  for (let n = 0; n < 3; n += 1) expect(attempt(one!, `Something long and new ${word(1)}`)).toBe('ok');
  expect(attempt(one!, `Something long and new ${word(1)}`)).toBe('said_already');
});

const word = (n: number): string => Array.from(String(n), (digit) => 'bcdfgjkmpq'[Number(digit)]).join('a');
