// The parent's side of the crowd's process: in they come, they talk for a while, some vanish and come back.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { CrowdArgs } from './args.ts';
import { Caller } from './caller.ts';
import { asker, startNode, stopChild } from './children.ts';
import type { Order, Report, Returned, Talked } from './audience-process.ts';
import { between, look, type Usage, type Watched } from './usage.ts';

/** Phones are back within so long. */
const backWithinMs = 5000;

const ask = asker<Order, Report>();

export type AudienceOptions = {
  url: string;
  room: string;
  cores: number[] | null;
  args: CrowdArgs;
  /** The host's session, for pins; null: none. */
  cookie: string | null;
};

export type AudienceMeasured<During = unknown> = {
  during: During;
  failures: string[];
  nodeKbBefore: number;
  nodeKbAfter: number;
  talked: Talked;
  usage: Usage;
  returned: (Returned & { usage: Usage }) | null;
};

export class Audience {
  readonly #options: AudienceOptions;
  readonly #child: ChildProcess;

  constructor(options: AudienceOptions) {
    this.#options = options;
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
    this.#child = startNode('tests/load/audience-process.ts', [], {
      cores: options.cores,
      stdio: [...stdio],
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** `watch` runs while they talk. */
  async measure<T>(watched: Watched, watch: () => Promise<T>): Promise<AudienceMeasured<T>> {
    const { url, room, args } = this.#options;
    const place = { port: Number(new URL(url).port), room };
    const before = look(watched);
    const { failures } = await ask(this.#child, { type: 'join', place, count: args.sockets }, 'joined');
    await pause(backWithinMs / 2); // until the news of how many there are has come to all
    const after = look(watched);
    const { productIds, variantIds } = await this.#goods();
    const talk = { type: 'talk', talk: args, variantIds, pin: this.#pin(productIds) } as const;
    await ask(this.#child, talk, 'talking');
    const from = look(watched);
    const during = await watch();
    const usage = between(from, look(watched), watched.serverCores !== null);
    const talked = await ask(this.#child, { type: 'hush' }, 'hushed');
    const returned = args.vanish > 0 ? await this.#vanish(watched, talk) : null;
    return {
      during,
      failures,
      nodeKbBefore: before.nodeRssKb,
      nodeKbAfter: after.nodeRssKb,
      talked,
      usage,
      returned,
    };
  }

  stop(): Promise<void> {
    return stopChild(this.#child);
  }

  async #vanish(watched: Watched, talk: Order): Promise<Returned & { usage: Usage }> {
    await ask(this.#child, talk, 'talking');
    const from = look(watched);
    const order = { type: 'vanish', count: this.#options.args.vanish, withinMs: backWithinMs } as const;
    const returned = await ask(this.#child, order, 'returned');
    const usage = between(from, look(watched), watched.serverCores !== null);
    await ask(this.#child, { type: 'hush' }, 'hushed');
    return { ...returned, usage };
  }

  #pin(productIds: string[]): Extract<Order, { type: 'talk' }>['pin'] {
    const { args, cookie } = this.#options;
    if (cookie === null || args.pinEverySeconds === 0) return null;
    return { cookie, everyMs: args.pinEverySeconds * 1000, productIds };
  }

  async #goods(): Promise<{ productIds: string[]; variantIds: string[] }> {
    const { url, room } = this.#options;
    const caller = await Caller.open({ url });
    const { snapshot } = await caller.hello({ room, page: 'room', media: false });
    caller.close();
    const products = snapshot?.shelf.products ?? [];
    const variantIds = products.flatMap(({ variants }) => variants.map(({ id }) => id));
    return { productIds: products.map(({ id }) => id), variantIds };
  }
}
