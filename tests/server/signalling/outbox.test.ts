import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { Line, Outbox, type Wire } from '../../../server/signalling/outbox.ts';

/** Takes what is written; each write may cost some time, as a thousand sockets do. */
class Recorder implements Wire {
  readonly packets: Buffer[] = [];
  readonly #costMs: number;
  bufferedAmount = 0;
  closedAfter: number | null = null;

  constructor(costMs = 0) {
    this.#costMs = costMs;
  }

  write(packet: Buffer): void {
    this.packets.push(packet);
    const until = performance.now() + this.#costMs;
    while (performance.now() < until);
  }

  close(): void {
    this.closedAfter = this.packets.length;
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const lines = (count: number, costMs = 0) => {
  let framed = 0;
  const outbox = new Outbox((message) => {
    framed += 1;
    return [Buffer.from('<'), message];
  });
  const wires = Array.from({ length: count }, () => new Recorder(costMs));
  const made = wires.map((wire) => new Line(outbox, wire));
  const tell = (text: string, to = made) => {
    const message = Buffer.from(text);
    for (const line of to) line.send(message);
  };
  return { wires, lines: made, tell, framed: () => framed };
};
const texts = ({ packets }: Recorder) => packets.map(String);

describe('one packet for all', () => {
  test('SES-60 a broadcast is framed once, and every socket gets the very same bytes', async () => {
    const { wires, tell, framed } = lines(100);
    tell('hello');
    await turn();
    expect(framed()).toBe(1);
    expect(new Set(wires.map(({ packets }) => packets[0])).size).toBe(1);
    expect(texts(wires[0] as Recorder)).toEqual(['<hello']);
  });

  test('SES-60 what several turns of a loop owe together is one packet, in its order', async () => {
    const { wires, tell, framed } = lines(100);
    tell('one');
    tell('two');
    tell('three');
    await turn();
    expect(framed()).toBe(3);
    for (const wire of wires) expect(texts(wire)).toEqual(['<one<two<three']);
  });

  test('SES-60 who is owed something else beside gets it in its place, and nobody else does', async () => {
    const { wires, lines: all, tell } = lines(3);
    tell('one');
    tell('mine', all.slice(1, 2));
    tell('two');
    await turn();
    expect(wires.map(texts)).toEqual([['<one<two'], ['<one<mine<two'], ['<one<two']]);
  });
});

describe('when it is written', () => {
  test('SES-61 at rest a message leaves within the turn', async () => {
    const { wires, tell } = lines(1);
    for (let n = 1; n <= 5; n += 1) {
      await pause(5);
      tell(String(n));
      await turn();
      expect(wires[0]?.packets).toHaveLength(n);
    }
  });

  test('SES-61 under pressure messages gather for a while, and keep their order', async () => {
    const { wires, tell } = lines(4, 4); // sixteen milliseconds for each writing
    const said = Array.from({ length: 60 }, (_, n) => `${n};`);
    for (const text of said) {
      tell(text);
      await turn();
    }
    await pause(60);
    for (const wire of wires) {
      expect(wire.packets.length).toBeLessThan(said.length / 2);
      expect(texts(wire).join('')).toBe(said.map((text) => `<${text}`).join(''));
    }
  });

  test('SES-61 however long a writing took, what comes then waits no longer than the limit', async () => {
    const { wires, tell } = lines(1, 20 * limits.gatherMs);
    tell('slow');
    await turn();
    const from = performance.now();
    tell('next');
    while (wires[0]?.packets.length === 1) await pause(1);
    expect(performance.now() - from - 20 * limits.gatherMs).toBeLessThan(10 * limits.gatherMs);
  });
});

describe('a line', () => {
  test('SES-62 counts what it owes and what its wire holds', async () => {
    const { wires, lines: all, tell } = lines(1);
    const [line, wire] = [all[0] as Line, wires[0] as Recorder];
    wire.bufferedAmount = 1000;
    expect(line.bufferedAmount).toBe(1000);
    tell('four');
    tell('more');
    expect(line.bufferedAmount).toBe(1008);
    await turn();
    wire.bufferedAmount = 10;
    expect(line.bufferedAmount).toBe(10);
  });

  test('SES-63 what is owed goes out before the goodbye', async () => {
    const { wires, lines: all, tell } = lines(1);
    tell('last words');
    all[0]?.close(1000, '');
    expect(wires[0]?.closedAfter).toBe(1);
    expect(texts(wires[0] as Recorder)).toEqual(['<last words']);
    await turn();
    expect(wires[0]?.packets).toHaveLength(1);
  });
});
