// Network namespaces for a bench that runs in one itself: places, where a browser runs, and lines from there to here.
// Nothing here has a name outside of the bench: when its processes end, all namespaces, devices and routes are gone.
import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startProgram, stopChild } from './children.ts';
import { tempFolder } from './server.ts';

/** Of 198.18.0.0/15 (RFC 6890 §2.2.2), which is for benchmarks: no real network has it. */
const network = '198.18';
export const serverAddress = `${network}.0.1`;

/** This process is in a namespace of its own, which has nothing yet. */
export const openServerAddress = (): void => {
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  execFileSync('ip', ['address', 'add', `${serverAddress}/32`, 'dev', 'lo']);
};

export type Quality = {
  /** The share of packets that vanish, 0 … 1. */
  loss?: number;
  delayMs?: number;
  /** With a queue of half a second. */
  kbitPerSecond?: number;
  drop?: 'none' | 'udp' | 'all';
};
type Counts = [passed: number, bytes: number, dropped: number];
export type Carried = { up: Counts; down: Counts };

export type Line = {
  /** The same both ways. */
  set: (quality: Quality) => Promise<void>;
  /** What it carried, and lost, so far. */
  carried: () => Promise<Carried>;
  /** Takes device, address and route away. */
  cut: () => Promise<void>;
};

/** `device` as a phone calls it: Chromium takes a `tun0` for a VPN and itself for offline. */
export type Device = 'wlan0' | 'rmnet0';

const nextLine = async (lines: AsyncIterator<string>): Promise<string> => {
  const { value, done } = await lines.next();
  if (done) throw new Error('the line has ended');
  return value;
};

const linesOf = (child: ChildProcess): AsyncIterator<string> => {
  if (!child.stdout) throw new Error('no output');
  return createInterface(child.stdout)[Symbol.asyncIterator]();
};

let lines = 0;

const joinLine = async (pid: number, device: Device, seed: number): Promise<Line> => {
  lines += 1;
  const address = `${network}.${1 + (lines >> 8)}.${lines & 255}`;
  const args = ['tests/load/networks-line.py', `line${lines}`, device, String(pid), address, String(seed)];
  const child = startProgram('/usr/bin/python3', args, { cores: null, stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = linesOf(child);
  await nextLine(answers);
  const order = async (change: object): Promise<Carried> => {
    child.stdin?.write(`${JSON.stringify(change)}\n`);
    return JSON.parse(await nextLine(answers)) as Carried;
  };
  return {
    set: async (quality) => void (await order({ up: quality, down: quality })),
    carried: () => order({}),
    cut: () => stopChild(child),
  };
};

export class Place {
  readonly #pid: number;
  readonly #folder = tempFolder();

  private constructor(pid: number) {
    this.#pid = pid;
  }

  /** A namespace with nothing in it but loopback; it lives as long as its first process, or anything else in it. */
  static async open(): Promise<Place> {
    const child = startProgram('unshare', ['--net', 'sh', '-c', 'ip link set lo up; echo up; exec cat'], {
      cores: null,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!child.stdout) throw new Error('no output');
    await once(child.stdout, 'data');
    return new Place(child.pid ?? 0);
  }

  /** The new line is the way from now on. */
  join(device: Device, seed = 1): Promise<Line> {
    return joinLine(this.#pid, device, seed);
  }

  /** A program that runs `program` in here. */
  inside(program: string): string {
    const file = join(this.#folder, 'inside');
    writeFileSync(file, `#!/bin/sh\nexec nsenter --target ${this.#pid} --net -- '${program}' "$@"\n`);
    chmodSync(file, 0o700);
    return file;
  }

  /** Every process in here but the first. */
  processes(): number[] {
    const ours = namespaceOf(this.#pid);
    const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
    return all.filter((pid) => pid !== this.#pid && namespaceOf(pid) === ours);
  }
}

const namespaceOf = (pid: number): string | null => {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return null; // ended meanwhile
  }
};
