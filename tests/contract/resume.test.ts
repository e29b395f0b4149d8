// Coming back: each durable event exactly once, in order, after the welcome.
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import type { Welcome } from '../../shared/model.ts';
import type { EventFrame, ReplyFrame } from '../../shared/protocol.ts';
import * as journal from '../../server/db/journal.ts';
import * as shows from '../../server/rooms/shows.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';

const rename = (app: TestApp, slug = 'demo') =>
  app.db.write((tx) => {
    const room = shows.findRoom(tx, slug);
    if (!room) throw new Error('no room');
    journal.append(tx, room.id, 1, 'room.renamed', { room: { ...room, show: null } });
  });
const renames = async (app: TestApp, count: number) => {
  await Promise.all(Array.from({ length: count }, () => rename(app)));
};
const enter = async (app: TestApp, hello: Record<string, unknown> = {}) => {
  const client = await TestClient.connect({ url: app.url });
  return { client, welcome: await client.hello(hello) };
};
const seqsOf = (frames: EventFrame[]) => frames.flatMap(({ seq }) => seq ?? []);
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, n) => from + n);

describe('lastSeq', () => {
  test('SES-6 what was missed comes with the welcome, in order, and the rest live', async () => {
    const app = await startTestApp();
    const { client: first, welcome } = await enter(app);
    expect(welcome.seq).toBe(0);
    await renames(app, 2);
    await eventually(() => first.events.length >= 2);
    first.socket.close();
    await renames(app, 3);
    const { client, welcome: back } = await enter(app, { lastSeq: 2 });
    expect(back).toMatchObject({ seq: 5, snapshot: null });
    expect(seqsOf(back.missed)).toEqual([3, 4, 5]);
    await rename(app);
    await eventually(() => seqsOf(client.events).length > 0);
    expect(seqsOf(client.events)).toEqual([6]);
  });

  test('SES-6 nobody missed anything: no events and no snapshot', async () => {
    const app = await startTestApp();
    await renames(app, 4);
    const { welcome } = await enter(app, { lastSeq: 4 });
    expect(welcome).toMatchObject({ seq: 4, snapshot: null, missed: [] });
  });

  test.each([
    ['none', undefined],
    ['one from the future', 700],
    ['the largest number', Number.MAX_SAFE_INTEGER],
    ['one that is too old', 0],
  ])('SES-6 with %s there is a snapshot', async (_name, lastSeq) => {
    const app = await startTestApp();
    await renames(app, limits.replayEvents + 1);
    const { welcome } = await enter(app, lastSeq === undefined ? {} : { lastSeq });
    expect(welcome).toMatchObject({
      seq: limits.replayEvents + 1,
      missed: [],
      snapshot: { room: { slug: 'demo' } },
    });
  });

  test('SES-6 the oldest that can be replayed is', async () => {
    const app = await startTestApp();
    await renames(app, limits.replayEvents + 1);
    const { welcome } = await enter(app, { lastSeq: 1 });
    expect(seqsOf(welcome.missed)).toEqual(upTo(limits.replayEvents + 1, 2));
  });

  test('SES-6 a lastSeq of one room says nothing about another', async () => {
    const app = await startTestApp();
    await app.addRoom('other');
    await renames(app, 3);
    const { welcome } = await enter(app, { room: 'other', lastSeq: 3 });
    expect(welcome).toMatchObject({ seq: 0, snapshot: { room: { slug: 'other' } } });
  });

  test('SES-22 who resumes is told audience and timing after the welcome, whether they changed or not', async () => {
    const app = await startTestApp();
    await enter(app);
    const { client, welcome } = await enter(app, { lastSeq: 0 });
    expect(welcome.snapshot).toBe(null);
    await eventually(() => client.events.length >= 2);
    expect(client.events.slice(0, 2)).toEqual([
      { type: 'audience.counted', body: { viewers: 2 } },
      { type: 'stage.timed', body: { timing: null } },
    ]);
  });
});

describe('while events pour', () => {
  /** All frames of a socket in the order of their coming. */
  const record = (client: TestClient) => {
    const frames: (ReplyFrame | EventFrame)[] = [];
    client.socket.on('message', (data) => frames.push(JSON.parse(String(data)) as ReplyFrame | EventFrame));
    return frames;
  };

  const pourOver = async (app: TestApp, hello: (n: number) => Record<string, unknown>) => {
    const newcomers = await Promise.all(
      Array.from({ length: 24 }, () => TestClient.connect({ url: app.url })),
    );
    const recorded = newcomers.map(record);
    const pouring = (async () => {
      for (let n = 0; n < 60; n += 1) await renames(app, 3);
    })();
    await Promise.all(newcomers.map((client, n) => client.hello(hello(n))));
    await pouring;
    const { welcome } = await enter(app);
    await eventually(() => newcomers.every((client) => client.events.some(({ seq }) => seq === welcome.seq)));
    return { recorded, last: welcome.seq };
  };

  const heard = (frames: (ReplyFrame | EventFrame)[], lastSeq: number | null) => {
    const [first, ...rest] = frames as [{ body: Welcome }, ...EventFrame[]];
    expect(first).toMatchObject({ ok: true, body: { role: 'viewer' } });
    const { seq, missed, snapshot } = first.body;
    if (lastSeq === null) expect(snapshot).not.toBe(null);
    const from = lastSeq ?? seq;
    return { from, seqs: seqsOf([...missed, ...rest]) };
  };

  test('SES-6 newcomers get a snapshot and every event after it, once, in order, none before the welcome', async () => {
    const app = await startTestApp();
    // With media the welcome waits for a transport, and events pile up meanwhile.
    const { recorded, last } = await pourOver(app, (n) => ({ media: n % 2 === 0 }));
    for (const frames of recorded) {
      const { from, seqs } = heard(frames, null);
      expect(seqs).toEqual(upTo(last, from + 1));
    }
  });

  test('SES-6 those who come back get what they missed and the rest, once, in order', async () => {
    const app = await startTestApp();
    await renames(app, 100);
    const { recorded, last } = await pourOver(app, (n) => ({ media: n % 2 === 0, lastSeq: n * 4 }));
    for (const [n, frames] of recorded.entries()) {
      const { seqs } = heard(frames, n * 4);
      expect(seqs).toEqual(upTo(last, n * 4 + 1));
    }
  });
});

describe('rooms apart', () => {
  test('SES-7 an event reaches everyone in its room and nobody in another', async () => {
    const app = await startTestApp();
    await app.addRoom('other');
    const here = await Promise.all([enter(app), enter(app)]);
    const there = await enter(app, { room: 'other' });
    await rename(app);
    await Promise.all(here.map(({ client }) => client.event('room.renamed')));
    await rename(app, 'other');
    const event = await there.client.event('room.renamed');
    expect(event).toMatchObject({ seq: 1, body: { room: { slug: 'other' } } });
    for (const { client } of here) expect(client.eventsOf('room.renamed')).toHaveLength(1);
  });

  test('SES-7 STO-3: an event reaches members of the closed room never, and by the journal when they are back', async () => {
    const app = await startTestApp();
    await rename(app);
    expect([...app.rooms.open]).toEqual([]);
    const { welcome } = await enter(app, { lastSeq: 0 });
    expect(seqsOf(welcome.missed)).toEqual([1]);
  });
});
