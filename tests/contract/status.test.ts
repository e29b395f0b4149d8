// How the shop is doing, as its owner and as Prometheus are told, and that what has to happen by itself does.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import type { Status } from '../../shared/status.ts';
import { addProduct, apiOf, reserve } from '../helpers/api.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';

const statusOf = async (app: TestApp) => apiOf(app, await app.cookieFor('owner')).get<Status>('/status');
const metricsOf = async (app: TestApp) => (await fetch(`${app.url}/metrics`)).text();

test('OPS-74 OPS-73: the owner is told of the load, the disk, the last backup and of what is kept', async () => {
  const clock = new ManualClock();
  const app = await startTestApp({ clock });
  const api = apiOf(app, await app.cookieFor('owner'));
  const { variants } = await addProduct(api);
  await reserve(app, variants[0]!.id);
  const viewer = await TestClient.connect({ url: app.url });
  await viewer.hello();
  expect((await statusOf(app)).samples).toEqual([]);
  const { length } = await eventually(async () => {
    clock.advance(5000);
    const { samples } = await statusOf(app);
    return samples.length >= 2 && samples;
  });
  const status = await statusOf(app);
  expect(length).toBeLessThanOrEqual(status.samples.length);
  const [first, second] = status.samples;
  expect(second!.at - first!.at).toBe(5000 * Math.round((second!.at - first!.at) / 5000));
  expect(second).toMatchObject({ viewers: 1, outKbps: 0, inKbps: 0, holds: 1 });
  expect(second!.serverCpu).toBeGreaterThanOrEqual(0);
  expect(status.disk.freeBytes).toBeGreaterThan(0);
  expect(status.disk.totalBytes).toBeGreaterThan(status.disk.freeBytes);
  expect(status.databaseBytes).toBeGreaterThan(4096);
  expect(status.backup).toBe(null);
  expect(status.retention.kinds.map(({ kind }) => kind)).toContain('chat');
  const forgottenAt = (await statusOf(app)).retention.ranAt;
  clock.advance(60_000);
  await eventually(async () => ((await statusOf(app)).retention.ranAt ?? 0) > (forgottenAt ?? 0));
});

test('OPS-74: a quarter of an hour is kept, and nobody but the owner is told', async () => {
  const clock = new ManualClock();
  const app = await startTestApp({ clock });
  const owner = apiOf(app, await app.cookieFor('owner'));
  await eventually(async () => {
    for (let n = 0; n < 20; n += 1) {
      clock.advance(5000);
      await app.pool.usage();
    }
    return (await owner.get<Status>('/status')).samples.length === 180;
  }, 20_000);
  const { samples } = await owner.get<Status>('/status');
  expect(samples).toHaveLength(180);
  expect(samples.every(({ at }, n) => n === 0 || at > samples[n - 1]!.at)).toBe(true);
  for (const cookie of [null, await app.cookieFor('host'), await app.cookieFor('helper')]) {
    const [status] = await apiOf(app, cookie).refused('GET', '/status');
    expect(status).toBe(cookie ? 403 : 401);
  }
});

test('OPS-70 OPS-73: what was kept long enough goes by itself a minute after the start, and every hour', async () => {
  const clock = new ManualClock();
  const app = await startTestApp({ clock });
  const ranAt = async () => (await statusOf(app)).retention.ranAt;
  expect(await ranAt()).toBe(null);
  const started = clock.now();
  clock.advance(60_000);
  await eventually(async () => (await ranAt()) === started + 60_000);
  clock.advance(60 * 60_000 - 60_000);
  await eventually(async () => (await ranAt()) === started + 60 * 60_000);
});

test('OPS-76 OPS-77: the dashboard asks only for what the server tells, on a dashboard that Grafana takes', async () => {
  const app = await startTestApp();
  const file = new URL('../../server/deploy/grafana-dashboard.json', import.meta.url);
  const dashboard = JSON.parse(readFileSync(file, 'utf8')) as {
    title: string;
    schemaVersion: number;
    panels: { title: string; gridPos: { w: number; h: number }; targets?: { expr: string }[] }[];
  };
  expect(dashboard.schemaVersion).toBeGreaterThan(30);
  const text = await metricsOf(app);
  const told = new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
  const asked = dashboard.panels.flatMap(({ targets }) => (targets ?? []).map(({ expr }) => expr));
  expect(asked.length).toBeGreaterThan(12);
  const names = new Set(asked.flatMap((expr) => expr.match(/\bvetrina_\w+/g) ?? []));
  expect([...names].filter((name) => !told.has(name))).toEqual([]);
  expect(asked.filter((expr) => !/\bvetrina_\w+/.test(expr))).toEqual([]);
  expect(JSON.stringify(dashboard)).not.toMatch(/https?:/);
});
