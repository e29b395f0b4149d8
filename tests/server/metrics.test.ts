// What Prometheus reads.
import { expect, test } from 'vitest';
import { openMetrics } from '../../server/metrics.ts';

const value = async (metrics: ReturnType<typeof openMetrics>, line: string) => {
  const text = await metrics.registry.metrics();
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
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
  metrics.read({
    sockets: () => 5,
    rooms: () => rooms,
    workers: () => Promise.resolve([{ index: 1, cpuMs: 1500, maxRssKb: 2, consumers: 7 }]),
  });
  expect(await value(metrics, 'vetrina_sockets')).toBe(5);
  expect(await value(metrics, 'vetrina_viewers{room="demo"}')).toBe(3);
  expect(await value(metrics, 'vetrina_stills_wanted{room="demo"}')).toBe(2);
  expect(await value(metrics, 'vetrina_worker_consumers{worker="1"}')).toBe(7);
  expect(await value(metrics, 'vetrina_worker_cpu_seconds{worker="1"}')).toBe(1.5);
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
