// `npm run bench:fuzz -- [--inputs 1000000] [--seed N]`: broken and hostile requests, frames and offers to a real server, each
// answered as we answer, while somebody else is served; then what the process holds beside what it held. A run that fails is
// played again by its seed.
import { parseArgs } from 'node:util';
import { generator } from '../helpers/damage.ts';
import { fuzzHttp, type FuzzTarget, type Tally } from '../helpers/fuzz-http.ts';
import { fuzzSockets } from '../helpers/fuzz-sockets.ts';
import { UsageError, whole } from './args.ts';
import { ask, holdings, Neighbour, type Target } from './attack-target.ts';
import { withChildren } from './children.ts';
import { table } from './numbers.ts';
import { loadAverage } from './proc.ts';
import { signIn } from './publisher.ts';
import { removeFolders, startServer, tempFolder } from './server.ts';
import { read } from './soak-minutes.ts';

const usage = 'Use: npm run bench:fuzz -- [--inputs 1000…100000000] [--seed 0…2147483647]';
const rounds = 10;

const write = async (target: Target, cookie: string, path: string, body: object) => {
  const headers = { cookie, 'content-type': 'application/json' };
  const { body: text } = await ask(target, `/api${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers,
  });
  return JSON.parse(text.toString()) as {
    link: string;
    secret: string;
    product: { id: string; variants: { id: string }[] };
  };
};

/** Thirty people of the staff, since each has a pace; a stream key; and things to ask about. */
const furnish = async (target: Target): Promise<FuzzTarget> => {
  const { url, cookie, port } = target;
  const cookies: string[] = [];
  for (let n = 0; n < 30; n += 1) {
    const role = n % 3 === 0 ? 'owner' : n % 3 === 1 ? 'host' : 'helper';
    const { link } = await write(target, cookie, '/invites', {
      room: role === 'owner' ? null : 'demo',
      role,
    });
    cookies.push(await signIn(url, link.split('#invite=')[1] ?? '', `10.1.1.${n + 1}`));
  }
  const { secret } = await write(target, cookie, '/rooms/demo/stream-keys', { name: 'OBS' });
  const ids: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const variants = [{ options: [], sku: `F-${n}`, cents: 1000, onHand: 50 }];
    const { product } = await write(target, cookie, '/products', { title: `Shirt ${n}`, variants });
    ids.push(product.id, ...product.variants.map(({ id }) => id));
  }
  return { port, cookies, streamKey: secret, ids };
};

const add = (all: Tally, more: Tally): void => {
  for (const [what, times] of Object.entries(more)) all[what] = (all[what] ?? 0) + times;
};

const run = async (inputs: number, seed: number): Promise<void> => {
  const server = await startServer({
    cores: null,
    workers: 1,
    dataDir: tempFolder(),
    logLevel: 'error',
    trustProxy: 'loopback',
  });
  const cookie = await signIn(server.url, server.ownerInvite);
  const target = { server, url: server.url, port: Number(new URL(server.url).port), cookie };
  const furnished = await furnish(target);
  const neighbour = await Neighbour.come(target);
  const random = generator(seed);
  const [http, sockets]: [Tally, Tally] = [{}, {}];
  const rows = [['inputs', 'MB', 'heap', 'handles', 'neighbour p99', 'unserved']];
  console.log(`seed ${seed}`);
  const startedAt = performance.now();
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const each = Math.ceil(inputs / rounds / 2);
      const [byHttp, bySocket] = await Promise.all([
        fuzzHttp(furnished, random, each),
        fuzzSockets(furnished, generator(seed + round), each),
      ]);
      add(http, byHttp);
      add(sockets, bySocket);
      const { p99, failed } = neighbour.take();
      const { mb, handles } = holdings(target);
      const { heapKb } = await read(server.url, server.pid);
      rows.push([
        String(each * 2 * round),
        String(mb),
        String(Math.round(heapKb / 1024)),
        String(handles),
        `${p99.toFixed(1)} ms`,
        String(failed),
      ]);
      console.log(rows.at(-1)?.join('  '));
      if (failed > 0) throw new Error('the neighbour was not served');
    }
  } finally {
    neighbour.leave();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`\n${table('what the server held', rows)}`);
  console.log(
    `${inputs} inputs in ${seconds.toFixed(0)} s, ${Math.round(inputs / seconds)}/s; load ${loadAverage().toFixed(2)}`,
  );
  console.log(JSON.stringify({ seed, inputs, seconds, http, sockets }));
  await server.stop();
};

try {
  const options = { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string' } } as const;
  const { values } = parseArgs({ args: process.argv.slice(2), options });
  const inputs = whole('inputs', values.inputs, 1000, 100_000_000);
  const seed = whole('seed', values.seed ?? String(Date.now() % 2 ** 31), 0, 2 ** 31 - 1);
  await withChildren(() => run(inputs, seed), removeFolders);
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error);
  process.exitCode = 1;
}
