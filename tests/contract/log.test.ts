// The log of a room over real sockets: every act, whom it hit, and why.
import { expect, test } from 'vitest';
import { forget } from '../../server/shop/forget.ts';
import type { AuditEntry } from '../../shared/moderation.ts';
import { ask, callAs, openScene, say, setRules, type Scene } from '../helpers/civil.ts';

const entries = async (scene: Scene): Promise<AuditEntry[]> =>
  (await callAs(scene, '/audit')).entries as AuditEntry[];
const day = 24 * 60 * 60 * 1000;

test('MOD-13 names whom an act hit by the name of that time, never the device; and forgets it in time', async () => {
  const scene = await openScene();
  const { shelf, anna, bruno, helper } = scene;
  await anna.request('viewer.rename', { nickname: 'Anna' });
  const { id } = await say(anna, 'Rude words');
  await anna.request('viewer.rename', { nickname: 'Somebody else' });
  const guests = await say(bruno, 'From a guest');
  await helper.request('moderation.mute', { subjectId: id, minutes: 5, reason: 'insults' });
  await helper.request('moderation.remove', { subjectId: guests.id });
  const log = await entries(scene);
  expect(log.map(({ act, whom }) => [act, whom])).toEqual([
    ['remove', ''],
    ['mute', 'Anna'],
  ]);
  expect(JSON.stringify(log)).not.toContain('device_');
  await shelf.app.db.write((tx) => forget(tx, Date.now() + 4000 * day));
  // By then every session is over too.
  expect(await entries({ ...scene, cookie: await shelf.app.cookieFor('owner') })).toMatchObject([
    { act: 'remove', whom: null, detail: '' },
    { act: 'mute', whom: null, detail: '', reason: 'insults' },
  ]);
});

test('MOD-14 who, what, when and why, for every act', async () => {
  const scene = await openScene();
  const { anna, bruno, helper } = scene;
  await anna.request('viewer.rename', { nickname: 'Anna' });
  await setRules(scene, {
    approveChat: true,
    approveQuestions: true,
    slowSeconds: 0,
    words: ['scam', 'fake'],
  });
  await setRules(scene, { approveChat: true, approveQuestions: true, words: ['scam', 'spam', 'fake!'] });
  await setRules(scene, { approveChat: true, approveQuestions: true, words: ['scam', 'spam', 'fake!'] });
  const message = await say(anna, 'Is it real leather');
  const [question, second] = [await ask(anna, 'Does it run small?'), await ask(anna, 'And this one?')];
  await helper.request('chat.approve', { messageId: message.id });
  await helper.request('chat.pin', { messageId: message.id });
  await helper.request('chat.pin', { messageId: message.id });
  await helper.request('chat.pin', { messageId: null });
  const move = (to: string, { id } = question) => helper.request('question.move', { questionId: id, to });
  await move('waiting');
  await move('next');
  await move('dismissed');
  await move('waiting');
  await helper.request('moderation.remove', { subjectId: second.id, reason: 'Not for the show' });
  await bruno.request('moderation.report', { subjectId: message.id, reason: 'advertising' });
  await helper.request('moderation.mute', { subjectId: message.id, minutes: 5, reason: 'spam' });
  const { sanctions } = (await callAs(scene, '/sanctions')) as unknown as { sanctions: { id: string }[] };
  await callAs(scene, `/sanctions/${sanctions[0]!.id}/lift`, 'POST', { reason: 'It was a mistake' });
  await helper.request('moderation.remove', { subjectId: message.id, reason: 'spam' });
  const log = (await entries(scene)).toReversed();
  const [leather, small] = ['Is it real leather', 'Does it run small?'];
  expect(log.map(({ act, whom, detail, reason }) => [act, whom, detail, reason])).toEqual([
    ['rules', null, 'approveChat=true approveQuestions=true words=+2-0', ''],
    ['rules', null, 'words=+2-1', ''],
    ['approve', 'Anna', leather, ''],
    ['pin', 'Anna', leather, ''],
    ['unpin', 'Anna', leather, ''],
    ['approve', 'Anna', small, ''],
    ['remove', 'Anna', small, ''],
    ['restore', 'Anna', small, ''],
    ['remove', 'Anna', 'And this one?', 'Not for the show'],
    ['report', 'Anna', leather, 'advertising'],
    ['mute', 'Anna', leather, 'spam'],
    ['lift', 'Anna', '', 'It was a mistake'],
    ['remove', 'Anna', leather, 'spam'],
  ]);
  expect(new Set(log.map(({ actor }) => actor))).toEqual(new Set(['staff:Host', 'staff:Helper', 'viewer']));
  for (const { at } of log) expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
});
