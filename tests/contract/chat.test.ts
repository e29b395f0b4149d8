// Chat and moderation over real sockets: what is said, to whom, and what becomes of those who go too far.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { networkOf } from '../../server/rooms/moderation.ts';
import { closeCodes } from '../../shared/protocol.ts';
import { limits } from '../../shared/limits.ts';
import { callAs, openScene, say, setRules, trySaying } from '../helpers/civil.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { pass } from '../helpers/pass.ts';
import { newKey } from '../helpers/shelf.ts';
import { openStudio } from '../helpers/studio.ts';

const heard = (who: TestClient) => who.eventsOf('chat.said').map(({ body }) => body.message.text);

describe('chat', () => {
  test('CHT-1 CHT-2 with name and role, a reply, once for each tap, and told to who comes later', async () => {
    const { shelf, anna, bruno, helper } = await openScene();
    await anna.request('viewer.rename', { nickname: 'Anna' });
    const key = newKey();
    const [first, again] = await Promise.all([
      say(anna, 'How lovely!', { key }),
      say(anna, 'How lovely!', { key }),
    ]);
    expect(again).toEqual(first);
    expect(first).toMatchObject({ nickname: 'Anna', role: 'viewer', replyTo: null });
    const reply = await say(helper, 'Thank you', { replyTo: first.id });
    expect(reply).toMatchObject({
      role: 'helper',
      replyTo: { id: first.id, nickname: 'Anna', text: 'How lovely!' },
    });
    await eventually(() => heard(bruno).length === 2);
    expect(heard(bruno)).toEqual(['How lovely!', 'Thank you']);
    const late = await shelf.viewer();
    expect(late.welcome.snapshot?.chat.messages).toEqual([first, reply]);
    const nowhere = { key: newKey(), text: 'Hm', replyTo: 'message_00000000000000000000' };
    expect(await anna.outcome('chat.say', nowhere)).toBe('not_found');
  });

  test('CHT-3 CHT-5 one pinned message; a removed one goes from every page and from the pin', async () => {
    const { shelf, anna, bruno, helper } = await openScene();
    const message = await say(anna, 'Size guide is below');
    await helper.request('chat.pin', { messageId: message.id });
    expect((await bruno.event('chat.pinned')).body.message?.id).toBe(message.id);
    expect((await shelf.viewer()).welcome.snapshot?.chat.pinned?.id).toBe(message.id);
    await helper.request('moderation.remove', { subjectId: message.id });
    await eventually(() => bruno.eventsOf('chat.pinned').at(-1)?.body.message === null);
    expect((await bruno.event('chat.removed')).body.messageId).toBe(message.id);
    expect((await shelf.viewer()).welcome.snapshot?.chat).toMatchObject({ messages: [], pinned: null });
    expect(await helper.outcome('chat.pin', { messageId: message.id })).toBe('not_found');
  });

  test('CHT-4 hearts of a crowd are told together', async () => {
    const clock = new ManualClock();
    const { anna, bruno } = await openScene(clock);
    for (let n = 0; n < 10; n += 1) await anna.request('chat.heart', { count: 5 });
    await bruno.request('chat.heart', { count: 1 });
    expect(bruno.eventsOf('hearts.counted')).toHaveLength(1);
    clock.advance(limits.heartsEveryMs);
    await eventually(() => bruno.eventsOf('hearts.counted').at(-1)?.body.hearts === 51);
    expect(bruno.eventsOf('hearts.counted')).toHaveLength(2);
    expect(await anna.outcome('chat.heart', { count: 21 })).toBe('bad_request');
  });
});

describe('rules of a room', () => {
  test('MOD-3 with approval the staff hears first', async () => {
    const scene = await openScene();
    const { anna, bruno, helper } = scene;
    await setRules(scene, { approveChat: true });
    const { id } = await say(anna, 'May I?');
    expect((await helper.event('chat.held')).body.message).toMatchObject({ id, why: 'approval' });
    expect(await callAs(scene, '/held')).toMatchObject({ messages: [{ id }] });
    await say(helper, 'From the staff at once');
    await eventually(() => heard(bruno).length === 1);
    expect(JSON.stringify(bruno.events)).not.toContain('May I?');
    await helper.request('chat.approve', { messageId: id });
    await eventually(() => heard(bruno).includes('May I?'));
    expect(await helper.outcome('chat.approve', { messageId: id })).toBe('not_found');
  });

  test('MOD-4 in the shadow the sender notices nothing, and nobody else hears', async () => {
    const scene = await openScene();
    const { anna, bruno, helper } = scene;
    await setRules(scene, { shadow: true, words: ['scam'] });
    expect(await say(anna, 'This is a SCAM')).toMatchObject({ text: 'This is a SCAM' });
    expect((await helper.event('chat.held')).body.message.why).toBe('words_refused');
    await say(anna, 'Lovely');
    await eventually(() => heard(bruno).length === 1);
    expect(JSON.stringify(bruno.events)).not.toContain('SCAM');
  });

  test('MOD-5 slow mode, for each device by itself, and not for the staff', async () => {
    const clock = new ManualClock();
    const scene = await openScene(clock);
    const { anna, bruno, helper } = scene;
    await setRules(scene, { slowSeconds: 10 });
    await say(anna, 'One');
    await expect(say(anna, 'Two')).rejects.toMatchObject({
      code: 'slow_down',
      details: { until: clock.now() + 10_000 },
    });
    await say(bruno, 'Mine');
    for (const text of ['Staff', 'again']) await say(helper, text);
    await pass(clock, 10_000, [anna, bruno, helper]);
    await say(anna, 'Two');
  });

  test.each([
    'scam',
    'SCAM!',
    'ѕсаm',
    'sc4m',
    'scáam',
    's c a m',
    's.c.a.m',
    'ssccaamm',
    's\u200bcam',
    'what a $cam',
  ])('MOD-6 %s is the word', async (text) => {
    const scene = await openScene();
    await setRules(scene, { words: ['scam'] });
    // Zero-width characters do not even pass as text.
    expect(['words_refused', 'bad_request']).toContain(await trySaying(scene.anna, text));
    const question = { key: newKey(), kind: 'question', text };
    expect(['words_refused', 'bad_request']).toContain(await scene.anna.outcome('question.ask', question));
  });

  test.each(['scampi for dinner', 'as came up', 'camshaft'])('MOD-6 %s is another word', async (text) => {
    const scene = await openScene();
    await setRules(scene, { words: ['scam'] });
    expect(await trySaying(scene.anna, text)).toBe('ok');
  });

  test('MOD-7 links are for the staff', async () => {
    const scene = await openScene();
    const { anna, helper } = scene;
    for (const text of [
      'see https://x.example/a',
      'www.example.org',
      'buy at shop-now.xyz',
      'evil (dot) com',
    ])
      expect([text, await trySaying(anna, text)]).toEqual([text, 'no_links']);
    for (const text of ['3.50 euro?', 'Hello.How are you', 'it. me too'])
      expect([text, await trySaying(anna, text)]).toEqual([text, 'ok']);
    expect(await trySaying(helper, 'https://shop.example/sizes')).toBe('ok');
    await setRules(scene, { links: true });
    expect(await trySaying(anna, 'https://x.example/a')).toBe('ok');
  });
});

describe('sanctions', () => {
  test('MOD-1 muted: no writing and no asking until the end, but reserving goes on', async () => {
    const clock = new ManualClock();
    const scene = await openScene(clock);
    const { shelf, anna, bruno, helper } = scene;
    const { variantId } = await shelf.stocked(1);
    const { id } = await say(anna, 'Rude');
    await helper.request('moderation.mute', { subjectId: id, minutes: 1, reason: 'rude' });
    await expect(say(anna, 'Again')).rejects.toMatchObject({
      code: 'muted',
      details: { until: clock.now() + 60_000 },
    });
    const question = { key: newKey(), kind: 'question', text: 'Why?' };
    expect(await anna.outcome('question.ask', question)).toBe('muted');
    const back = await shelf.viewer({ token: anna.welcome.token });
    expect(await trySaying(back, 'From a new tab')).toBe('muted');
    expect(await back.outcome('reservation.place', { key: newKey(), variantId, quantity: 1 })).toBe('ok');
    await say(bruno, 'Not me');
    await pass(clock, 60_000, [anna, helper, back]);
    await say(anna, 'Sorry');
  });

  test('MOD-2 banned: out at once, out after a reload and as somebody new; neighbours stay', async () => {
    const clock = new ManualClock(Date.now() - 1000);
    const scene = await openScene(clock);
    const { shelf, anna, bruno, helper } = scene;
    const { id } = await say(anna, 'Very rude');
    clock.sleep(Date.now() - clock.now() + 50);
    await helper.request('moderation.ban', { subjectId: id, hours: 24, reason: 'insults' });
    expect(await anna.closed()).toBe(closeCodes.banned);
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const hello of [{ token: anna.welcome.token }, {}]) {
      const again = await TestClient.connect({ url: shelf.app.url });
      await expect(again.hello(hello)).rejects.toMatchObject({ code: 'banned' });
      expect(await again.closed()).toBe(closeCodes.banned);
    }
    const neighbour = await shelf.viewer({ token: bruno.welcome.token });
    expect(neighbour.welcome.role).toBe('viewer');
    const staff = await TestClient.connect({ url: shelf.app.url, cookie: scene.cookie });
    expect((await staff.hello()).role).toBe('host');
  });

  test('MOD-8 MOD-9 listed, lifted, logged; never against the staff, never by another room', async () => {
    const scene = await openScene();
    const { shelf, anna, helper } = scene;
    await shelf.app.addRoom('other');
    const there = await openStudio(shelf.app, { role: 'helper', room: 'other' });
    const { id } = await say(anna, 'Rude words');
    const ban = { subjectId: id, hours: 1, reason: 'insults' };
    expect(await there.outcome('moderation.ban', ban)).toBe('not_found');
    const mine = await say(helper, 'I am staff');
    expect(await helper.outcome('moderation.ban', { ...ban, subjectId: mine.id })).toBe('not_allowed');
    await helper.request('moderation.ban', ban);
    const { sanctions } = (await callAs(scene, '/sanctions')) as unknown as {
      sanctions: { id: string }[];
    };
    expect(sanctions).toMatchObject([{ kind: 'ban', reason: 'insults' }]);
    expect(JSON.stringify(sanctions)).not.toContain('device_');
    await callAs(scene, `/sanctions/${sanctions[0]!.id}/lift`, 'POST', {});
    expect((await shelf.viewer({ token: anna.welcome.token })).welcome.role).toBe('viewer');
    const { entries } = await callAs(scene, '/audit');
    expect(entries).toMatchObject([
      { act: 'lift' },
      {
        act: 'ban',
        subject: id,
        detail: 'Rude words',
        reason: 'insults',
        actor: expect.stringMatching(/^staff:/),
      },
    ]);
    await expect(shelf.app.db.write((tx) => tx.run('DELETE FROM audit'))).rejects.toThrow('append-only');
  });

  test('MOD-10 a report counts once for each device, and is in the log', async () => {
    const scene = await openScene();
    const { anna, bruno } = scene;
    const { id } = await say(anna, 'Buy my watches');
    for (let n = 0; n < 2; n += 1)
      await bruno.request('moderation.report', { subjectId: id, reason: 'advertising' });
    const { entries } = await callAs(scene, '/audit');
    expect(entries).toMatchObject([{ act: 'report', actor: 'viewer', detail: 'Buy my watches' }]);
  });
});

test('MOD-2 a network is one IPv4 address, or the first half of an IPv6 one', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2:bbbb:1:2:3')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
});
