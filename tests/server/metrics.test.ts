// What Prometheus reads.
import { expect, test } from 'vitest';
import { openMetrics, type Readings } from '../../server/metrics.ts';

const value = async (metrics: ReturnType<typeof openMetrics>, line: string) => {
  const text = await metrics.registry.metrics();
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
};

const readings: Readings = {
  sockets: () => 5,
  pingMs: () => 40,
  rooms: () => [{ slug: 'demo', viewers: 3, wantingStills: 2 }],
  workers: () => Promise.resolve([{ index: 1, cpuMs: 1500, maxRssKb: 2, rssKb: 1, consumers: 7 }]),
  traffic: () => ({
    producers: { audio: 1, video: 1 },
    consumers: { audio: 3, video: 2 },
    layers: [1, 0, 1],
    ways: { udp: 3, tcp: 1, none: 0 },
    ...{ inBits: 800, outBits: 1600, inLoss: 0, outLoss: 0.02 },
  }),
  shop: () => ({ held: 4, confirmed: 2, questionsWaiting: 6 }),
  disk: () => ({ freeBytes: 10, totalBytes: 100, databaseBytes: 3 }),
  times: () => ({ backedUpAt: 5000, forgottenAt: null }),
};

test('OPS-33 requests are counted by type and outcome; what a client made up is other', async () => {
  const metrics = openMetrics();
  metrics.request('clock.read', 'ok');
  metrics.request('clock.read', 'ok');
  metrics.request('clock.read', 'rate_limited');
  for (const odd of ['x"} 1\nvetrina_sockets 9', 'toString', '__proto__'])
    metrics.request(odd, 'unknown_request');
  expect(await value(metrics, 'vetrina_requests_total{type="clock.read",outcome="ok"}')).toBe(2);
  expect(await value(metrics, 'vetrina_requests_total{type="clock.read",outcome="rate_limited"}')).toBe(1);
  expect(await value(metrics, 'vetrina_requests_total{type="other",outcome="unknown_request"}')).toBe(3);
});

test('OPS-33 HTTP answers are counted by class of status', async () => {
  const metrics = openMetrics();
  metrics.http(204, 0.001);
  metrics.http(200, 0.03);
  metrics.http(503, 4);
  expect(await value(metrics, 'vetrina_http_seconds_count{status="2xx"}')).toBe(2);
  expect(await value(metrics, 'vetrina_http_seconds_bucket{le="0.005",status="2xx"}')).toBe(1);
  expect(await value(metrics, 'vetrina_http_seconds_count{status="5xx"}')).toBe(1);
});

test('OPS-33 readings are taken when asked for, and rooms that closed are gone from them', async () => {
  const metrics = openMetrics();
  let rooms = [{ slug: 'demo', viewers: 3, wantingStills: 2 }];
  metrics.read({ ...readings, rooms: () => rooms });
  expect(await value(metrics, 'vetrina_sockets')).toBe(5);
  expect(await value(metrics, 'vetrina_viewers{room="demo"}')).toBe(3);
  expect(await value(metrics, 'vetrina_stills_wanted{room="demo"}')).toBe(2);
  expect(await value(metrics, 'vetrina_worker_consumers{worker="1"}')).toBe(7);
  expect(await value(metrics, 'vetrina_worker_cpu_seconds_total{worker="1"}')).toBe(1.5);
  expect(await value(metrics, 'vetrina_worker_max_rss_bytes{worker="1"}')).toBe(2048);
  rooms = [];
  expect(await value(metrics, 'vetrina_viewers{room="demo"}')).toBe(undefined);
});

test('MED-17 what brought a picture back is counted by step, with how long it stood', async () => {
  const metrics = openMetrics();
  metrics.recovered('viewer', 'keyFrame', 1800);
  metrics.recovered('viewer', 'transport', 7000);
  metrics.recovered('viewer', 'transport', 9000);
  metrics.recovered('host', 'transport', 3000);
  const seconds = (line: string) => value(metrics, `vetrina_media_recovery_seconds_${line}`);
  expect(await seconds('count{who="viewer",step="keyFrame"}')).toBe(1);
  expect(await seconds('count{who="viewer",step="transport"}')).toBe(2);
  expect(await seconds('sum{who="viewer",step="transport"}')).toBe(16);
  expect(await seconds('sum{who="host",step="transport"}')).toBe(3);
});

test('OPS-76 media, shop, disk and times are told in seconds, bytes and ratios; what never was is missing', async () => {
  const metrics = openMetrics();
  metrics.read(readings);
  metrics.committed(0.004, 12);
  metrics.httpRefused('sold_out');
  metrics.upgradeRefused(429);
  const told = async (line: string) => value(metrics, `vetrina_${line}`);
  expect(await told('socket_ping_seconds')).toBe(0.04);
  expect(await told('consumers{kind="audio"}')).toBe(3);
  expect(await told('consumer_layers{layer="2"}')).toBe(1);
  expect(await told('media_paths{protocol="tcp"}')).toBe(1);
  expect(await told('media_bytes_per_second{direction="out"}')).toBe(200);
  expect(await told('media_packet_loss_ratio{direction="out"}')).toBe(0.02);
  expect(await told('reservations_open{state="confirmed"}')).toBe(2);
  expect(await told('questions_waiting')).toBe(6);
  expect(await told('disk_free_bytes')).toBe(10);
  expect(await told('last_backup_timestamp_seconds')).toBe(5);
  expect(await told('last_retention_timestamp_seconds')).toBe(undefined);
  expect(await told('writes_total')).toBe(12);
  expect(await told('commit_seconds_count')).toBe(1);
  expect(await told('http_refusals_total{code="sold_out"}')).toBe(1);
  expect(await told('socket_refusals_total{status="429"}')).toBe(1);
});

test('OPS-76 names, units and types are as Prometheus wants them', async () => {
  const metrics = openMetrics();
  metrics.read(readings);
  // https://prometheus.io/docs/practices/naming/
  for (const { name, help, type } of await metrics.registry.getMetricsAsJSON()) {
    expect(name).toMatch(/^vetrina_[a-z][a-z0-9_]*$/);
    expect(help.length, name).toBeGreaterThan(5);
    expect(name.endsWith('_total'), name).toBe(String(type) === 'counter');
    expect(name, name).not.toMatch(/_(ms|milliseconds|kb|kbps|percent|minutes)(_|$)/);
  }
});
