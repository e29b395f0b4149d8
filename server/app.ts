// The composition root: builds each service once, in the order of who needs whom, and disposes in reverse.
// Tests start it on port 0 with a clock and a data folder of their own. Rules: SES-13, SES-19, OPS-36.
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { limits } from '../shared/limits.ts';
import type { Status } from '../shared/status.ts';
import { systemClock, type Clock } from './clock.ts';
import { mediaAddresses, type Config } from './config.ts';
import { holdFolder } from './db/hold.ts';
import { Db } from './db/open.ts';
import { settleRestore } from './db/restore.ts';
import * as settings from './db/settings.ts';
import { furnish } from './demo.ts';
import { httpApp } from './http/app.ts';
import { Auth } from './http/auth.ts';
import { openServer } from './http/server.ts';
import { Streams } from './http/streams.ts';
import * as staff from './identity/staff.ts';
import { signingKey } from './identity/viewers.ts';
import type { Log } from './log.ts';
import { iceServersFor } from './media/ice-servers.ts';
import { Pool } from './media/pool.ts';
import { Uplink } from './media/uplink.ts';
import { openMetrics } from './metrics.ts';
import { Registry } from './rooms/registry.ts';
import * as shows from './rooms/shows.ts';
import { ViewerPaths } from './rooms/viewer-paths.ts';
import { SecurityLog } from './security-log.ts';
import { Gateway } from './signalling/gateway.ts';
import { StatusBook } from './status.ts';

export type App = {
  /** The port that was bound, also when the configuration said 0. */
  port: number;
  publicUrl: string;
  db: Db;
  pool: Pool;
  rooms: Registry;
  status: () => Status;
  /** A fresh one-use link for the first owner; null once there is an owner. */
  firstOwnerLink: () => Promise<string | null>;
  /** Tells everyone, then closes in reverse order. Idempotent; resolves when all is closed. */
  close: () => Promise<void>;
};

export type AppDeps = {
  config: Config;
  log: Log;
  clock?: Clock;
  /** For tests that want small rooms on several workers. */
  routerWeight?: number;
};

export const databaseFile = (config: Config): string => join(config.dataDir, 'vetrina.db');

export const openDatabase = (config: Config): Db => {
  // The folder holds personal data and keys: for the shop's own user alone.
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  settleRestore(config.dataDir);
  return new Db(databaseFile(config));
};

/** The token travels in the fragment, which browsers never send: no proxy or server log can hold it. */
export const inviteLink = (publicUrl: string, secret: string): string =>
  `${publicUrl}/sign-in#invite=${secret}`;

export const startApp = async ({
  config,
  log,
  clock = systemClock,
  routerWeight = limits.routerWeight,
}: AppDeps): Promise<App> => {
  const db = openDatabase(config);
  const letGo = holdOrClose(db, config);
  const deviceKey = await db.write((tx) => {
    if (config.demo) furnish(tx, clock.now(), config.dataDir);
    return signingKey(tx);
  });
  const metrics = openMetrics();
  const security = new SecurityLog(log, clock);
  db.onTimed((seconds, writes) => metrics.committed(seconds, writes));
  const pool = await Pool.start({
    workers: config.workers,
    basePort: config.mediaPort,
    routerWeight,
    log,
    ...mediaAddresses(config),
  }).catch((error: unknown) => {
    db.close();
    letGo();
    throw error;
  });
  const uplink = new Uplink({ clock, bitsPerSecond: config.uplinkBitsPerSecond, load: () => pool.load });
  const rooms = new Registry({ db, clock, log, pool, uplink });
  const paths = new ViewerPaths({ db, clock, log, metrics });
  const streams = new Streams({ db, clock, log, rooms });
  const auth = new Auth(config, db, clock);
  const server = openServer(config.trustProxy);
  const gateway = new Gateway({
    services: { db, clock, log, metrics, security, pool, rooms, paths, deviceKey, turn: config.turn },
    visitorOf: auth.visitorOf,
    addressOf: auth.addressOf,
    originAllowed: auth.originAllowed,
  });
  const status = new StatusBook({
    ...{ db, clock, log, pool, rooms, dataDir: config.dataDir, databaseFile: databaseFile(config) },
    pingMs: () => gateway.pingMs,
  });
  let publicUrl = config.publicUrl;
  const link = (secret: string) => inviteLink(publicUrl, secret);
  let closing: Promise<void> | null = null;
  const health = () => ({
    worker: pool.ready,
    database: writable(db),
    ports: server.listening && closing === null,
  });
  const http = {
    ...{ config, log, metrics, security, health, db, clock, auth, rooms, paths, streams },
    inviteLink: link,
    publicUrl: () => publicUrl,
    status: () => status.read(),
    iceServers: (memberId: string) => iceServersFor(config.turn, memberId, clock.now()),
  };
  server.on('request', httpApp(http));
  gateway.attach(server);
  metrics.read({ sockets: () => gateway.sockets, pingMs: () => gateway.pingMs, ...status.readings });
  const shutDown = async () => {
    for (const room of rooms.open) room.publish({ type: 'server.restarting', body: { backInMs: 1000 } });
    status.close();
    streams.close();
    rooms.close();
    uplink.close();
    gateway.close();
    await closed(server);
    await pool.close();
    await paths.close();
    security.close();
    db.close();
    letGo();
  };
  const close = () => (closing ??= shutDown());
  await listening(server, config).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { port } = server.address() as AddressInfo;
  if (!config.publicUrlGiven) publicUrl = publicUrl.replace(/:0$/, `:${port}`);
  // Only now: a server that did not get its port must not touch any show. No frame can have come yet.
  await db.write((tx) => {
    shows.interruptAll(tx, clock.now());
    // For `npm run invite`, which runs beside the server and may have been started with another environment.
    settings.write(tx, 'public_url', publicUrl);
  });

  return {
    port,
    publicUrl,
    db,
    pool,
    rooms,
    status: () => status.read(),
    async firstOwnerLink() {
      if (db.read((sql) => staff.anyOwner(sql))) return null;
      const { secret } = await db.write((tx) => staff.invite(tx, 'owner', null, clock.now()));
      return link(secret);
    },
    close,
  };
};

const holdOrClose = (db: Db, config: Config) => {
  try {
    return holdFolder(config.dataDir);
  } catch (error) {
    db.close();
    throw error;
  }
};

/** Where browsers find the shop: as configured, else as the server was last started. */
export const knownUrl = (db: Db, config: Config): string => {
  if (config.publicUrlGiven) return config.publicUrl;
  return db.read((sql) => settings.read(sql, 'public_url')) ?? config.publicUrl;
};

const writable = (db: Db): boolean => {
  try {
    return db.read((sql) => sql.get('SELECT 1')) !== undefined;
  } catch {
    return false;
  }
};

const listening = (server: Server, config: Config) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });

const closed = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Requests under way get a second to finish; kept-alive connections must not hold up the process.
    setTimeout(() => server.closeAllConnections(), 1000).unref();
  });
