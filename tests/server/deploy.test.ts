// The files that an operator copies: do they name what there is, and do the programs that read them take them?
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const root = new URL('../../', import.meta.url).pathname;
const folder = join(root, 'server/deploy');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** `NAME=value` lines, those that are commented out included. */
const assignments = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^#?([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));

test('OPS-59 every setting that a file or the guide names is one, and the settings as they are let a server start', () => {
  const settings = assignments(read('vetrina.env'));
  const env = { ...settings, VETRINA_TURN_SECRET: 'x' };
  expect(readConfig(env)).toMatchObject({ publicUrlGiven: true, demo: false, trustProxy: ['127.0.0.1'] });
  for (const name of readdirSync(folder))
    for (const [setting] of read(name).matchAll(/\bVETRINA_[A-Z_]+(?==|`)/g))
      expect(() => readConfig({ [setting]: '' }), `${setting} in ${name}`).not.toThrow();
});

test('OPS-59 the guide takes ten lines, and each file and command in it is there', () => {
  const [, lines = ''] = /```sh\n([\s\S]+?)```/.exec(read('README.md')) ?? [];
  expect(lines.trim().split('\n')).toHaveLength(10);
  const files = [...read('README.md').matchAll(/server\/(?:deploy|setup)\/[\w.]+/g)].map(([file]) => file);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  const commands = [...read('README.md').matchAll(/sudo vetrina ([a-z]+)/g)].map(
    ([, command = '']) => command,
  );
  expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  expect(spawnSync('sh', ['-n', join(folder, 'vetrina')]).status).toBe(0);
});

test('OPS-59 the unit, the image and the proxy agree on folder, start and port', () => {
  const start = 'node_modules/.bin/node --max-semi-space-size=4 server/main.ts';
  expect(read('vetrina.service')).toContain(`ExecStart=/opt/vetrina/${start}\n`);
  expect(read('Containerfile')).toContain(`CMD ${JSON.stringify(start.split(' ')).replaceAll(',', ', ')}`);
  expect(read('Caddyfile')).toContain(`reverse_proxy 127.0.0.1:${readConfig({}).port} {`);
  expect(scripts.start).toContain(start);
});

/** As it would be if this folder were /opt/vetrina. */
const installed = (name: string) => {
  const file = join(tempDir(), name);
  writeFileSync(file, read(name).replaceAll('/opt/vetrina/', root));
  return file;
};

test.runIf(has('systemd-analyze'))('OPS-59 systemd takes the unit and finds little to reach from it', () => {
  const unit = installed('vetrina.service');
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
  expect([verified.status, verified.stderr]).toEqual([0, '']);
  // 0 is nothing, 10 is everything; without the hardening it is 9.2.
  execFileSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', unit], { stdio: 'ignore' });
});

test.runIf(has('caddy'))('OPS-59 Caddy takes its file', () => {
  execFileSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], {
    stdio: 'ignore',
  });
});
