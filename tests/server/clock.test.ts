// Both clocks keep the same promises; what the tests of the others stand on.
import { expect, test } from 'vitest';
import { ManualClock, systemClock } from '../../server/clock.ts';
import { eventually } from '../helpers/eventually.ts';

test('OPS-37 timers run in the order of their times, and see the time at which they were due', () => {
  const clock = new ManualClock(0);
  const ran: string[] = [];
  const note = (name: string) => () => ran.push(`${name}@${clock.now()}`);
  clock.after(30, note('late'));
  clock.every(10, note('tick'));
  clock.after(5, note('early'));
  clock.advance(30);
  expect(ran).toEqual(['early@5', 'tick@10', 'tick@20', 'late@30', 'tick@30']);
  expect(clock.now()).toBe(30);
});

test('OPS-37 a disposer stops its timer, also from inside it, and may be called twice', () => {
  const clock = new ManualClock(0);
  let count = 0;
  const stop = clock.every(10, () => {
    count += 1;
    if (count === 2) stop();
  });
  clock.advance(100);
  expect(count).toBe(2);
  stop();
  const cancel = clock.after(10, () => (count += 100));
  cancel();
  clock.advance(100);
  expect(count).toBe(2);
});

test('OPS-37 a timer that is set by a timer runs within the same advance when it is due', () => {
  const clock = new ManualClock(0);
  const at: number[] = [];
  clock.after(10, () => clock.after(10, () => at.push(clock.now())));
  clock.advance(20);
  expect(at).toEqual([20]);
});

test("OPS-37 the system's clock runs by itself", async () => {
  const before = Date.now();
  let ticks = 0;
  let once = 0;
  const stop = systemClock.every(1, () => (ticks += 1));
  const cancel = systemClock.after(1, () => (once += 1));
  const never = systemClock.after(1, () => (once += 100));
  never();
  await eventually(() => ticks > 2 && once === 1);
  stop();
  cancel();
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  expect(once).toBe(1);
});

test('OPS-37 after a sleep what came due has run once, in order, and goes on from there', () => {
  const clock = new ManualClock(0);
  const ran: string[] = [];
  clock.every(10, () => ran.push(`every ${clock.now()}`));
  clock.after(5, () => ran.push(`after ${clock.now()}`));
  clock.sleep(1000);
  expect(ran).toEqual(['after 1000', 'every 1000']);
  clock.advance(10);
  expect(ran.at(-1)).toBe('every 1010');
});
