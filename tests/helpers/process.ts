// The server as its own process, started as `npm start` starts it, for what only a process can do: signals, exit codes, death.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';

const root = new URL('../../', import.meta.url);
export const node = new URL('node_modules/.bin/node', root).pathname;

export type Ended = { code: number | null; signal: NodeJS.Signals | null; ms: number };

export class ServerProcess {
  readonly child: ChildProcess;
  output = '';
  errors = '';

  constructor(script: string, args: string[], env: Record<string, string>) {
    this.child = spawn(node, [script, ...args], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (data) => (this.output += String(data)));
    this.child.stderr?.on('data', (data) => (this.errors += String(data)));
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return Number(/"port":(\d+),[^\n]*"msg":"serving"/.exec(this.errors)?.[1]);
  }

  async end(signal?: NodeJS.Signals): Promise<Ended> {
    const started = performance.now();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      if (signal) this.child.kill(signal);
      await exited;
    }
    return { code: this.child.exitCode, signal: this.child.signalCode, ms: performance.now() - started };
  }
}

const settings = (dataDir: string, env: Record<string, string>) => ({
  PORT: '0',
  VETRINA_MEDIA_PORT: '0',
  VETRINA_WORKERS: '1',
  VETRINA_LOG_LEVEL: 'info',
  VETRINA_DATA_DIR: dataDir,
  ...env,
});

/** Resolves when it serves. */
export const startServer = async (
  dataDir: string,
  env: Record<string, string> = {},
): Promise<ServerProcess> => {
  const server = new ServerProcess('server/main.ts', [], settings(dataDir, env));
  await eventually(() => {
    if (server.child.exitCode !== null) throw new Error(server.errors);
    return server.port > 0 && server.output.includes('demo shop');
  }, 20_000);
  return server;
};

/** `npm run invite`'s own part: what it printed, and how it ended. */
export const runInvite = (dataDir: string, args: string[], env: Record<string, string> = {}) =>
  runTool('server/invite.ts', dataDir, args, env);

export const runTool = async (
  script: string,
  dataDir: string,
  args: string[] = [],
  env: Record<string, string> = {},
) => {
  const run = new ServerProcess(script, args, settings(dataDir, env));
  const { code } = await run.end();
  return { code, output: run.output, errors: run.errors };
};

/** The session cookie that an invite link is worth. */
export const signIn = async (url: string, link: string): Promise<string> => {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invite: link.trim().split('#invite=')[1] }),
  });
  if (!response.ok) throw new Error(`signing in: ${response.status}`);
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
};
