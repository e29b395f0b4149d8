// What one network may say, beside what each device may: repeated words and newcomers, and that a household feels none of it.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { limits } from '../../shared/limits.ts';
import { openScene, say, trySaying } from '../helpers/civil.ts';
import { newKey } from '../helpers/shelf.ts';

const text = 'Buy your watches at my place';
/** The ids of devices go by the real time. */
const now = () => new ManualClock(Date.now());

describe('the same words', () => {
  test('MOD-16 three times a minute from one network, behind numbers and letters as well', async () => {
    const clock = now();
    const { shelf, anna, bruno, helper } = await openScene(clock);
    await say(anna, text);
    await say(bruno, `${text} 2`);
    await say(await shelf.viewer(), 'Вuy your watchеs at my place!!!');
    const fourth = await shelf.viewer();
    for (const again of [text, `${text} 77`, text.toUpperCase(), 'Buyy yourr watches, at my place.'])
      expect([again, await trySaying(fourth, again)]).toEqual([again, 'said_already']);
    const question = { key: newKey(), kind: 'question', text: `${text}?` };
    expect(await fourth.outcome('question.ask', question)).toBe('ok');
    expect(await trySaying(fourth, 'Something else altogether')).toBe('ok');
    expect(await trySaying(helper, text)).toBe('ok');
    clock.advance(60_000);
    expect(await trySaying(await shelf.viewer(), text)).toBe('ok');
  });

  test('MOD-16 short words are everybody’s, and a message sent again is the same one', async () => {
    const { shelf, anna } = await openScene();
    for (let n = 0; n < 6; n += 1) expect(await trySaying(await shelf.viewer(), 'Che bello!')).toBe('ok');
    const key = newKey();
    for (let n = 0; n < 6; n += 1) expect(await anna.outcome('chat.say', { key, text })).toBe('ok');
    expect(await trySaying(anna, text)).toBe('ok');
  });
});

test('MOD-15 identities of one network that were just made share a pace over real sockets; the staff has none', async () => {
  const clock = now();
  const { shelf, helper } = await openScene(clock);
  const outcomes: string[] = [];
  for (let n = 0; n < limits.newIdentitiesBurst + 2; n += 1)
    outcomes.push(await trySaying(await shelf.viewer(), `Hello ${n}`));
  expect(outcomes.indexOf('slow_down')).toBe(limits.newIdentitiesBurst);
  expect(await trySaying(helper, 'One at a time, please')).toBe('ok');
  const newcomer = await shelf.viewer();
  await expect(say(newcomer, 'Me too')).rejects.toMatchObject({
    code: 'slow_down',
    details: { until: clock.now() + 60_000 / limits.newIdentitiesPerMinute },
  });
  clock.advance(60_000 / limits.newIdentitiesPerMinute);
  expect(await trySaying(newcomer, 'Me too')).toBe('ok');
});
