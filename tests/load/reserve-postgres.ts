// PostgreSQL as a peer: Debian's newest server with its own defaults (fsync and synchronous_commit on), one function call for
// each reservation. The hot row is taken last and the ledger has no chain of hashes: as fast as one would write it there.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { startProgram, stopChild } from './children.ts';
import type { Target } from './reserve-lanes.ts';
import type { Peer, PeerOptions } from './reserve-peer.ts';
import type { Order } from './reserve-taps.ts';

const schema = `
CREATE TABLE variants (id text PRIMARY KEY, on_hand integer NOT NULL, held integer NOT NULL DEFAULT 0,
  version bigint NOT NULL DEFAULT 0, CHECK (held >= 0 AND held <= on_hand)) WITH (fillfactor = 10);
CREATE TABLE reservations (id text PRIMARY KEY, variant_id text NOT NULL, device_id text NOT NULL,
  quantity integer NOT NULL, cents integer NOT NULL, state text NOT NULL, code text NOT NULL,
  receipt_hash text NOT NULL, placed_at bigint NOT NULL);
CREATE INDEX ON reservations (device_id);
CREATE TABLE ledger (seq bigserial PRIMARY KEY, at bigint NOT NULL, variant_id text NOT NULL, kind text NOT NULL,
  held integer NOT NULL, reservation_id text NOT NULL, actor text NOT NULL);
CREATE TABLE keys (actor text, key text, answer text NOT NULL, at bigint NOT NULL, PRIMARY KEY (actor, key));
CREATE FUNCTION place(wanted text, pieces integer, price integer, device text, tap text, new_id text, new_code text,
  receipt text, now bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE known text; taken bigint;
BEGIN
  SELECT answer INTO known FROM keys WHERE actor = device AND key = tap;
  IF FOUND THEN RETURN known; END IF;
  SELECT coalesce(sum(quantity * cents), 0) INTO taken FROM reservations WHERE device_id = device AND state = 'held';
  IF taken + pieces * price > 100000000 THEN RETURN 'limit_value'; END IF;
  INSERT INTO reservations VALUES (new_id, wanted, device, pieces, price, 'held', new_code, receipt, now);
  INSERT INTO ledger (at, variant_id, kind, held, reservation_id, actor) VALUES (now, wanted, 'hold', pieces, new_id, device);
  INSERT INTO keys VALUES (device, tap, 'ok', now);
  UPDATE variants SET held = held + pieces, version = version + 1 WHERE id = wanted AND on_hand - held >= pieces;
  IF NOT FOUND THEN RAISE EXCEPTION 'sold_out'; END IF;
  RETURN 'ok';
END $$;`;

const root = '/usr/lib/postgresql';

/** The folder of Debian's newest server programs; null when there is none. */
const programs = (): string | null => {
  const versions = existsSync(root) ? readdirSync(root).map(Number).filter(Number.isInteger) : [];
  const folders = versions.sort((a, b) => b - a).map((version) => join(root, String(version), 'bin'));
  return folders.find((folder) => existsSync(join(folder, 'postgres'))) ?? null;
};

const idOf = (option: '-u' | '-g'): number =>
  Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout);

/** PostgreSQL refuses to be root: then it runs as the user that Debian's package made. */
const runner = (folder: string) => {
  if (process.getuid?.() !== 0) return null;
  const as = { uid: idOf('-u'), gid: idOf('-g') };
  chownSync(folder, as.uid, as.gid);
  chmodSync(folder, 0o700);
  return as;
};

const connect = (port: number) =>
  new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });

/** A client that is connected, as soon as the server takes it. */
const firstClient = async (port: number, ended: () => boolean): Promise<Client> => {
  const endsAt = performance.now() + 20_000;
  for (;;) {
    const client = connect(port);
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (ended() || performance.now() > endsAt) throw error;
      await pause(50);
    }
  }
};

/** Throws when it is not there or does not come up. */
export const startPostgres = async ({ folder, port, cores, variants }: PeerOptions): Promise<Peer> => {
  const bin = programs();
  if (!bin) throw new Error('no PostgreSQL server');
  const as = runner(folder);
  const made = spawnSync(join(bin, 'initdb'), ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], {
    cwd: folder,
    encoding: 'utf8',
    ...as,
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
  ];
  const child = startProgram(
    join(bin, 'postgres'),
    ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])],
    { cores, stdio: 'ignore', ...(as && { as }) },
  );
  const client = await firstClient(port, () => child.exitCode !== null);
  await client.query(schema);
  await client.query('INSERT INTO variants SELECT i::text, 100000000 FROM generate_series(0, $1 - 1) i', [
    variants,
  ]);
  const version = String((await client.query('SHOW server_version')).rows[0]?.server_version);
  await client.end();
  return {
    name: `PostgreSQL ${version.split(' ')[0]}`,
    pid: child.pid ?? 0,
    at: String(port),
    // SIGTERM would wait for the clients that a failed run left behind; SIGINT does not.
    stop: async () => {
      child.kill('SIGINT');
      await stopChild(child);
    },
  };
};

/** As many connections as lanes. */
export const openPostgres = async ({ at, lanes, variants }: Order): Promise<Target> => {
  const clients = Array.from({ length: lanes }, () => connect(Number(at)));
  for (const client of clients) await client.connect();
  return {
    most: Infinity,
    async tap(count, lane) {
      const client = clients[lane] as Client;
      const id = randomBytes(10).toString('hex');
      const receipt = createHash('sha256').update(id).digest('base64url');
      const device = `device_${count % 1000}`;
      const { rows } = await client.query({
        name: 'place',
        text: 'SELECT place($1, $2, $3, $4, $5, $6, $7, $8, $9) AS outcome',
        values: [String(count % variants), 1, 3900, device, id, id, id.slice(0, 6), receipt, Date.now()],
      });
      return String(rows[0]?.outcome);
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
};
