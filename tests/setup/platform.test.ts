import { expect, test } from 'vitest';
import { npmProblem, platformProblem } from '../../server/setup/platform.mjs';

const host = (over: object) => ({
  platform: 'linux',
  arch: 'x64',
  versions: { node: '20.19.0' },
  env: {},
  ...over,
});

test('OPS-1 Linux on x64 and arm64 with Node 20 or newer is accepted', () => {
  expect(platformProblem(host({}))).toBeUndefined();
  expect(platformProblem(host({ arch: 'arm64', versions: { node: '24.21.0' } }))).toBeUndefined();
  expect(
    platformProblem(host({ env: { npm_config_user_agent: 'npm/10.8.2 node/v20.20.2' } })),
  ).toBeUndefined();
  expect(
    platformProblem(host({ env: { npm_config_user_agent: 'pnpm/9.1.0 npm/? node/v20' } })),
  ).toBeUndefined();
});

test('OPS-1 another platform, an old Node and an old npm are each refused with a sentence that names them', () => {
  expect(platformProblem(host({ platform: 'darwin', arch: 'arm64' }))).toMatch(/this is darwin arm64/);
  expect(platformProblem(host({ arch: 'ia32' }))).toMatch(/this is linux ia32/);
  expect(platformProblem(host({ versions: { node: '18.20.4' } }))).toMatch(/Node\.js 20 or newer.*18\.20\.4/);
  expect(platformProblem(host({ env: { npm_config_user_agent: 'npm/9.2.0 node/v20.19.0' } }))).toMatch(
    /npm 10.*9\.2\.0/,
  );
  expect(npmProblem('11.19.1')).toBeUndefined();
  expect(npmProblem('8.19.4')).toMatch(/npm 10 or newer; this is 8\.19\.4/);
});
