// kill -9 while a crowd reserves, again and again on one database. Each client makes a key for what it wants and repeats
// what it heard no answer to with the same key, as the room page does. After every round the database must hold each
// promise that was heard, no key may have done its work twice, and the ledger must be whole. Rules: RES-22.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Db } from '../../server/db/open.ts';
import * as ledger from '../../server/shop/ledger.ts';
import type { ReservationState } from '../../shared/reservation-states.ts';
import { random } from '../helpers/random.ts';
import { Caller } from './caller.ts';
import { makeShop, room, variantId } from './reserve-vetrina.ts';
import { startServer, tempFolder, type Server } from './server.ts';

export type KillReport = {
  rounds: number;
  /** Promises heard of, and those that were made but not heard of before the kill: their keys got the first answer. */
  acknowledged: number;
  unheard: number;
  /** Requests without an answer that had not been carried out: their keys did their work after the restart. */
  lost: number;
  ledgerRows: number;
  restartMs: number[];
  problems: string[];
};

type Wish =
  | { type: 'reservation.place'; body: { key: string; variantId: string; quantity: number } }
  | { type: 'reservation.cancel'; body: { key: string; reservationId: string } }
  | {
      type: 'reservation.confirm';
      body: { key: string; reservationId: string; name: string; contact: string };
    };

const variants = 5;
const clients = 40;
/** Below the rate of one session: every round has new sockets. */
const mostTaps = 27;

class Buyer {
  /** What it heard of its reservations. */
  readonly known = new Map<string, ReservationState>();
  pending: Wish | null = null;
  doubled: string[] = [];
  #caller: Caller | null = null;
  #token: string | undefined;
  readonly #next: () => number;

  constructor(next: () => number) {
    this.#next = next;
  }

  async enter(url: string, address: string): Promise<void> {
    this.#caller = await Caller.open({ url, localAddress: address });
    const { token } = await this.#caller.hello({
      room,
      page: 'room',
      media: false,
      ...(this.#token !== undefined && { token: this.#token }),
    });
    this.#token = token;
  }

  /** Repeats what had no answer, then goes on until the socket goes or `done`. */
  async buy(done: () => boolean): Promise<void> {
    for (let taps = 0; taps < mostTaps && !done(); taps += 1) {
      this.pending ??= this.#wish();
      const heard = await this.#ask(this.pending);
      if (!heard) return;
      this.pending = null;
    }
  }

  close(): void {
    this.#caller?.close();
  }

  async #ask({ type, body }: Wish): Promise<boolean> {
    try {
      const { reservation } = (await this.#caller?.request(type, body)) ?? {};
      if (!reservation) return false;
      if (type === 'reservation.place' && this.known.has(reservation.id)) this.doubled.push(reservation.id);
      this.known.set(reservation.id, reservation.state);
      return true;
    } catch (error) {
      if (/socket/.test((error as Error).message)) return false;
      throw error;
    }
  }

  #wish(): Wish {
    const key = randomUUID();
    const held = [...this.known].filter(([, state]) => state === 'held').map(([id]) => id);
    const chance = this.#next();
    const reservationId = held[Math.floor(this.#next() * held.length)];
    if (reservationId !== undefined && chance < 0.2)
      return { type: 'reservation.cancel', body: { key, reservationId } };
    if (reservationId !== undefined && chance < 0.4)
      return {
        type: 'reservation.confirm',
        body: { key, reservationId, name: 'Anna', contact: 'anna@example.com' },
      };
    const wanted = variantId(Math.floor(this.#next() * variants));
    return { type: 'reservation.place', body: { key, variantId: wanted, quantity: 1 } };
  }
}

type Row = { id: string; state: ReservationState };

/** What is wrong in the database, the server being dead or stopped. */
const inspect = (file: string) => {
  const db = new Db(file);
  try {
    return db.read((sql) => ({
      verdict: ledger.verify(sql),
      rows: sql.all<Row>('SELECT id, state FROM reservations'),
      integrity: sql.get<{ integrity_check: string }>('PRAGMA integrity_check')?.integrity_check,
    }));
  } finally {
    db.close();
  }
};

const address = (index: number) => `127.0.3.${1 + (index % 200)}`;

const enterAll = (buyers: Buyer[], { url }: Server) =>
  Promise.all(buyers.map((buyer, index) => buyer.enter(url, address(index))));

/** Runs the rounds and one last life in which all that was pending is answered. Children and folders: the caller's. */
export const killRounds = async (
  rounds: number,
  seed: number,
  tell: (line: string) => void = () => {},
): Promise<KillReport> => {
  const next = random(seed);
  const folder = tempFolder();
  const file = join(folder, 'vetrina.db');
  const { db } = await makeShop(folder, variants);
  db.close();
  const buyers = Array.from({ length: clients }, () => new Buyer(next));
  const report: KillReport = {
    rounds: 0,
    acknowledged: 0,
    unheard: 0,
    lost: 0,
    ledgerRows: 0,
    restartMs: [],
    problems: [],
  };
  const heard = () => buyers.reduce((sum, { known }) => sum + known.size, 0);
  for (let round = 1; round <= rounds; round += 1) {
    const server = await startServer({ cores: null, workers: 1, dataDir: folder });
    report.restartMs.push(server.readyMs);
    await enterAll(buyers, server);
    const before = heard();
    let killed = false;
    const buying = Promise.all(buyers.map((buyer) => buyer.buy(() => killed)));
    await pause(20 + next() * 250);
    killed = true;
    await server.crash();
    await buying;
    const { problems, unheard, lost, rows } = judge(file, buyers);
    report.rounds = round;
    report.unheard += unheard;
    report.lost += lost;
    report.ledgerRows = rows;
    report.problems.push(...problems.map((problem) => `round ${round}: ${problem}`));
    tell(
      `round ${round}: ${heard() - before} promises heard, ${unheard} made but unheard, ${rows} ledger rows whole`,
    );
  }
  await settleAll(folder, buyers);
  report.problems.push(...finalProblems(file, buyers));
  report.acknowledged = heard();
  return report;
};

const allowed: Record<Wish['type'], ReservationState> = {
  'reservation.place': 'held',
  'reservation.cancel': 'cancelled',
  'reservation.confirm': 'confirmed',
};

/** Right after the kill: what was heard is there; what is there beyond that is at most what had no answer yet. */
const judge = (file: string, buyers: Buyer[]) => {
  const { verdict, rows, integrity } = inspect(file);
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  const problems: string[] = [];
  if (verdict.broken) problems.push(verdict.broken);
  if (integrity !== 'ok') problems.push(`integrity: ${integrity}`);
  let lost = 0;
  let changesUnheard = 0;
  for (const { known, pending } of buyers) {
    for (const [id, state] of known) {
      const there = states.get(id);
      if (there === state) continue;
      const mine = pending && 'reservationId' in pending.body && pending.body.reservationId === id;
      if (mine && there === allowed[pending.type]) changesUnheard += 1;
      else problems.push(`${id} was heard to be ${state} and is ${there ?? 'gone'}`);
    }
    if (pending) lost += 1;
  }
  const known = buyers.reduce((sum, buyer) => sum + buyer.known.size, 0);
  const placing = buyers.filter(({ pending }) => pending?.type === 'reservation.place').length;
  const beyond = rows.length - known;
  if (beyond < 0 || beyond > placing)
    problems.push(`${beyond} reservations that nobody heard of, of ${placing} asked for`);
  const unheard = beyond + changesUnheard;
  return { problems, unheard, lost: lost - unheard, rows: verdict.rows };
};

/** One last life: everyone repeats what is pending, and hears of it. */
const settleAll = async (folder: string, buyers: Buyer[]): Promise<void> => {
  const server = await startServer({ cores: null, workers: 1, dataDir: folder });
  await enterAll(buyers, server);
  await Promise.all(buyers.map((buyer) => buyer.buy(() => buyer.pending === null)));
  for (const buyer of buyers) buyer.close();
  await server.stop();
};

/** Each key did its work once: the reservations are those that were heard of, no more and no fewer. */
const finalProblems = (file: string, buyers: Buyer[]): string[] => {
  const { verdict, rows } = inspect(file);
  const known = new Map(buyers.flatMap((buyer) => [...buyer.known]));
  return [
    ...(verdict.broken ? [verdict.broken] : []),
    ...buyers.flatMap(({ pending }) => (pending ? [`still no answer to ${pending.body.key}`] : [])),
    ...buyers.flatMap(({ doubled }) => doubled.map((id) => `two keys were answered with ${id}`)),
    ...rows
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => `${id} is there, but no key was answered with it`),
    ...[...known]
      .filter(([id, state]) => rows.find((row) => row.id === id)?.state !== state)
      .map(([id]) => `${id} is not what was heard of it`),
  ];
};
