// Viewers on bad networks: two cases of `npm run bench:networks`, in real network namespaces, where this machine has them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { benchNetworks } from '../helpers/networks.ts';
import type { Measured } from '../load/networks-measure.ts';
import { whyNot } from '../load/networks-set-up.ts';

const reason = await whyNot();
if (reason) console.warn(`No tests in network namespaces: ${reason}`);

const names = ['address-change', 'udp-dropped-later'];

describe.skipIf(reason !== null)('in network namespaces', () => {
  let measured: Map<string, Measured>;
  const of = (name: string): Measured => {
    const found = measured.get(name);
    if (!found) throw new Error(`${name} was not measured`);
    return found;
  };

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vetrina-'));
    measured = await benchNetworks(folder, names).finally(() => rmSync(folder, { recursive: true }));
  }, 120_000);

  test('NET-1: a viewer whose address changes in mid-show sees the picture again, with no reload', () => {
    const { renewedMs, framesPerSecond, paths } = of('address-change');
    expect(renewedMs).not.toBeNull();
    expect(renewedMs).toBeLessThan(10_000);
    expect(framesPerSecond).toBeGreaterThan(2);
    expect(paths).toEqual(['udp']);
  });

  test('NET-2: a viewer whose UDP is dropped in mid-show goes on over TCP', () => {
    const { renewedMs, framesPerSecond, paths, line } = of('udp-dropped-later');
    expect(line.lostPercent).toBeGreaterThan(0);
    expect(renewedMs).toBeGreaterThan(0);
    expect(renewedMs).toBeLessThan(15_000);
    expect(framesPerSecond).toBeGreaterThan(1);
    expect(paths).toEqual(['tcp']);
  });

  test.each(names)('NET-3: no event is lost, and both pages say the same at last (%s)', (name) => {
    const { events, differences } = of(name);
    expect(events.told).toBeGreaterThan(10);
    expect(events.lost).toBe(0);
    expect(differences).toEqual([]);
  });

  test.each(names)('NET-4: what was tapped meanwhile arrives exactly once (%s)', (name) => {
    expect(of(name).taps).toEqual({ asked: 1, joined: 1, reserved: 1 });
  });

  // How many frames it decodes is the machine's matter: the bench prints it beside what the host encodes.
  test.each(names)('NET-5: the picture of the viewer beside it goes on (%s)', (name) => {
    const { decoded = 0, frozenMs = Infinity } = of(name).beside ?? {};
    expect(decoded).toBeGreaterThan(1);
    expect(frozenMs).toBeLessThan(3000);
  });
});
