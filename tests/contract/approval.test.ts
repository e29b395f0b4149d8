// Approval of questions and messages over real sockets: who sees what waits, after a reload too, and what becomes of it.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { HeldMessage, MessageView } from '../../shared/moderation.ts';
import type { QuestionView } from '../../shared/questions.ts';
import { ask, callAs, openScene, say, setRules, type Scene } from '../helpers/civil.ts';
import type { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { newKey } from '../helpers/shelf.ts';
import { openStudio } from '../helpers/studio.ts';

const move = (studio: TestClient, { id }: QuestionView, to: string) =>
  studio.request('question.move', { questionId: id, to }).then(({ question }) => question);
const unseen = (who: TestClient) => who.eventsOf('question.unseen').at(-1)?.body.question;
const askingForApproval = async (): Promise<Scene & { question: QuestionView }> => {
  const scene = await openScene();
  await setRules(scene, { approveQuestions: true });
  return { ...scene, question: await ask(scene.anna, 'Do you like my watches?') };
};

describe('questions', () => {
  test('MOD-11 held: the staff and the asker see it, nobody else, and nobody joins in', async () => {
    const { shelf, anna, bruno, helper, question } = await askingForApproval();
    expect(question.state).toBe('held');
    expect((await helper.event('question.held')).body.question).toEqual(question);
    expect((await anna.event('question.unseen')).body.question).toEqual(question);
    for (const request of ['question.meToo', 'question.withdraw'] as const)
      expect(await bruno.outcome(request, { questionId: question.id })).toBe('not_found');
    expect((await helper.request('question.takeNext', {})).question).toBe(null);
    expect(await helper.outcome('question.move', { questionId: question.id, to: 'answering' })).toBe(
      'question_over',
    );
    // Told to the room after it, so that whatever was to come has come.
    await say(helper, 'Good evening');
    await bruno.event('chat.said');
    const late = await shelf.viewer();
    for (const told of [bruno.events, late.events, late.welcome])
      expect(JSON.stringify(told)).not.toContain('watches');
    const studio = await openStudio(shelf.app, { role: 'helper' });
    expect(JSON.stringify(studio.replies[0])).toContain('watches');
  });

  test('MOD-11 shown, it is asked like any other; the staff’s own rules stand', async () => {
    const { anna, bruno, helper, question } = await askingForApproval();
    const shown = await move(helper, question, 'waiting');
    expect(shown).toMatchObject({ id: question.id, state: 'waiting', version: question.version + 1 });
    for (const who of [anna, bruno, helper])
      expect((await who.event('question.changed')).body.question).toEqual(shown);
    expect(await bruno.outcome('question.meToo', { questionId: question.id })).toBe('ok');
    expect((await helper.request('question.takeNext', {})).question?.id).toBe(question.id);
  });

  test('MOD-11 QNA-13 set aside, its asker alone is told, after a reload and a resumption too', async () => {
    const scene = await askingForApproval();
    const { shelf, anna, bruno, helper, question } = scene;
    const { token } = anna.welcome;
    const back = await shelf.viewer({ token });
    expect(back.welcome.myQuestions).toMatchObject({ asked: [question.id], unseen: [question] });
    await move(helper, question, 'dismissed');
    await eventually(() => unseen(anna)?.state === 'dismissed' && unseen(back)?.state === 'dismissed');
    const resumed = await shelf.viewer({ token, lastSeq: anna.welcome.seq });
    expect(resumed.welcome.myQuestions?.unseen).toMatchObject([{ id: question.id, state: 'dismissed' }]);
    const other = await shelf.viewer({ lastSeq: anna.welcome.seq });
    for (const told of [bruno.events, other.welcome]) expect(JSON.stringify(told)).not.toContain('watches');
    const { questions } = await callAs(scene, '/held');
    expect(questions).toEqual([]);
  });

  test('MOD-11 taken back by its asker; five may wait, held ones among them', async () => {
    const scene = await askingForApproval();
    const { anna, helper, question } = scene;
    for (let n = 2; n <= limits.openQuestions; n += 1) await ask(anna, `Number ${n}?`);
    const sixth = { key: newKey(), kind: 'question', text: 'Too many?' };
    await expect(anna.request('question.ask', sixth)).rejects.toMatchObject({
      code: 'too_many_questions',
      details: { limit: limits.openQuestions },
    });
    const held = async () => ((await callAs(scene, '/held')).questions ?? []) as QuestionView[];
    expect(await held()).toHaveLength(limits.openQuestions);
    await anna.request('question.withdraw', { questionId: question.id });
    expect((await held()).map(({ text }) => text)).not.toContain(question.text);
    await eventually(() => helper.eventsOf('question.held').at(-1)?.body.question.state === 'withdrawn');
  });
});

describe('messages', () => {
  test('CHT-6 MOD-3 the sender is told that it waits, and by each welcome until it is shown', async () => {
    const scene = await openScene();
    const { shelf, anna, bruno, helper } = scene;
    await setRules(scene, { approveChat: true });
    const reply = await anna.request('chat.say', { key: newKey(), text: 'May I?' });
    expect(reply).toMatchObject({ message: { text: 'May I?' }, waits: true });
    const { id } = reply.message;
    const hello = { token: anna.welcome.token };
    const back = await shelf.viewer(hello);
    expect(back.welcome.myChat).toEqual({ said: [], waiting: [reply.message] });
    expect(back.welcome.snapshot?.chat.messages).toEqual([]);
    expect((await shelf.viewer({ token: bruno.welcome.token })).welcome.myChat).toEqual({
      said: [],
      waiting: [],
    });
    await helper.request('chat.approve', { messageId: id });
    expect((await shelf.viewer(hello)).welcome.myChat).toEqual({ said: [id], waiting: [] });
    await helper.request('moderation.remove', { subjectId: id });
    expect((await shelf.viewer(hello)).welcome.myChat).toEqual({ said: [], waiting: [] });
  });

  test('CHT-6 the welcome says which of the messages are one’s own, and of nobody else’s whose they are', async () => {
    const { shelf, anna, bruno, helper } = await openScene();
    const [mine, his, staffs] = [
      await say(anna, 'Hello there'),
      await say(bruno, 'Good evening'),
      await say(helper, 'Welcome'),
    ];
    const back = await shelf.viewer({ token: anna.welcome.token });
    expect(back.welcome.myChat.said).toEqual([mine.id]);
    expect(back.welcome.snapshot?.chat.messages).toEqual([mine, his, staffs]);
    expect(JSON.stringify(back.welcome.snapshot)).not.toContain('device_');
  });

  test('MOD-12 MOD-4 the shadow is listed for the staff with why, and its sender finds it after a reload', async () => {
    const clock = new ManualClock();
    const scene = await openScene(clock);
    const { shelf, anna, bruno, helper } = scene;
    await setRules(scene, { shadow: true, words: ['scam'] });
    const said: MessageView[] = [];
    for (const text of ['What a scam', 'Look at www.example.org']) {
      const reply = await anna.request('chat.say', { key: newKey(), text });
      expect(reply.waits).toBe(false);
      said.push(reply.message);
    }
    await helper.request('moderation.mute', { subjectId: said[0]!.id, minutes: 60, reason: 'spam' });
    said.push(await say(anna, 'Can you hear me?'));
    const held = async () => ((await callAs(scene, '/held')).messages ?? []) as HeldMessage[];
    expect((await held()).map(({ id, why }) => [id, why])).toEqual([
      [said[0]!.id, 'words_refused'],
      [said[1]!.id, 'no_links'],
      [said[2]!.id, 'muted'],
    ]);
    const hello = { token: anna.welcome.token };
    const back = await shelf.viewer(hello);
    expect(back.welcome.snapshot?.chat.messages).toEqual(said);
    expect(back.welcome.myChat).toMatchObject({ waiting: [] });
    const other = await shelf.viewer({ token: bruno.welcome.token });
    expect(other.welcome.snapshot?.chat.messages).toEqual([]);
    clock.sleep(limits.shadowListedMs + 1);
    expect(await held()).toEqual([]);
  });
});
