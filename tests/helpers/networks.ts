// The networks bench (tests/load/networks.ts) run as anyone runs it: a process of its own, in a network namespace of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measured } from '../load/networks-measure.ts';
import { node } from './process.ts';

const root = new URL('../../', import.meta.url);

/** What was measured, by case. */
export const benchNetworks = async (folder: string, names: string[]): Promise<Map<string, Measured>> => {
  const json = join(folder, 'networks.json');
  const args = ['--who', 'viewer', '--json', json, ...names.flatMap((name) => ['--case', name])];
  const child = spawn(node, ['tests/load/networks.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 110_000,
  });
  let errors = '';
  child.stderr.on('data', (data) => (errors += String(data)));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the bench ended with ${code}: ${errors}`);
  const { cases } = JSON.parse(readFileSync(json, 'utf8')) as { cases: Measured[] };
  return new Map(cases.map((measured) => [measured.case, measured]));
};
