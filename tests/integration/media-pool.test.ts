// Real worker processes.
import { observer } from 'mediasoup';
import type { Worker } from 'mediasoup/types';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openLog } from '../../server/log.ts';
import { Pool, type PoolOptions } from '../../server/media/pool.ts';
import { eventually } from '../helpers/eventually.ts';
import { freePorts } from '../helpers/ports.ts';

const log = openLog('silent');
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const it of opened.splice(0)) await it.close();
});

const start = async (options: Partial<PoolOptions> = {}): Promise<Pool> => {
  const pool = await Pool.start({ workers: 2, listenAddress: '127.0.0.1', basePort: 0, log, ...options });
  opened.push(pool);
  return pool;
};

const listen = (port = 0): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const portsOf = async (pool: Pool) => {
  const dumps = await Promise.all(pool.workers.map(({ webRtcServer }) => webRtcServer.dump()));
  return dumps.map(({ udpSockets, tcpServers }) => [udpSockets[0]?.port, tcpServers[0]?.port]);
};
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('MED-2 worker i listens on the base port plus i, by UDP and TCP', async () => {
  const basePort = await freePorts(2);
  const pool = await start({ basePort });
  expect(await portsOf(pool)).toEqual([
    [basePort, basePort],
    [basePort + 1, basePort + 1],
  ]);
  expect(pool.ready).toBe(true);
});

test('MED-2 a pool that cannot listen on a port does not start and leaves no process behind', async () => {
  const taken = await listen();
  opened.push(taken);
  const processes: Worker[] = [];
  const note = (worker: Worker) => processes.push(worker);
  observer.on('newworker', note);
  await expect(start({ workers: 2, basePort: portOf(taken) })).rejects.toThrow('address already in use');
  observer.off('newworker', note);
  await eventually(() => processes.every(({ subprocessClosed }) => subprocessClosed));
  expect(processes).toHaveLength(2);
});

test('MED-2 usage gives CPU time, memory and what sits on each worker', async () => {
  const pool = await start();
  const rows = await pool.usage();
  expect(rows.map(({ index, consumers, routers }) => ({ index, consumers, routers }))).toEqual([
    { index: 0, consumers: 0, routers: 0 },
    { index: 1, consumers: 0, routers: 0 },
  ]);
  for (const { pid, cpuMs, maxRssKb } of rows) {
    expect(alive(pid)).toBe(true);
    expect(cpuMs).toBeGreaterThanOrEqual(0);
    expect(maxRssKb).toBeGreaterThan(1_000);
  }
});

test('MED-3 a worker that dies is replaced at the same index and port', async () => {
  const replaced: number[] = [];
  const basePort = await freePorts(2);
  const pool = await start({ basePort, onReplaced: (index) => replaced.push(index) });
  const [, second] = pool.workers;
  process.kill(second!.pid, 'SIGKILL');
  await eventually(() => !pool.ready);
  expect(pool.workers.map(({ index }) => index)).toEqual([0]);
  await eventually(() => pool.ready);
  expect(replaced).toEqual([1]);
  expect(pool.workers[1]?.pid).not.toBe(second!.pid);
  expect((await portsOf(pool))[1]).toEqual([basePort + 1, basePort + 1]);
});

test('MED-3 while its port is taken the replacement is tried again', async () => {
  const basePort = await freePorts(2);
  const errors: string[] = [];
  const pool = await start({
    workers: 1,
    basePort,
    log: openLog('error', { write: (line) => void errors.push(line) }),
  });
  process.kill(pool.workers[0]!.pid, 'SIGKILL');
  const squatter = await eventually(() => listen(basePort));
  await eventually(() => !pool.ready);
  await eventually(() => errors.some((line) => line.includes('could not be replaced yet')));
  expect(pool.ready).toBe(false);
  squatter.close();
  await eventually(() => pool.ready, 10_000);
});

test('MED-4 without a worker there is no place for media', async () => {
  const pool = await start({ workers: 1 });
  process.kill(pool.workers[0]!.pid, 'SIGKILL');
  await eventually(() => pool.workers.length === 0);
  expect(() => pool.leastLoaded()).toThrow('media_unavailable');
});

test('MED-4 the least loaded worker wins; of equals the one that has the router; a new router counts as one', async () => {
  const pool = await start({ workers: 3 });
  const [a, b, c] = pool.workers;
  a!.seats = 2;
  b!.seats = 1;
  c!.seats = 2;
  expect(pool.leastLoaded()).toBe(b);
  expect(pool.leastLoaded((worker) => worker === c)).toBe(c);
  b!.seats = 0;
  expect(pool.leastLoaded((worker) => worker === c)).toBe(b);
});

test('MED-14 a pool closes twice without complaint, ends its processes and replaces none', async () => {
  const pool = await start();
  const pids = pool.workers.map(({ pid }) => pid);
  process.kill(pids[0]!, 'SIGKILL');
  await eventually(() => !pool.ready);
  await Promise.all([pool.close(), pool.close()]);
  await pool.close();
  expect(pool.ready).toBe(false);
  expect(pids.filter(alive)).toEqual([]);
  expect(await pool.usage()).toEqual([]);
});
