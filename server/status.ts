// How the shop is doing: a sample every few seconds, kept in memory for a quarter of an hour, and what lies on the disk. For the
// owner's page; Prometheus reads the newest sample as well. Rules: OPS-74, OPS-76.
import { statSync, statfsSync } from 'node:fs';
import { limits } from '../shared/limits.ts';
import type { Status, StatusSample } from '../shared/status.ts';
import type { Clock, Disposer } from './clock.ts';
import type { Db, Sql } from './db/open.ts';
import * as settings from './db/settings.ts';
import type { Log } from './log.ts';
import type { Pool } from './media/pool.ts';
import { noRates, type TrafficCounts, type TrafficRates } from './media/traffic.ts';
import type { Readings } from './metrics.ts';
import type { Registry } from './rooms/registry.ts';
import * as forget from './shop/forget.ts';

type StatusDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  pool: Pool;
  rooms: Registry;
  dataDir: string;
  databaseFile: string;
  pingMs: () => number | null;
};

type Disk = Pick<Status, 'disk' | 'databaseBytes' | 'backup'>;

/** Open reservations by state. */
const openReservations = (sql: Sql): Record<'held' | 'confirmed', number> => {
  // The planner would read all that ever were; the index holds the open ones alone.
  const rows = sql.all<{ state: 'held' | 'confirmed'; n: number }>(
    'SELECT state, count(*) AS n FROM reservations INDEXED BY open_codes WHERE ended_at IS NULL GROUP BY state',
  );
  return { held: 0, confirmed: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) };
};

const questionsWaiting = (sql: Sql): number =>
  sql.get<{ n: number }>(
    `SELECT count(*) AS n FROM questions WHERE state IN ('held', 'waiting', 'next')
       AND show_id IN (SELECT id FROM shows WHERE state <> 'ended')`,
  )?.n ?? 0;

export class StatusBook {
  readonly #deps: StatusDeps;
  readonly #stop: Disposer;
  #samples: StatusSample[] = [];
  #rates: TrafficRates = noRates;
  #busy = false;
  #closed = false;
  #before = { at: performance.now(), serverMs: 0, workersMs: new Map<number, number>() };

  constructor(deps: StatusDeps) {
    this.#deps = deps;
    this.#before.serverMs = serverMs();
    this.#stop = deps.clock.every(limits.sampleEveryMs, () => void this.#sample());
  }

  /** What Prometheus is told beside the sockets. Rates are those of the newest sample. */
  get readings(): Omit<Readings, 'sockets' | 'pingMs'> {
    const { db, pool, rooms } = this.#deps;
    return {
      rooms: () =>
        [...rooms.open].map(({ slug, viewers, stills }) => ({
          slug,
          viewers,
          wantingStills: stills.wanting,
        })),
      workers: () => pool.usage(),
      traffic: () => ({ ...summed(pool.workers.map((worker) => worker.traffic.counts())), ...this.#rates }),
      shop: () => db.read((sql) => ({ ...openReservations(sql), questionsWaiting: questionsWaiting(sql) })),
      disk: () => {
        const { disk, databaseBytes } = this.disk();
        return { ...disk, databaseBytes };
      },
      times: () => ({
        backedUpAt: this.disk().backup?.at ?? null,
        forgottenAt: db.read(forget.report).ranAt,
      }),
    };
  }

  disk(): Disk {
    const { dataDir, databaseFile, db } = this.#deps;
    const { bsize, bavail, blocks } = statfsSync(dataDir);
    const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const last = db.read((sql) => settings.read(sql, 'last_backup'));
    return {
      disk: { freeBytes: bsize * bavail, totalBytes: bsize * blocks },
      databaseBytes: size(databaseFile) + size(`${databaseFile}-wal`),
      backup: last === undefined ? null : (JSON.parse(last) as Status['backup']),
    };
  }

  read(): Status {
    return {
      at: this.#deps.clock.now(),
      everyMs: limits.sampleEveryMs,
      samples: this.#samples,
      ...this.disk(),
      retention: this.#deps.db.read(forget.report),
    };
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#stop();
  }

  // A worker that answers late makes one sample fewer, not two at once.
  async #sample(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const sample = await this.#take();
      this.#samples = [...this.#samples, sample].slice(-limits.samplesKept);
    } catch (err) {
      if (this.#closed) return;
      this.#deps.log.warn({ err }, 'the shop’s status could not be sampled');
    } finally {
      this.#busy = false;
    }
  }

  async #take(): Promise<StatusSample> {
    const { clock, db, pool, rooms, pingMs } = this.#deps;
    const [usage, rates] = await Promise.all([pool.usage(), this.#traffic()]);
    this.#rates = rates;
    const cpu = this.#cpu(new Map(usage.map(({ pid, cpuMs }) => [pid, cpuMs])));
    const ping = pingMs();
    return {
      at: clock.now(),
      viewers: [...rooms.open].reduce((sum, { viewers }) => sum + viewers, 0),
      outKbps: Math.round(rates.outBits / 1000),
      inKbps: Math.round(rates.inBits / 1000),
      pingMs: ping === null ? null : Math.round(ping),
      ...cpu,
      holds: db.read(openReservations).held,
    };
  }

  async #traffic(): Promise<TrafficRates> {
    const all = await Promise.all(this.#deps.pool.workers.map((worker) => worker.traffic.rates()));
    const worst = (key: 'inLoss' | 'outLoss') => Math.max(0, ...all.map((rates) => rates[key]));
    return {
      inBits: all.reduce((sum, { inBits }) => sum + inBits, 0),
      outBits: all.reduce((sum, { outBits }) => sum + outBits, 0),
      inLoss: worst('inLoss'),
      outLoss: worst('outLoss'),
    };
  }

  /** Cores since the last sample. A worker that was replaced in between counts from the next one on. */
  #cpu(workersMs: Map<number, number>): Pick<StatusSample, 'serverCpu' | 'workersCpu'> {
    const now = { at: performance.now(), serverMs: serverMs(), workersMs };
    const { at, serverMs: before, workersMs: known } = this.#before;
    this.#before = now;
    const passed = Math.max(1, now.at - at);
    const worked = [...workersMs].reduce((sum, [pid, ms]) => sum + ms - (known.get(pid) ?? ms), 0);
    const rounded = (cores: number) => Math.round(cores * 1000) / 1000;
    return { serverCpu: rounded((now.serverMs - before) / passed), workersCpu: rounded(worked / passed) };
  }
}

const summed = (all: TrafficCounts[]): TrafficCounts => {
  const sum = (pick: (counts: TrafficCounts) => number | undefined) =>
    all.reduce((total, counts) => total + (pick(counts) ?? 0), 0);
  const perKind = (of: 'producers' | 'consumers') => ({
    audio: sum((counts) => counts[of].audio),
    video: sum((counts) => counts[of].video),
  });
  const layers = Math.max(0, ...all.map((counts) => counts.layers.length));
  return {
    producers: perKind('producers'),
    consumers: perKind('consumers'),
    layers: Array.from({ length: layers }, (_, layer) => sum((counts) => counts.layers[layer])),
    ways: {
      udp: sum(({ ways }) => ways.udp),
      tcp: sum(({ ways }) => ways.tcp),
      none: sum(({ ways }) => ways.none),
    },
  };
};

const serverMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
