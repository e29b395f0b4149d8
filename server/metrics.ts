// Prometheus metrics: one helper per event, so that names and labels are said once. Label values are from closed lists,
// never from what a client typed. Rules: OPS-33.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RecoveryStep } from '../shared/media.ts';
import { requests } from '../shared/requests.ts';

export type Metrics = ReturnType<typeof openMetrics>;

/** Read when the metrics are asked for. */
export type Readings = {
  sockets: () => number;
  rooms: () => { slug: string; viewers: number; wantingStills: number }[];
  workers: () => Promise<WorkerReading[]>;
};
type WorkerReading = { index: number; cpuMs: number; maxRssKb: number; consumers: number };

export const openMetrics = () => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'vetrina_' });
  const requestCount = new Counter({
    name: 'vetrina_requests_total',
    help: 'Signalling requests by type and outcome',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const httpSeconds = new Histogram({
    name: 'vetrina_http_seconds',
    help: 'HTTP responses by status class',
    labelNames: ['status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers,
  });
  const recoverySeconds = new Histogram({
    name: 'vetrina_media_recovery_seconds',
    help: 'How long pictures stood still, a viewer’s or the host’s, by the step that brought them back',
    labelNames: ['who', 'step'],
    buckets: [1, 2, 3, 5, 10, 20, 60],
    registers,
  });
  return {
    registry,
    request(type: string, outcome: string) {
      requestCount.inc({ type: Object.hasOwn(requests, type) ? type : 'other', outcome });
    },
    http(status: number, seconds: number) {
      httpSeconds.observe({ status: `${Math.floor(status / 100)}xx` }, seconds);
    },
    recovered(who: 'viewer' | 'host', step: RecoveryStep, frozenMs: number) {
      recoverySeconds.observe({ who, step }, frozenMs / 1000);
    },
    read(readings: Readings) {
      new Gauge({
        name: 'vetrina_sockets',
        help: 'Open signalling sockets',
        registers,
        collect() {
          this.set(readings.sockets());
        },
      });
      const perRoom = (name: string, help: string, value: 'viewers' | 'wantingStills') =>
        new Gauge({
          name,
          help,
          labelNames: ['room'],
          registers,
          collect() {
            this.reset();
            for (const room of readings.rooms()) this.set({ room: room.slug }, room[value]);
          },
        });
      perRoom('vetrina_viewers', 'Viewers by open room', 'viewers');
      perRoom(
        'vetrina_stills_wanted',
        'Viewers who get photos because no video reaches them',
        'wantingStills',
      );
      // The three are collected at once; they share one question to the workers.
      let asked: ReturnType<Readings['workers']> | null = null;
      const usage = () => (asked ??= readings.workers().finally(() => (asked = null)));
      const perWorker = (name: string, help: string, read: (row: WorkerReading) => number) =>
        new Gauge({
          name,
          help,
          labelNames: ['worker'],
          registers,
          async collect() {
            const rows = await usage();
            this.reset();
            for (const row of rows) this.set({ worker: row.index }, read(row));
          },
        });
      perWorker(
        'vetrina_worker_cpu_seconds',
        'CPU time of each media worker since its start',
        ({ cpuMs }) => cpuMs / 1000,
      );
      perWorker(
        'vetrina_worker_max_rss_bytes',
        'Largest resident size of each media worker',
        ({ maxRssKb }) => maxRssKb * 1024,
      );
      perWorker('vetrina_worker_consumers', 'Consumers on each media worker', ({ consumers }) => consumers);
    },
  };
};
