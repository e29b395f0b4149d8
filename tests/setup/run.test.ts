import { existsSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { duration, progress } from '../../server/setup/progress.mjs';
import { run } from '../../server/setup/run.mjs';
import { eventually, inProcess, program, read, temporaryFolder } from './scaffold.ts';

function listener(isTTY: boolean) {
  const stream = new Writable({ write: (chunk, _encoding, next) => ((text += String(chunk)), next()) });
  let text = '';
  return {
    stream: Object.assign(stream, { isTTY, columns: 60 }) as unknown as NodeJS.WriteStream,
    text: () => text,
  };
}

test('OPS-6 off a terminal, progress is a plain line at the start, now and then, and at the end', async () => {
  const { stream, text } = listener(false);
  const bar = progress('Building', { hint: 'once', stream, everyMs: 20 });
  bar.at(3, 10);
  await eventually(() => expect(text()).toContain('Building: 3 of 10, 0 s\n'));
  bar.end('It is built');
  expect(text()).toMatch(/^Building \(once\) …\n(Building: 3 of 10, 0 s\n)+It is built \(0 s\)\.\n$/);
});

test('OPS-6 on a terminal, progress is one line that fits it', async () => {
  const { stream, text } = listener(true);
  const bar = progress('Building', { stream });
  bar.at(5, 10);
  await eventually(() => expect(text()).toContain('[############............] 5 of 10'));
  bar.end('It is built');
  const lines = text().split('\r\x1b[2K');
  expect(lines.every((line) => line.length < 60)).toBe(true);
  expect(text().match(/\n/g)).toHaveLength(1);
});

test('OPS-6 times are said as people say them', () => {
  expect([400, 59_400, 60_000, 272_000].map(duration)).toEqual(['0 s', '59 s', '1 min 0 s', '4 min 32 s']);
});

test('OPS-6 a command gives its output line by line, and whether it went well', async () => {
  const lines: string[] = [];
  const ok = await run('sh', ['-c', 'echo one; echo two; printf thr; sleep 0.05; echo ee'], {
    onLine: (line: string) => lines.push(line),
  });
  expect(ok).toEqual({ ok: true, missing: false, output: 'one\ntwo\nthree' });
  expect(lines).toEqual(['one', 'two', 'three']);
  expect(await run('sh', ['-c', 'echo no >&2; exit 3'])).toEqual({ ok: false, missing: false, output: 'no' });
  expect(await run('no-such-command-here', [])).toMatchObject({ ok: false, missing: true });
});

test('OPS-7 a command that takes too long is ended with everything it started', async () => {
  const folder = temporaryFolder();
  const late = path.join(folder, 'late');
  const slow = program(path.join(folder, 'slow'), `(sleep 1; touch '${late}') & sleep 30`);
  expect(await run(slow, [], { timeoutMs: 100 })).toMatchObject({ ok: false });
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(existsSync(late)).toBe(false);
});

const running = (file: string, options: string) =>
  inProcess(`const { run } = await import(setup + '/run.mjs');
    const { openSync } = await import('node:fs');
    await run(${JSON.stringify(file)}, [], ${options});`);

test('OPS-7 what a cut-off set-up had started ends with it', async () => {
  const slow = program(path.join(temporaryFolder(), 'slow'), 'echo $$ > "$0.pid"; sleep 30 & wait');
  const cut = running(slow, '{}');
  await eventually(() => expect(read(`${slow}.pid`)).toMatch(/\n$/));
  cut.child.kill('SIGTERM');
  expect((await cut.exit).code).toBe(143);
  const group = -Number(read(`${slow}.pid`));
  await eventually(() => expect(() => process.kill(group, 0)).toThrow('ESRCH'));
});

test('OPS-7 except a package manager, which is left to finish', async () => {
  const slow = program(path.join(temporaryFolder(), 'slow'), 'echo begun; sleep 1; echo ended');
  const cut = running(slow, `{ log: openSync(${JSON.stringify(`${slow}.log`)}, 'a') }`);
  await eventually(() => expect(read(`${slow}.log`)).toBe('begun\n'));
  cut.child.kill('SIGTERM');
  await cut.exit;
  await eventually(() => expect(read(`${slow}.log`)).toBe('begun\nended\n'));
});
