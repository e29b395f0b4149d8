// Questions over real sockets: asked about a product, joined in, answered on camera and in writing, merged, kept.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import * as shows from '../../server/rooms/shows.ts';
import { byQueue, queueReason } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';
import { limits } from '../../shared/limits.ts';
import type { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { newKey, openShelf, type Shelf, type Viewer } from '../helpers/shelf.ts';
import { openStudio, sendPicture } from '../helpers/studio.ts';

const ask = (viewer: TestClient, text: string, rest: Record<string, unknown> = {}) =>
  viewer
    .request('question.ask', { key: newKey(), kind: 'question', text, ...rest })
    .then(({ question }) => question);
const move = (studio: TestClient, { id }: QuestionView, to: string) =>
  studio.request('question.move', { questionId: id, to }).then(({ question }) => question);
const meToo = (viewer: TestClient, { id }: QuestionView) =>
  viewer.request('question.meToo', { questionId: id }).then(({ question }) => question);

const latest = (client: TestClient, id: string): QuestionView | undefined =>
  client
    .eventsOf('question.changed')
    .map(({ body }) => body.question)
    .findLast((question) => question.id === id);

type Scene = { shelf: Shelf; studio: TestClient; anna: Viewer; bruno: Viewer; carla: Viewer };
const openScene = async (clock?: ManualClock): Promise<Scene> => {
  const shelf = await openShelf(clock ? { clock } : {});
  const studio = await openStudio(shelf.app);
  return {
    shelf,
    studio,
    anna: await shelf.viewer(),
    bruno: await shelf.viewer(),
    carla: await shelf.viewer(),
  };
};

describe('asking', () => {
  test('QNA-1 about a product, about a variant, or in general', async () => {
    const { shelf, anna, studio } = await openScene();
    const [shirt, other] = [await shelf.stocked(3), await shelf.stocked(1)];
    const { productId, variantId } = shirt;
    expect(await ask(anna, 'Does the M run small?', { productId, variantId })).toMatchObject({
      productId,
      variantId,
      state: 'waiting',
      meToos: 0,
      kind: 'question',
    });
    expect(await ask(anna, '  Are you   open on Sunday? ')).toMatchObject({
      productId: null,
      text: 'Are you open on Sunday?',
    });
    const tryOn = { key: newKey(), kind: 'try_on', text: 'Try it on, please' };
    expect(await anna.outcome('question.ask', tryOn)).toBe('bad_request');
    expect((await ask(anna, 'Try it on', { kind: 'try_on', productId })).kind).toBe('try_on');
    const wrong = { key: newKey(), kind: 'question', text: 'And this one?' };
    for (const about of [
      { productId, variantId: other.variantId },
      { productId: 'product_00000000000000000000' },
    ])
      expect(await anna.outcome('question.ask', { ...wrong, ...about })).toBe('not_found');
    expect(await anna.outcome('question.ask', { ...wrong, variantId })).toBe('bad_request');
    await eventually(() => studio.eventsOf('question.changed').length === 3);
  });

  test('QNA-1 280 characters of text that hides nothing', async () => {
    const { anna } = await openScene();
    for (const text of ['x', 'x'.repeat(limits.questionChars + 1), 'hidden\u202etext', '\u0000\u0000'])
      expect([text, await anna.outcome('question.ask', { key: newKey(), kind: 'question', text })]).toEqual([
        text,
        'bad_request',
      ]);
    expect((await ask(anna, 'x'.repeat(limits.questionChars))).text).toHaveLength(limits.questionChars);
  });

  test('QNA-9 five at a time, and only one’s own is taken back', async () => {
    const { anna, bruno } = await openScene();
    const asked = [];
    for (let n = 0; n < limits.openQuestions; n += 1) asked.push(await ask(anna, `Question ${n}`));
    const more = { key: newKey(), kind: 'question', text: 'One more' };
    expect(await anna.outcome('question.ask', more)).toBe('too_many_questions');
    const questionId = asked[0]!.id;
    expect(await bruno.outcome('question.withdraw', { questionId })).toBe('not_found');
    expect((await anna.request('question.withdraw', { questionId })).question.state).toBe('withdrawn');
    expect(await anna.outcome('question.withdraw', { questionId })).toBe('question_over');
    expect(await anna.outcome('question.ask', more)).toBe('ok');
  });

  test('QNA-10 kept through reload and restart, asked once for each tap, and nobody is told by which device', async () => {
    const { shelf, anna, bruno } = await openScene();
    await anna.request('viewer.rename', { nickname: 'Anna' });
    const key = newKey();
    const [first, again] = await Promise.all([
      ask(anna, 'Is it linen?', { key }),
      ask(anna, 'Is it linen?', { key }),
    ]);
    expect(again).toEqual(first);
    expect(first.nickname).toBe('Anna');
    await meToo(bruno, first);
    await eventually(() => bruno.eventsOf('question.counted').length > 0);
    const device = anna.welcome.token.split('.')[1]!;
    expect(JSON.stringify(bruno.events)).not.toContain(device);
    await shelf.app.close();
    const second = await openShelf({ dataDir: shelf.app.dataDir });
    const back = await second.viewer({ token: anna.welcome.token });
    expect(back.welcome.snapshot?.questions).toMatchObject([{ id: first.id, meToos: 1, state: 'waiting' }]);
    expect(back.welcome.myQuestions).toEqual({ asked: [first.id], meToos: [], answers: [], unseen: [] });
    const other = await second.viewer({ token: bruno.welcome.token });
    expect(other.welcome.myQuestions?.meToos).toEqual([first.id]);
  });
});

describe('the queue', () => {
  test('QNA-3 who joins in counts once, a crowd is told together', async () => {
    const clock = new ManualClock();
    const { anna, bruno, carla } = await openScene(clock);
    const question = await ask(anna, 'Is it linen?');
    expect((await meToo(anna, question)).meToos).toBe(0);
    expect((await meToo(bruno, question)).meToos).toBe(1);
    expect((await meToo(bruno, question)).meToos).toBe(1);
    expect((await meToo(carla, question)).meToos).toBe(2);
    expect(anna.eventsOf('question.counted')).toHaveLength(1);
    clock.advance(limits.meToosEveryMs);
    await eventually(() => anna.eventsOf('question.counted').length === 2);
    expect(anna.eventsOf('question.counted').at(-1)?.body.counts).toMatchObject([{ meToos: 2 }]);
  });

  test('QNA-4 ordered by state, by how many ask, by age, and it says why', async () => {
    const { shelf, studio, anna, bruno, carla } = await openScene();
    const [old, asked, next, onCamera, young] = [
      await ask(anna, 'The oldest'),
      await ask(anna, 'Asked by many'),
      await ask(bruno, 'Up next'),
      await ask(bruno, 'On camera'),
      await ask(carla, 'The youngest'),
    ];
    await meToo(bruno, asked);
    await move(studio, next, 'next');
    await move(studio, onCamera, 'answering');
    const seen = (await shelf.viewer()).welcome.snapshot?.questions ?? [];
    expect(seen.map(({ id }) => id)).toEqual([onCamera, next, asked, old, young].map(({ id }) => id));
    expect(seen.map(queueReason)).toEqual(['answering', 'next', 'asked', 'oldest', 'oldest']);
    expect(seen.toReversed().toSorted(byQueue)).toEqual(seen);
  });

  test('QNA-2 the states are a table: what is over stays over, a dismissal can be undone', async () => {
    const { studio, anna, bruno } = await openScene();
    const question = await ask(anna, 'Is it linen?');
    expect((await move(studio, question, 'dismissed')).state).toBe('dismissed');
    expect(await bruno.outcome('question.meToo', { questionId: question.id })).toBe('question_over');
    expect((await move(studio, question, 'waiting')).state).toBe('waiting');
    expect((await move(studio, question, 'answered')).state).toBe('answered');
    for (const to of ['waiting', 'next', 'answering', 'dismissed'])
      expect(await studio.outcome('question.move', { questionId: question.id, to })).toBe('question_over');
  });

  test('QNA-2 the staff of another room has no hand in it', async () => {
    const { shelf, anna } = await openScene();
    await shelf.app.addRoom('other');
    const there = await openStudio(shelf.app, { role: 'host', room: 'other' });
    const { id } = await ask(anna, 'Is it linen?');
    expect(await there.outcome('question.move', { questionId: id, to: 'next' })).toBe('not_found');
  });
});

describe('answers', () => {
  test('QNA-5 QNA-6 one key takes the next; what was on camera is answered, and stamped in show and picture', async () => {
    const clock = new ManualClock();
    const { shelf, studio, anna } = await openScene(clock);
    clock.advance(5000);
    await sendPicture(studio);
    const [one, two] = [await ask(anna, 'First'), await ask(anna, 'Second')];
    clock.advance(3000);
    expect((await studio.request('question.takeNext', {})).question).toMatchObject({
      id: one.id,
      state: 'answering',
      fromShowMs: 8000,
    });
    clock.advance(4000);
    expect((await studio.request('question.takeNext', {})).question?.id).toBe(two.id);
    await eventually(() => latest(anna, one.id)?.state === 'answered');
    expect(latest(anna, one.id)).toMatchObject({ fromShowMs: 8000, untilShowMs: 12_000 });
    const row = shelf.app.db.read((sql) =>
      sql.get('SELECT from_media_ms AS start, until_media_ms AS stop FROM questions WHERE id = ?', one.id),
    );
    expect(row).toEqual({ start: 3000, stop: 7000 });
    clock.advance(1000);
    await shelf.app.db.write((tx) => shows.end(tx, shows.findRoom(tx, 'demo')!.id, clock.now()));
    await eventually(() => latest(anna, two.id)?.state === 'answered');
    expect(latest(anna, two.id)).toMatchObject({ fromShowMs: 12_000, untilShowMs: 13_000 });
    expect(await studio.outcome('question.takeNext', {})).toBe('show_not_live');
  });

  test('QNA-5 with an empty queue nothing is taken', async () => {
    const { studio } = await openScene();
    expect(await studio.request('question.takeNext', {})).toEqual({ question: null });
  });

  test('QNA-7 in writing for all, or for those alone who asked', async () => {
    const { shelf, studio, anna, bruno, carla } = await openScene();
    const [open, secret] = [await ask(anna, 'Is it linen?'), await ask(anna, 'Do you have a 44?')];
    await meToo(bruno, secret);
    const answer = { questionId: open.id, text: 'Pure linen.', to: 'all', save: true };
    await studio.request('question.reply', answer);
    await eventually(() => latest(carla, open.id)?.answer === 'Pure linen.');
    await studio.request('question.reply', { questionId: secret.id, text: 'Write me: 333', to: 'asker' });
    for (const who of [anna, bruno])
      expect((await who.event('question.answered')).body.answer).toEqual({
        questionId: secret.id,
        text: 'Write me: 333',
      });
    await eventually(() => latest(carla, secret.id)?.state === 'answered');
    expect(JSON.stringify(carla.events)).not.toContain('Write me');
    const back = await shelf.viewer({ token: bruno.welcome.token });
    expect(back.welcome.myQuestions?.answers).toEqual([{ questionId: secret.id, text: 'Write me: 333' }]);
    expect(JSON.stringify(back.welcome.snapshot)).not.toContain('Write me');
    expect(await studio.outcome('question.reply', answer)).toBe('question_over');
  });

  test('QNA-8 merged: everyone who asked is counted, once, where it lives on', async () => {
    const { studio, anna, bruno, carla } = await openScene();
    const [one, same, mine] = [
      await ask(anna, 'Is it linen?'),
      await ask(bruno, 'Is this made of linen?'),
      await ask(anna, 'Linen?'),
    ];
    await meToo(carla, one);
    await meToo(carla, same);
    const merge = (from: QuestionView) =>
      studio.request('question.merge', { questionId: from.id, into: one.id });
    expect((await merge(same)).question.meToos).toBe(2);
    expect((await merge(mine)).question.meToos).toBe(2);
    await eventually(() => latest(bruno, same.id)?.mergedInto === one.id);
    expect(await studio.outcome('question.merge', { questionId: same.id, into: one.id })).toBe(
      'question_over',
    );
    expect(await studio.outcome('question.merge', { questionId: one.id, into: one.id })).toBe('not_found');
  });
});

test('QNA-11 a kept answer is offered for its product, or for all when it was about none', async () => {
  const { shelf, studio, anna } = await openScene();
  const { productId } = await shelf.stocked(1);
  const cookie = await shelf.app.cookieFor('helper');
  const call = (path: string, method = 'GET') =>
    fetch(`${shelf.app.url}/api/answers${path}`, { method, headers: { cookie, origin: shelf.app.url } });
  const reply = async (text: string, answer: string, about: Record<string, unknown> = {}) => {
    const { id } = await ask(anna, text, about);
    await studio.request('question.reply', { questionId: id, text: answer, to: 'all', save: true });
  };
  await reply('Is it linen?', 'Pure linen.', { productId });
  await reply('Open on Sunday?', 'No, sorry.');
  await reply('Open on Sunday?', 'No, sorry.');
  type Answers = { answers: { id: string; answer: string; uses: number }[] };
  const about = (await (await call(`?product=${productId}`)).json()) as Answers;
  expect(about.answers).toMatchObject([
    { answer: 'No, sorry.', uses: 2 },
    { answer: 'Pure linen.', uses: 1 },
  ]);
  const general = (await (await call('?general=1')).json()) as Answers;
  expect(general.answers).toHaveLength(1);
  const [first] = general.answers;
  expect((await call(`/${first!.id}`, 'DELETE')).status).toBe(204);
  expect((await call(`/${first!.id}`, 'DELETE')).status).toBe(404);
  expect(await fetch(`${shelf.app.url}/api/answers`).then(({ status }) => status)).toBe(401);
});

test('QNA-14 all kept answers in pages, with their products, whatever comes meanwhile', async () => {
  const { shelf, studio, anna } = await openScene();
  const { productId } = await shelf.stocked(1);
  const cookie = await shelf.app.cookieFor('helper');
  const keep = async (text: string, about: Record<string, unknown> = {}) => {
    const { id } = await ask(anna, text, about);
    await studio.request('question.reply', { questionId: id, text: `${text} Yes.`, to: 'all', save: true });
  };
  await keep('Is it linen?', { productId });
  for (const text of ['Open on Sunday?', 'Do you ship?', 'By tram?']) await keep(text);
  type Page = {
    answers: { question: string; title: string | null; productId: string | null }[];
    next: string | null;
  };
  const read = async (cursor: string | null): Promise<Page> => {
    const query = `limit=2${cursor ? `&cursor=${cursor}` : ''}`;
    return (await (
      await fetch(`${shelf.app.url}/api/answers?${query}`, { headers: { cookie } })
    ).json()) as Page;
  };
  const first = await read(null);
  await keep('Came meanwhile?');
  const second = await read(first.next);
  const all = [...first.answers, ...second.answers];
  expect(second.next).toBe(null);
  expect(all.map(({ question }) => question)).toEqual([
    'By tram?',
    'Do you ship?',
    'Open on Sunday?',
    'Is it linen?',
  ]);
  expect(all.at(-1)).toMatchObject({ productId, title: 'Linen shirt' });
  expect(all[0]).toMatchObject({ productId: null, title: null });
});

test('QNA-15 demand counts who waits still, or joined in the chosen days, each once', async () => {
  const clock = new ManualClock();
  const { shelf, anna, bruno, carla } = await openScene(clock);
  const { variantId } = await shelf.stocked(0);
  const join = (who: TestClient) => who.request('waiting.join', { key: newKey(), variantId, quantity: 1 });
  const leave = (who: TestClient) => who.request('waiting.leave', { key: newKey(), variantId });
  const cookie = await shelf.app.cookieFor('helper');
  const waiting = async () => {
    const answer = await fetch(`${shelf.app.url}/api/demand?days=7`, { headers: { cookie } });
    return ((await answer.json()) as { demand: { waiting: number }[] }).demand[0]?.waiting ?? 0;
  };
  for (const who of [anna, bruno, carla]) await join(who);
  await leave(anna);
  await join(anna);
  await leave(bruno);
  expect(await waiting()).toBe(3);
  // A week later: those who wait still, and not who left.
  await shelf.app.db.write((tx) =>
    tx.run('UPDATE waiting SET joined_at = joined_at - ?', 8 * 24 * 3_600_000),
  );
  expect(await waiting()).toBe(2);
  await shelf.app.db.write((tx) => tx.run("UPDATE waiting SET state = 'left' WHERE state = 'waiting'"));
  expect(await waiting()).toBe(0);
});

test('QNA-12 what was wanted and not had, most wanted first', async () => {
  const { shelf, anna, bruno, carla } = await openScene();
  const [shirt, boots] = [await shelf.stocked(1), await shelf.stocked(0)];
  const tap = (who: TestClient, variantId: string) =>
    who.outcome('reservation.place', { key: newKey(), variantId, quantity: 1 });
  expect(await tap(anna, shirt.variantId)).toBe('ok');
  for (const who of [bruno, bruno, carla]) expect(await tap(who, shirt.variantId)).toBe('sold_out');
  await bruno.request('waiting.join', { key: newKey(), variantId: shirt.variantId, quantity: 1 });
  const question = await ask(anna, 'More soon?', { kind: 'try_on', productId: boots.productId });
  await meToo(bruno, question);
  const cookie = await shelf.app.cookieFor('helper');
  const read = async () =>
    (await (await fetch(`${shelf.app.url}/api/demand?days=7`, { headers: { cookie } })).json()) as {
      demand: unknown[];
    };
  await eventually(async () => (await read()).demand.length === 2);
  expect((await read()).demand).toMatchObject([
    { variantId: shirt.variantId, title: 'Linen shirt', missed: 2, waiting: 1, questions: 0 },
    { productId: boots.productId, variantId: null, questions: 1, tryOns: 1, meToos: 1, missed: 0 },
  ]);
});
