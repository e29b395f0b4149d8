// What is attacked: a real server in a process of its own, a viewer elsewhere who goes on meanwhile, and what the process holds
// before and after.
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Caller } from './caller.ts';
import { Histogram } from './histogram.ts';
import { rssKb } from './proc.ts';
import type { Server } from './server.ts';

/** `cookie`: an owner's. */
export type Target = { url: string; port: number; cookie: string };
export type Victim = Target & { server: Server };

/** `back`: what came back, by kind and number. */
export type Outcome = { sent: string; back: string; held: boolean };
export type Attack = { name: string; run: (target: Target) => Promise<Outcome> };

export type Asked = {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  localAddress?: string;
};
export type Answer = { status: number; headers: Record<string, unknown>; body: Buffer };

/** Sends what it is told: fetch() tidies paths and owns some headers. Status 0: no answer. */
export const ask = ({ port }: Target, path: string, asked: Asked = {}): Promise<Answer> =>
  new Promise((resolve) => {
    const { method = 'GET', headers = {}, body, localAddress = '127.0.1.1' } = asked;
    const none = { status: 0, headers: {}, body: Buffer.alloc(0) };
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers, localAddress, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => resolve(none));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
          }),
        );
      },
    );
    sent.on('error', () => resolve(none));
    sent.setTimeout(30_000, () => sent.destroy());
    sent.end(body);
  });

/** Keeps what it hears; never throws. */
export class Wire {
  readonly socket: Socket;
  heard = '';
  closed = false;

  constructor({ port }: Target, localAddress: string) {
    this.socket = connect({ host: '127.0.0.1', port, localAddress });
    this.socket.on('data', (data) => (this.heard = (this.heard + data.toString('latin1')).slice(0, 500)));
    this.socket.on('error', () => {});
    this.socket.on('close', () => (this.closed = true));
  }

  send(text: string | Buffer): void {
    if (!this.closed) this.socket.write(text);
  }
}

/** Status lines, and "silent" or "closed" for those who were told nothing. */
export const heardBy = (wires: readonly Wire[]): string =>
  counted(
    wires.map(({ heard, closed }) => /^HTTP\/1\.1 (\d+)/.exec(heard)?.[1] ?? (closed ? 'closed' : 'open')),
  );

export const counted = (what: readonly (string | number)[]): string => {
  const counts = new Map<string, number>();
  for (const one of what) counts.set(String(one), (counts.get(String(one)) ?? 0) + 1);
  return [...counts].map(([one, times]) => (times > 1 ? `${times} × ${one}` : one)).join(', ');
};

export const until = async (holds: () => boolean, mostMs: number): Promise<boolean> => {
  const endsAt = performance.now() + mostMs;
  while (!holds() && performance.now() < endsAt) await pause(50);
  return holds();
};

/** Somebody in another network, who asks by socket and by HTTP all the time. */
export class Neighbour {
  readonly #caller: Caller;
  readonly #target: Target;
  #replies = new Histogram();
  #failed = 0;
  #stopped = false;

  private constructor(target: Target, caller: Caller) {
    this.#target = target;
    this.#caller = caller;
  }

  static async come(target: Target): Promise<Neighbour> {
    const caller = await Caller.open({ url: target.url, localAddress: '127.0.9.9' });
    await caller.hello({ room: 'demo', page: 'room', media: false });
    const neighbour = new Neighbour(target, caller);
    void neighbour.#talk();
    void neighbour.#read();
    return neighbour;
  }

  take(): { p99: number; failed: number } {
    const { p99 } = this.#replies.spread;
    const failed = this.#failed;
    this.#replies = new Histogram();
    this.#failed = 0;
    return { p99: p99 ?? NaN, failed };
  }

  leave(): void {
    this.#stopped = true;
    this.#caller.close();
  }

  async #talk(): Promise<void> {
    while (!this.#stopped) {
      const startedAt = performance.now();
      await this.#caller.request('clock.read', {}).catch(() => (this.#failed += this.#stopped ? 0 : 1));
      this.#replies.add(performance.now() - startedAt);
      await pause(60);
    }
  }

  async #read(): Promise<void> {
    while (!this.#stopped) {
      const { status } = await ask(this.#target, '/r/demo', { localAddress: '127.0.9.9' });
      if (status !== 200 && !this.#stopped) this.#failed += 1;
      await pause(200);
    }
  }
}

export const holdings = ({ server }: Victim) => ({
  mb: Math.round(rssKb(server.pid) / 1024),
  handles: readdirSync(`/proc/${server.pid}/fd`).length,
});
