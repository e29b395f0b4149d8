// A thousand real sockets tap for ten pieces in the same moment: ten get one, everyone is answered, and all of them see the same.
import { expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import * as stock from '../../server/shop/stock.ts';
import { Refused, TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { newKey, openShelf } from '../helpers/shelf.ts';
import { show, spread } from '../load/numbers.ts';

const crowd = 1000;
const pieces = 10;
const openAtOnce = 100;

/** As many as a server takes from one address, then on to the next address of this machine. */
const enter = async (url: string): Promise<TestClient[]> => {
  const clients: TestClient[] = [];
  while (clients.length < crowd)
    clients.push(
      ...(await Promise.all(
        Array.from({ length: openAtOnce }, async (_, offset) => {
          const address = 1 + Math.floor((clients.length + offset) / limits.maxSocketsPerAddress);
          const client = await TestClient.connect({ url, localAddress: `127.0.2.${address}` });
          await client.hello();
          return client;
        }),
      )),
    );
  return clients;
};

const latest = (client: TestClient) =>
  client
    .eventsOf('stock.changed')
    .flatMap(({ body }) => body.stock)
    .toSorted((a, b) => a.version - b.version)
    .at(-1);

test(
  'RES-21 RES-1 WTL-1 STK-10: of a thousand who tap for ten pieces, ten get one and all see the same',
  { timeout: 60_000 },
  async () => {
    const shelf = await openShelf();
    const { variantId } = await shelf.stocked(pieces);
    const clients = await enter(shelf.app.url);
    const times: number[] = [];
    const tap = async (client: TestClient, type: 'reservation.place' | 'waiting.join') => {
      const startedAt = performance.now();
      try {
        return await client.request(type, { key: newKey(), variantId, quantity: 1 });
      } catch (error) {
        if (error instanceof Refused) return error.code;
        throw error;
      } finally {
        times.push(performance.now() - startedAt);
      }
    };
    const printed = (what: string) => {
      const { p50, p99 } = spread(times.splice(0));
      console.log(`${crowd} sockets, ${what}: p50 ${show(p50, 'ms')}, p99 ${show(p99, 'ms')}`);
    };

    const outcomes = await Promise.all(clients.map((client) => tap(client, 'reservation.place')));
    printed('one tap each for ten pieces');
    const refused = outcomes.filter((outcome) => typeof outcome === 'string');
    expect(refused).toEqual(Array.from({ length: crowd - pieces }, () => 'sold_out'));

    const late = clients.filter((_, index) => outcomes[index] === 'sold_out');
    const waits = await Promise.all(late.map((client) => tap(client, 'waiting.join')));
    printed('those who came too late join the waiting list');
    const places = waits.map((answer) => (answer as { waiting: { place: number } }).waiting.place);
    expect(places.toSorted((a, b) => a - b)).toEqual(late.map((_, index) => index + 1));

    const truth = shelf.app.db.read((sql) => stock.view(sql, variantId));
    expect(truth.available).toBe(0);
    await eventually(() => clients.every((client) => latest(client)?.version === truth.version), 15_000);
    for (const client of clients) expect(latest(client)).toEqual(truth);
    const held = shelf.app.db.read((sql) =>
      sql.get('SELECT on_hand AS onHand, held FROM variants WHERE id = ?', variantId),
    );
    expect(held).toEqual({ onHand: pieces, held: pieces });
    expect(shelf.verdict()).toBeNull();
  },
);
