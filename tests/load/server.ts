// A real server in a process of its own, as `npm start` runs it: free ports, an empty data folder that goes with it.
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '../helpers/ports.ts';
import { startNode, stopChild } from './children.ts';

export type Server = {
  pid: number;
  url: string;
  /** The one-use invite of the first owner, as the terminal shows it. */
  ownerInvite: string;
  /** From spawn to the first 200 of /readyz. */
  readyMs: number;
  stop: () => Promise<void>;
  /** SIGTERM, then another on the same port and folder: until the first has ended, and until the other is ready. */
  restart: () => Promise<{ downMs: number; upMs: number }>;
  /** kill -9. */
  crash: () => Promise<void>;
};

export type ServerOptions = {
  cores: number[] | null;
  workers: number | null;
  dataDir: string;
  /** Warnings and errors by default. */
  logLevel?: string;
  /** Where it listens: loopback by default. */
  host?: string;
  /** Whose X-Forwarded-For it believes. */
  trustProxy?: string;
};

const folders = new Set<string>();

export const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vetrina-load-'));
  folders.add(folder);
  return folder;
};

export const removeFolders = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
};

const environment = (
  port: number,
  { workers, dataDir, logLevel = 'warn', host = '127.0.0.1', trustProxy = '' }: ServerOptions,
): Record<string, string> => ({
  PORT: String(port),
  HOST: host,
  VETRINA_DATA_DIR: dataDir,
  VETRINA_MEDIA_PORT: '0',
  VETRINA_LOG_LEVEL: logLevel,
  VETRINA_TRUST_PROXY: trustProxy,
  ...(workers === null ? {} : { VETRINA_WORKERS: String(workers) }),
});

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
};

const ready = async (url: string, child: ChildProcess): Promise<void> => {
  const endsAt = performance.now() + 30_000;
  while (performance.now() < endsAt) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    if (await isReady(url)) return;
    await pause(2);
  }
  throw new Error('the server was not ready within 30 s');
};

const inviteIn = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const invite = /#invite=(\S+)/.exec(text)?.[1];
      if (invite) resolve(invite);
    });
  });

/** Rejects when the server ends or is not ready within half a minute. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const host = options.host ?? '127.0.0.1';
  const port = await freePorts(1, host);
  const url = `http://${host}:${port}`;
  const startedAt = performance.now();
  const start = () =>
    startNode('--max-semi-space-size=4', ['server/main.ts'], {
      cores: options.cores,
      env: environment(port, options),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  let child = start();
  const invite = inviteIn(child);
  await ready(url, child);
  const readyMs = performance.now() - startedAt;
  return {
    pid: child.pid ?? 0,
    url,
    readyMs,
    ownerInvite: await invite,
    stop: () => stopChild(child),
    restart: async () => {
      const startedAt = performance.now();
      await stopChild(child);
      const downAt = performance.now();
      child = start();
      await ready(url, child);
      return { downMs: downAt - startedAt, upMs: performance.now() - downAt };
    },
    crash: async () => {
      child.kill('SIGKILL');
      await stopChild(child);
    },
  };
};
