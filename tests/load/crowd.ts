// The parent's side of the viewer processes: shares the viewers out, gives orders, gathers reports.
import type { ChildProcess } from 'node:child_process';
import { asker, startNode, stopChild } from './children.ts';
import { spread, type Spread } from './numbers.ts';
import { noCounts, type Counts } from './tally.ts';
import type { Order, Place, Progress, Report, Result } from './viewers.ts';

export type CrowdOptions = { place: Place; cores: number[] | null; processes: number; low?: boolean };

const ask = asker<Order, Report>();

const nothing = (): Progress => ({ joined: 0, failed: 0, picture: 0, counts: noCounts() });

export class Crowd {
  readonly #options: CrowdOptions;
  readonly #processes: ChildProcess[];
  readonly #progress: Progress[];

  constructor(options: CrowdOptions) {
    this.#options = options;
    const { cores, processes, low = false } = options;
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
    this.#processes = Array.from({ length: processes }, () =>
      startNode('tests/load/viewers.ts', [], { cores, low, stdio: [...stdio] }),
    );
    this.#progress = this.#processes.map(nothing);
    for (const [index, child] of this.#processes.entries())
      child.on('message', (report: Report) => {
        if (report.type === 'progress') this.#progress[index] = report;
      });
  }

  get pids(): number[] {
    return this.#processes.map(({ pid }) => pid ?? 0);
  }

  get progress(): Progress {
    const sum = nothing();
    for (const { joined, failed, picture, counts } of this.#progress) {
      sum.joined += joined;
      sum.failed += failed;
      sum.picture += picture;
      for (const name of Object.keys(counts) as (keyof Counts)[]) sum.counts[name] += counts[name];
    }
    return sum;
  }

  /** Resolves when every viewer is in or has failed; gives the failures. */
  async join(count: number, perSecond: number): Promise<string[]> {
    const { place } = this.#options;
    const crowds = this.#processes.length;
    const answers = this.#processes.map((child, index) => {
      const first = Math.floor((count * index) / crowds);
      const share = Math.floor((count * (index + 1)) / crowds) - first;
      return ask(
        child,
        { type: 'join', place, first, count: share, perSecond: perSecond / crowds },
        'joined',
      );
    });
    return (await Promise.all(answers)).flatMap(({ failures }) => failures);
  }

  async begin(): Promise<void> {
    await Promise.all(this.#processes.map((child) => ask(child, { type: 'begin' }, 'began')));
  }

  /** Of several processes the busiest one's transit: all see the same server. */
  async end(): Promise<{ results: Result[]; transit: Spread }> {
    const ended = await Promise.all(this.#processes.map((child) => ask(child, { type: 'end' }, 'ended')));
    const [transit = spread([])] = ended
      .map((report) => report.transit)
      .sort((one, other) => (other.p99 ?? 0) - (one.p99 ?? 0));
    return { results: ended.flatMap(({ results }) => results), transit };
  }

  /** From opening the socket, of all who came after `begin` or before; null for who has no picture. */
  async firstFrames(): Promise<(number | null)[]> {
    return (await this.end()).results.map(({ join }) => join.firstFrameMs);
  }

  leave(): void {
    for (const child of this.#processes) child.send({ type: 'leave' } satisfies Order);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((child) => stopChild(child)));
  }
}
