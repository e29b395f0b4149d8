// Redis as a peer: Debian's server with an append-only file that is synced at every turn of its loop (appendfsync always),
// and one Lua script that checks and writes what a reservation does. The ledger is a stream, without a chain of hashes.
import { createHash, randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { startProgram, stopChild } from './children.ts';
import type { Target } from './reserve-lanes.ts';
import type { Peer, PeerOptions } from './reserve-peer.ts';
import type { Order } from './reserve-taps.ts';

const script = `
local known = redis.call('GET', KEYS[2])
if known then return known end
local taken = tonumber(redis.call('HGET', KEYS[3], 'cents') or '0')
if taken + tonumber(ARGV[2]) > 100000000 then return 'limit_value' end
local stock = redis.call('HMGET', KEYS[1], 'on_hand', 'held')
local wanted = tonumber(ARGV[1])
if tonumber(stock[1]) - tonumber(stock[2]) < wanted then return 'sold_out' end
redis.call('HINCRBY', KEYS[1], 'held', wanted)
redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('HINCRBY', KEYS[3], 'cents', ARGV[2])
redis.call('HSET', KEYS[4], 'variant', KEYS[1], 'device', KEYS[3], 'quantity', wanted, 'cents', ARGV[2], 'state', 'held',
  'code', ARGV[3], 'receipt', ARGV[4], 'at', ARGV[5])
redis.call('XADD', 'ledger', '*', 'variant', KEYS[1], 'kind', 'hold', 'held', wanted, 'reservation', KEYS[4], 'at', ARGV[5])
redis.call('SET', KEYS[2], 'ok', 'PX', 604800000)
return 'ok'`;

const connect = (port: number) =>
  new Redis({ host: '127.0.0.1', port, lazyConnect: true, maxRetriesPerRequest: 0, enableReadyCheck: false });

const answers = async (port: number): Promise<boolean> => {
  const client = connect(port);
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
};

/** Throws when it does not come up. */
export const startRedis = async ({ folder, port, cores, variants }: PeerOptions): Promise<Peer> => {
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--daemonize',
    'no',
  ];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
  const child = startProgram('redis-server', [...options, ...durable], { cores, stdio: 'ignore' });
  let failed: Error | null = null;
  child.once('error', (error) => (failed = error));
  const endsAt = performance.now() + 10_000;
  while (!(await answers(port))) {
    if (failed !== null || child.exitCode !== null || performance.now() > endsAt)
      throw failed ?? new Error('redis-server did not start');
    await pause(20);
  }
  const client = connect(port);
  for (let index = 0; index < variants; index += 1)
    await client.hset(`stock:${index}`, { on_hand: 100_000_000, held: 0, version: 0 });
  const version = /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? '';
  client.disconnect();
  return { name: `Redis ${version}`, pid: child.pid ?? 0, at: String(port), stop: () => stopChild(child) };
};

/** As many connections as lanes. */
export const openRedis = async ({ at, lanes, variants }: Order): Promise<Target> => {
  const clients = Array.from({ length: lanes }, () => connect(Number(at)));
  await Promise.all(clients.map((client) => client.connect()));
  const sha = String(await clients[0]?.script('LOAD', script));
  return {
    most: Infinity,
    async tap(count, lane) {
      const client = clients[lane] as Redis;
      const id = randomBytes(10).toString('hex');
      const receipt = createHash('sha256').update(id).digest('base64url');
      const keys = [`stock:${count % variants}`, `key:${id}`, `device:${count % 1000}`, `reservation:${id}`];
      return String(await client.evalsha(sha, 4, ...keys, 1, 3900, id.slice(0, 6), receipt, Date.now()));
    },
    close: () => clients.forEach((client) => client.disconnect()),
  };
};
