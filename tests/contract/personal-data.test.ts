// What a viewer may have told and deleted by the link of a receipt, over a real server.
import { expect, test } from 'vitest';
import { forget as sweep } from '../../server/shop/forget.ts';
import * as reservations from '../../server/shop/reservations.ts';
import type { ReservationId } from '../../server/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { Forgotten, PersonalData } from '../../shared/shop-api.ts';
import { apiOf } from '../helpers/api.ts';
import { ask, openScene, say, type Scene } from '../helpers/civil.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { newKey } from '../helpers/shelf.ts';

const bearer = (receipt: string) => ({ authorization: `Bearer ${receipt}` });

/** Anna: two reservations, one of them cancelled; a place in a waiting list, a question, a message, a nickname. */
const open = async () => {
  const scene = await openScene();
  const { shelf, anna, bruno } = scene;
  const [shirt, soldOut] = [await shelf.stocked(5), await shelf.stocked(1)];
  await anna.request('viewer.rename', { nickname: 'Anna Neri' });
  const place = async (who: TestClient, variantId: string) =>
    (await who.request('reservation.place', { key: newKey(), variantId, quantity: 1 })).reservation;
  const [over, kept] = [await place(anna, shirt.variantId), await place(anna, shirt.variantId)];
  const holder = { name: 'Anna Neri', contact: 'anna@example.com' };
  for (const { id } of [over, kept])
    await anna.request('reservation.confirm', { key: newKey(), reservationId: id, ...holder });
  await anna.request('reservation.cancel', { key: newKey(), reservationId: over.id });
  const brunos = await place(bruno, soldOut.variantId);
  await anna.request('waiting.join', { key: newKey(), variantId: soldOut.variantId, quantity: 1 });
  const question = await ask(anna, 'Is it washed linen?');
  await say(anna, 'What a lovely colour');
  const hers = await say(bruno, 'Hello from Bruno');
  return { ...scene, over, kept, brunos, question, hers, api: apiOf(shelf.app, null), soldOut };
};

const traces = (scene: Scene): string =>
  scene.shelf.app.db.read((sql) =>
    JSON.stringify(
      ['reservations', 'viewers', 'waiting', 'questions', 'messages', 'events', 'idempotency', 'ledger'].map(
        (table) => sql.all(`SELECT * FROM ${table}`),
      ),
    ),
  );

test('IDN-22: a receipt tells all that is kept about its holder, nothing of others and no secret of another', async () => {
  const { api, kept, over, brunos } = await open();
  const response = await api.send('GET', '/receipt/data', undefined, bearer(kept.receipt));
  expect(response.headers.get('cache-control')).toBe('no-store');
  const text = await response.text();
  expect(JSON.parse(text) as PersonalData).toMatchObject({
    nickname: { name: 'Anna Neri' },
    reservations: [
      { code: over.code, state: 'cancelled', name: 'Anna Neri', contact: 'anna@example.com' },
      { code: kept.code, state: 'confirmed' },
    ],
    waiting: [{ quantity: 1, place: 1 }],
    questions: [{ text: 'Is it washed linen?', state: 'waiting', answer: null }],
    messages: [{ text: 'What a lovely colour', nickname: 'Anna Neri' }],
  });
  for (const others of [over.receipt, kept.receipt, brunos.code, 'Bruno']) expect(text).not.toContain(others);
  expect(await api.refused('GET', '/receipt/data', undefined, bearer('x'.repeat(43)))).toEqual([
    404,
    'not_found',
  ]);
  expect(await api.refused('DELETE', '/receipt/data')).toEqual([401, 'unauthorised']);
});

test('IDN-23 IDN-24: deleting takes all that is over at once; what is open stays until it is over', async () => {
  const scene = await open();
  const { shelf, api, kept, over, anna, bruno, question, hers } = scene;
  const { app } = shelf;
  const forget = (receipt: string) =>
    api.write<Forgotten>('DELETE', '/receipt/data', undefined, bearer(receipt));
  expect(await forget(kept.receipt)).toEqual({ reservations: 1, sanctions: 0, linkEnds: false });
  // At once, for who is in the room.
  await eventually(() => bruno.eventsOf('chat.removed').length === 1);
  expect(await api.refused('GET', '/receipt', undefined, bearer(over.receipt))).toEqual([404, 'not_found']);
  const now = (await (
    await api.send('GET', '/receipt/data', undefined, bearer(kept.receipt))
  ).json()) as PersonalData;
  expect(now).toMatchObject({ nickname: null, waiting: [], questions: [], messages: [] });
  expect(now.reservations.map(({ code }) => code)).toEqual([kept.code]);
  expect(traces(scene)).not.toContain('What a lovely colour');
  // Whoever comes back to what was deleted gets a snapshot, with the question, which has no name any more.
  const back = await TestClient.connect({ url: app.url });
  const welcome = await back.hello({ lastSeq: 1 });
  expect(JSON.stringify(welcome)).not.toContain('Anna Neri');
  expect(JSON.stringify(welcome)).toContain(question.text);
  expect(JSON.stringify(welcome)).toContain(hers.text);
  await app.db.write((tx) => reservations.collect(tx, kept.id as ReservationId, 'staff:Ada', Date.now()));
  expect(await forget(kept.receipt)).toEqual({ reservations: 0, sanctions: 0, linkEnds: true });
  expect(await api.refused('GET', '/receipt/data', undefined, bearer(kept.receipt))).toEqual([
    404,
    'not_found',
  ]);
  for (const trace of ['Anna', 'anna@example.com']) expect(traces(scene)).not.toContain(trace);
  expect(shelf.verdict()).toBe(null);
  expect(await anna.outcome('clock.read', {})).toBe('ok');
});

test('IDN-23 a ban stays, and says so; asking is limited', async () => {
  const { shelf, api, kept, anna, helper } = await open();
  const { id } = await say(anna, 'Something rude');
  await helper.request('moderation.ban', { subjectId: id, hours: 5, reason: 'rude' });
  const forget = () => api.send('DELETE', '/receipt/data', undefined, bearer(kept.receipt));
  expect(await (await forget()).json()).toEqual({ reservations: 1, sanctions: 1, linkEnds: false });
  const statuses: number[] = [];
  for (let n = 0; n < limits.personalDataPerMinute; n += 1) statuses.push((await forget()).status);
  expect(statuses.at(-1)).toBe(429);
  const again = await TestClient.connect({ url: shelf.app.url });
  await expect(again.hello({ token: anna.welcome.token })).rejects.toThrow('banned');
});

test('IDN-24 RES-14: retention empties the journal of its time too', async () => {
  const scene = await open();
  const { db } = scene.shelf.app;
  const events = () => db.read((sql) => sql.all('SELECT * FROM events').length);
  expect(events()).toBeGreaterThan(2);
  expect(traces(scene)).toContain('What a lovely colour');
  await db.write((tx) => sweep(tx, Date.now() + 91 * 24 * 60 * 60_000));
  expect(events()).toBe(0);
});
