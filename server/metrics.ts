// Prometheus metrics: one helper per event, so that names and labels are said once. Label values are from closed lists,
// never from what a client typed. Rules: OPS-33, OPS-76.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '../shared/errors.ts';
import type { ViewerPath } from '../shared/checkup.ts';
import type { RecoveryStep } from '../shared/media.ts';
import { requests } from '../shared/requests.ts';

export type Metrics = ReturnType<typeof openMetrics>;

/** Read when the metrics are asked for. */
export type Readings = {
  sockets: () => number;
  /** Of the median socket. */
  pingMs: () => number | null;
  rooms: () => { slug: string; viewers: number; wantingStills: number }[];
  workers: () => Promise<WorkerReading[]>;
  traffic: () => TrafficReading;
  shop: () => { held: number; confirmed: number; questionsWaiting: number };
  disk: () => { freeBytes: number; totalBytes: number; databaseBytes: number };
  /** Milliseconds since 1970; null: never. */
  times: () => { backedUpAt: number | null; forgottenAt: number | null };
};
type WorkerReading = { index: number; cpuMs: number; maxRssKb: number; rssKb: number; consumers: number };
type PerKind = { audio: number; video: number };
type TrafficReading = {
  producers: PerKind;
  consumers: PerKind;
  layers: number[];
  ways: Record<'udp' | 'tcp' | 'none', number>;
  inBits: number;
  outBits: number;
  inLoss: number;
  outLoss: number;
};
type Row = [labels: Record<string, string | number>, value: number];

export const openMetrics = () => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'vetrina_' });
  // Sums of what is there by type already, and no counters, as their names would say (promtool check metrics).
  for (const sum of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`vetrina_nodejs_active_${sum}_total`);
  const requestCount = new Counter({
    name: 'vetrina_requests_total',
    help: 'Signalling requests by type and outcome',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const refusalCount = new Counter({
    name: 'vetrina_http_refusals_total',
    help: 'Refused HTTP requests by code',
    labelNames: ['code'],
    registers,
  });
  const upgradeCount = new Counter({
    name: 'vetrina_socket_refusals_total',
    help: 'Sockets that were not opened, by HTTP status',
    labelNames: ['status'],
    registers,
  });
  const commitSeconds = new Histogram({
    name: 'vetrina_commit_seconds',
    help: 'How long a transaction took until it was durable',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
    registers,
  });
  const writeCount = new Counter({
    name: 'vetrina_writes_total',
    help: 'Writes that the transactions held',
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
  const pathCount = new Counter({
    name: 'vetrina_viewer_paths_total',
    help: 'Viewers’ pages by the way that the picture took to them; none: photos instead',
    labelNames: ['path'],
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
    viewerPath(path: ViewerPath) {
      pathCount.inc({ path });
    },
    recovered(who: 'viewer' | 'host', step: RecoveryStep, frozenMs: number) {
      recoverySeconds.observe({ who, step }, frozenMs / 1000);
    },
    httpRefused(code: ErrorCode) {
      refusalCount.inc({ code });
    },
    upgradeRefused(status: number) {
      upgradeCount.inc({ status });
    },
    committed(seconds: number, writes: number) {
      commitSeconds.observe(seconds);
      writeCount.inc(writes);
    },
    read(readings: Readings) {
      readAll(registry, readings);
    },
  };
};

const secondsOf = (ms: number | null): Row[] => (ms === null ? [] : [[{}, ms / 1000]]);

type Draw = ReturnType<typeof drawer>;

/** Rows that are gone are gone from the metrics. */
const drawer =
  (registry: Registry) =>
  (
    name: string,
    help: string,
    labelNames: string[],
    rows: () => Row[] | Promise<Row[]>,
    Kind: typeof Gauge | typeof Counter = Gauge,
  ): void =>
    void new Kind({
      ...{ name: `vetrina_${name}`, help, labelNames, registers: [registry] },
      async collect() {
        const now = await rows();
        this.reset();
        // prom-client tells 0 where there is nothing to tell.
        if (labelNames.length === 0) this.remove();
        for (const [labels, value] of now) this.inc(labels, value);
      },
    });

const readAll = (registry: Registry, readings: Readings): void => {
  const draw = drawer(registry);
  readRooms(draw, readings);
  readWorkers(draw, readings);
  readMedia(draw, readings);
  readShop(draw, readings);
  readDisk(draw, readings);
};

const readRooms = (draw: Draw, { sockets, pingMs, rooms }: Readings): void => {
  draw('sockets', 'Open signalling sockets', [], () => [[{}, sockets()]]);
  draw('socket_ping_seconds', 'Half of the sockets answered their last ping faster', [], () =>
    secondsOf(pingMs()),
  );
  const perRoom = (name: string, help: string, value: 'viewers' | 'wantingStills') =>
    draw(name, help, ['room'], () => rooms().map((room) => [{ room: room.slug }, room[value]]));
  perRoom('viewers', 'Viewers by open room', 'viewers');
  perRoom('stills_wanted', 'Viewers who get photos because no video reaches them', 'wantingStills');
};

const readWorkers = (draw: Draw, { workers }: Readings): void => {
  // Those that are collected at once share one question to the workers.
  let asked: ReturnType<Readings['workers']> | null = null;
  const usage = () => (asked ??= workers().finally(() => (asked = null)));
  const perWorker = (
    name: string,
    help: string,
    value: (row: WorkerReading) => number,
    Kind: typeof Gauge | typeof Counter = Gauge,
  ) => {
    const rows = async (): Promise<Row[]> =>
      (await usage()).map((row) => [{ worker: row.index }, value(row)]);
    draw(`worker_${name}`, help, ['worker'], rows, Kind);
  };
  perWorker('cpu_seconds_total', 'CPU time of each media worker', ({ cpuMs }) => cpuMs / 1000, Counter);
  perWorker('max_rss_bytes', 'Largest resident size of each media worker', (row) => row.maxRssKb * 1024);
  perWorker('resident_memory_bytes', 'Resident size of each media worker', ({ rssKb }) => rssKb * 1024);
  perWorker('consumers', 'Consumers on each media worker', ({ consumers }) => consumers);
};

const readMedia = (draw: Draw, { traffic }: Readings): void => {
  const perKind = (name: 'producers' | 'consumers', help: string) =>
    draw(name, help, ['kind'], () =>
      (['audio', 'video'] as const).map((kind) => [{ kind }, traffic()[name][kind]]),
    );
  perKind('producers', 'Streams that hosts send');
  perKind('consumers', 'Streams that viewers are sent');
  draw('consumer_layers', 'Video streams by the layer that is sent now, 0 the smallest', ['layer'], () =>
    traffic().layers.map((count, layer) => [{ layer }, count]),
  );
  draw('media_paths', 'Media connections by protocol; none: not connected yet', ['protocol'], () =>
    Object.entries(traffic().ways).map(([protocol, count]) => [{ protocol }, count]),
  );
  const directed = (name: string, help: string, values: (now: TrafficReading) => [number, number]) =>
    draw(name, help, ['direction'], () => {
      const [inward, outward] = values(traffic());
      return [
        [{ direction: 'in' }, inward],
        [{ direction: 'out' }, outward],
      ];
    });
  directed('media_bytes_per_second', 'RTP from hosts and to viewers, of the last sample', (now) => [
    now.inBits / 8,
    now.outBits / 8,
  ]);
  directed(
    'media_packet_loss_ratio',
    'Packets lost from hosts and to viewers, on the worst worker',
    (now) => [now.inLoss, now.outLoss],
  );
};

const readShop = (draw: Draw, { shop }: Readings): void => {
  draw('reservations_open', 'Reservations that still keep a piece, by state', ['state'], () =>
    (['held', 'confirmed'] as const).map((state) => [{ state }, shop()[state]]),
  );
  draw('questions_waiting', 'Questions of running shows that nobody has taken yet', [], () => [
    [{}, shop().questionsWaiting],
  ]);
};

const readDisk = (draw: Draw, { disk, times }: Readings): void => {
  const perDisk = (name: string, help: string, value: 'freeBytes' | 'totalBytes' | 'databaseBytes') =>
    draw(name, help, [], () => [[{}, disk()[value]]]);
  perDisk('disk_free_bytes', 'Free on the disk of the data folder', 'freeBytes');
  perDisk('disk_size_bytes', 'Size of the disk of the data folder', 'totalBytes');
  perDisk('database_bytes', 'The database with its log', 'databaseBytes');
  draw('last_backup_timestamp_seconds', 'When the last backup was made; missing: never', [], () =>
    secondsOf(times().backedUpAt),
  );
  draw('last_retention_timestamp_seconds', 'When what was kept long enough was last deleted', [], () =>
    secondsOf(times().forgottenAt),
  );
};
