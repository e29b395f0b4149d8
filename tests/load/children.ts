// The processes that a measurement starts, pinned to cores where `taskset` is there. Owns them: all end with this process,
// also on Ctrl-C, and nothing that it did not start is ever touched.
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** The project's own Node: the one on the path may be too old for better-sqlite3. */
const node = 'node_modules/.bin/node';

export type ChildOptions = {
  /** Null: wherever the system likes. */
  cores: number[] | null;
  env?: Record<string, string>;
  stdio: StdioOptions;
  /** Gives way to whoever is measured on the same core. */
  low?: boolean;
  /** Who runs it, for a root that a program refuses to serve. */
  as?: { uid: number; gid: number };
};

const children = new Set<ChildProcess>();

// The last resort, for an end that nobody saw coming.
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM');
});

/** taskset replaces itself, so `pid` is the program's own. */
export const startProgram = (
  program: string,
  args: string[],
  { cores, low, env, stdio, as }: ChildOptions,
): ChildProcess => {
  const pinned = cores ? ['taskset', '-c', cores.join(',')] : [];
  const command = [...(low ? ['nice', '-n', '5'] : []), ...pinned, program, ...args];
  const child = spawn(command[0] as string, command.slice(1), {
    env: { ...process.env, ...env },
    stdio,
    ...as,
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
};

/** Runs a TypeScript file of the project; the wrapper replaces itself too. */
export const startNode = (file: string, args: string[], options: ChildOptions): ChildProcess =>
  startProgram(node, [file, ...args], options);

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Asks, and after `graceMs` insists. Idempotent; resolves when the process has ended. */
export const stopChild = async (child: ChildProcess, graceMs = 5000): Promise<void> => {
  if (ended(child) || child.pid === undefined) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exit;
  clearTimeout(timer);
};

/** Runs `work`, and however it ends, by an error or a signal too, ends all children and then does `tidy`. */
export const withChildren = async (
  work: () => Promise<void>,
  tidy: () => void | Promise<void>,
): Promise<void> => {
  const stopAll = async () => {
    await Promise.all([...children].map((child) => stopChild(child)));
    await tidy();
  };
  const interrupted = (signal: NodeJS.Signals) => {
    console.error(`\n${signal}: ending what was started`);
    void stopAll().then(() => process.exit(130));
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    await work();
  } finally {
    await stopAll();
  }
};

/** For a process that takes `Order`s: gives one and waits for its report; rejects when the process ends instead. */
export const asker =
  <Order extends object, Report extends { type: string }>() =>
  <T extends Report['type']>(child: ChildProcess, order: Order, type: T) =>
    new Promise<Extract<Report, { type: T }>>((resolve, reject) => {
      const done = () => {
        child.off('message', hear);
        child.off('exit', fail);
      };
      const hear = (report: Report) => {
        if (report.type !== type) return;
        done();
        resolve(report as Extract<Report, { type: T }>);
      };
      const fail = (code: number | null) => {
        done();
        reject(new Error(`a process of the load ended (${code ?? 'by a signal'})`));
      };
      child.on('message', hear);
      child.once('exit', fail);
      child.send(order);
    });

export type Places = { server: number[] | null; load: number[] | null; note: string };

const allowedCores = (): number[] => {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
};

/** The first half of the cores for the server, the rest for the load; none apart where that cannot be had. */
export const placesApart = (): Places => {
  const cores = allowedCores();
  const taskset = spawnSync('taskset', ['-V']).status === 0;
  if (!taskset || cores.length < 2) {
    const why = taskset ? 'one core only' : 'no taskset';
    return {
      server: null,
      load: null,
      note: `server and load share all cores (${why}): CPU numbers are rough`,
    };
  }
  const half = Math.floor(cores.length / 2);
  const [server, load] = [cores.slice(0, half), cores.slice(half)];
  return { server, load, note: `server on core ${server.join(',')}, load on core ${load.join(',')}` };
};

/** Moves this process too: it publishes, and must not take the server's core. */
export const pinSelf = (cores: number[] | null): void => {
  if (cores) spawnSync('taskset', ['-a', '-c', '-p', cores.join(','), String(process.pid)]);
};
