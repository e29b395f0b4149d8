// Every check, in the order of how soon it tells something: format, lint, types, unused code, then the tests. Goes on after
// a failure, so that one run shows all; its last line is `N passed, N failed`. `--fast` leaves out what needs a worker or a
// browser (npm run check).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const fast = process.argv.includes('--fast');
const folder = mkdtempSync(join(tmpdir(), 'vetrina-all-'));
const report = join(folder, 'tests.json');

const run = (name: string, file: string, args: string[]): Promise<boolean> => {
  console.log(`\n── ${name}`);
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(`node_modules/.bin/${file}`, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => {
      console.log(
        `── ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
      );
      resolve(code === 0);
    });
  });
};

const projects = fast ? ['--project', 'unit'] : [];
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];

const checks = [
  await run('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
  await run('lint', 'oxlint', []),
  await run('types', 'tsc', ['-p', '.']),
  await run('unused code', 'knip', ['--no-progress']),
];
const ran = await run('tests', 'vitest', ['run', ...projects, ...reporters]);

type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number };

const counted = (): Report => {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as Report;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const { numPassedTests, numFailedTests, numPendingTests } = counted();
const failedChecks = checks.filter((ok) => !ok).length;
// A file that could not even be loaded fails the run without a failed test to show for it.
const unexplained = !ran && numFailedTests === 0 ? 1 : 0;
const passed = checks.length - failedChecks + numPassedTests;
const failed = failedChecks + numFailedTests + unexplained;
if (numPendingTests > 0) console.log(`\n${numPendingTests} skipped`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
