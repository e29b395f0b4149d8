// What goes on in the room while networks are bad: chat, questions and reservations of others, a few durable events a
// second, and the staff's hands. And what the shop's own database says of a viewer's taps.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Db } from '../../server/db/open.ts';
import { knownToken } from '../helpers/known.ts';
import { Caller } from './caller.ts';

const talkers = 3;
/** Each says something in every second turn: below the chat's 20 a minute. */
const turnMs = 1600;

type Talker = { caller: Caller; turn: number; questionId?: string; reservationId?: string };

/** `stop` leaves no question and no reservation of theirs behind: they would fill the studio's queue from case to case. */
export type Talk = { stop: () => Promise<void> };
type Room = { url: string; slug: string; dataDir: string };

const withDb = async <T>(dataDir: string, work: (db: Db) => T | Promise<T>): Promise<T> => {
  const db = new Db(join(dataDir, 'vetrina.db'));
  try {
    return await work(db);
  } finally {
    db.close();
  }
};

/** Of a device that the shop has known for long: newcomers of one network share a pace. */
const openCaller = async ({ url, slug, dataDir }: Room): Promise<Caller> => {
  const caller = await Caller.open({ url });
  const token = await withDb(dataDir, knownToken);
  await caller.hello({ room: slug, page: 'room', media: false, token });
  return caller;
};

const withdraw = async (talker: Talker): Promise<void> => {
  const { caller, questionId } = talker;
  delete talker.questionId;
  if (questionId) await caller.request('question.withdraw', { questionId });
};

const cancel = async (talker: Talker): Promise<void> => {
  const { caller, reservationId } = talker;
  delete talker.reservationId;
  if (reservationId) await caller.request('reservation.cancel', { key: randomUUID(), reservationId });
};

const takeBack = async (talker: Talker): Promise<void> => {
  await withdraw(talker);
  await cancel(talker);
};

/** What they do in turn; what is refused (sold out, too fast) is left out. */
const takeTurn = async (talker: Talker, name: string, variantId: string): Promise<void> => {
  const { caller } = talker;
  const key = randomUUID();
  const turn = talker.turn++ % 8;
  if (turn % 2 === 0) await caller.request('chat.say', { key, text: `${name} ${key}`, replyTo: null });
  if (turn === 1) {
    const text = `${name} asks ${key}`;
    const asked = { key, kind: 'question', text, productId: null, variantId: null } as const;
    talker.questionId = (await caller.request('question.ask', asked)).question.id;
  }
  if (turn === 3) {
    const wish = { key, variantId, quantity: 1 };
    talker.reservationId = (await caller.request('reservation.place', wish)).reservation.id;
  }
  if (turn === 5) await withdraw(talker);
  if (turn === 7) await cancel(talker);
};

export const startTalk = async (room: Room, variantId: string): Promise<Talk> => {
  const all: Talker[] = [];
  for (let turn = 0; turn < talkers; turn += 1) all.push({ caller: await openCaller(room), turn });
  const timers = all.map((talker, index) =>
    setInterval(() => void takeTurn(talker, `Talker ${index}`, variantId).catch(() => {}), turnMs),
  );
  return {
    async stop() {
      timers.forEach(clearInterval);
      await Promise.all(all.map((talker) => takeBack(talker).catch(() => {})));
      for (const { caller } of all) caller.close();
    },
  };
};

/** A question of somebody new, for a viewer to join. */
export const askOnce = async (room: Room, text: string): Promise<void> => {
  const caller = await openCaller(room);
  await caller.request('question.ask', {
    key: randomUUID(),
    kind: 'question',
    text,
    productId: null,
    variantId: null,
  });
  caller.close();
};

/** More than all cases together reserve: what is sold out is no tap that was lost. */
const pieces = 1000;

const restock = async (url: string, cookie: string, variantId: string): Promise<void> => {
  const answer = await fetch(`${url}/api/variants/${variantId}/stock`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ difference: pieces, reason: 'bench' }),
  });
  if (!answer.ok) throw new Error(`no stock: ${answer.status} ${await answer.text()}`);
};

/** Shows the demo shop's hand cream: one variant, plenty of it from now on. Returns the variant. */
export const showProduct = async (url: string, room: string, cookie: string): Promise<string> => {
  const caller = await Caller.open({ url, cookie });
  const { snapshot } = await caller.hello({ room, page: 'studio', media: false });
  const product = snapshot?.shelf.products.find(({ variants }) => variants.length === 1);
  const [variant] = product?.variants ?? [];
  if (!product || !variant) throw new Error('the demo shop has no product of one variant');
  await caller.request('product.pin', { productId: product.id });
  caller.close();
  await restock(url, cookie, variant.id);
  return variant.id;
};

/** How often the host's taps are in the room's journal; 1 each is right. */
export type HostTaps = { pinned: number; answered: number };

export const countHostTaps = (dataDir: string, productId: string, question: string, since: number) =>
  withDb(dataDir, (db): HostTaps =>
    db.read((sql) => {
      const count = (where: string, ...values: (string | number)[]) =>
        sql.get<{ count: number }>(`SELECT count(*) AS count FROM events WHERE ${where}`, ...values)?.count ??
        0;
      const answered = `body ->> '$.question.text' = ? AND body ->> '$.question.state' = 'answered'`;
      return {
        pinned: count(`type = 'product.pinned' AND body ->> '$.productId' = ? AND at >= ?`, productId, since),
        answered: count(`type = 'question.changed' AND ${answered}`, question),
      };
    }),
  );

/** How often each tap of the device that asked `question` is in the shop's books; 1 each is right. */
export type Taps = { asked: number; joined: number; reserved: number };

export const countTaps = (dataDir: string, question: string, joined: string): Promise<Taps> =>
  withDb(dataDir, (db) =>
    db.read((sql) => {
      const count = (text: string, ...values: string[]) =>
        sql.get<{ count: number }>(`SELECT count(*) AS count FROM ${text}`, ...values)?.count ?? 0;
      const device = 'SELECT device_id FROM questions WHERE text = ? LIMIT 1';
      return {
        asked: count('questions WHERE text = ?', question),
        joined: count('me_toos JOIN questions ON id = question_id WHERE text = ?', joined),
        reserved: count(`reservations WHERE device_id = (${device})`, question),
      };
    }),
  );
