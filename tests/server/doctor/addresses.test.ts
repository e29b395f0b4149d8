import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { announced, reachOf } from '../../../server/doctor/addresses.ts';
import { proxy } from '../../../server/doctor/public-url.ts';

test.each([
  ['127.0.0.1', 'machine'],
  ['::1', 'machine'],
  ['10.1.2.3', 'network'],
  ['172.31.255.255', 'network'],
  ['192.168.0.7', 'network'],
  ['100.64.0.1', 'network'],
  ['fd12::1', 'network'],
  ['172.32.0.1', 'world'],
  ['203.0.113.9', 'world'],
  ['2001:db8::1', 'world'],
])('OPS-53 %s is reached from this: %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});

const url = (host: string) => ({ VETRINA_PUBLIC_URL: `https://${host}` });
const turn = { VETRINA_TURN_URLS: 'turn:203.0.113.9', VETRINA_TURN_SECRET: 'x' };
const own = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

test.each([
  ['nothing is set', {}, 'fair', 'local'],
  ['media stays on the machine', url('203.0.113.9'), 'bad', 'unreachable'],
  [
    'media is announced at a private address',
    { ...url('203.0.113.9'), VETRINA_ANNOUNCED_ADDRESS: '10.0.0.5' },
    'bad',
    'unreachable',
  ],
  [
    'a relay stands in',
    { ...url('203.0.113.9'), ...turn, VETRINA_ANNOUNCED_ADDRESS: '10.0.0.5' },
    'fair',
    'relayed',
  ],
  [
    'the shop is for one network',
    { ...url('192.168.1.4'), VETRINA_ANNOUNCED_ADDRESS: '192.168.1.4' },
    'good',
    'forwarded',
  ],
  [
    'a public address is forwarded',
    { ...url('203.0.113.9'), VETRINA_ANNOUNCED_ADDRESS: '203.0.113.9' },
    'good',
    'forwarded',
  ],
  [
    'a name leads nowhere',
    { ...url('203.0.113.9'), VETRINA_ANNOUNCED_ADDRESS: 'nowhere.invalid' },
    'bad',
    'notFound',
  ],
])('OPS-53 when %s it is told', async (_name, env, verdict, outcome) => {
  expect(await announced(readConfig(env))).toMatchObject({ verdict, outcome });
});

test.runIf(own)('OPS-53 an address of this machine is known as one', async () => {
  const env = { ...url(own ?? ''), VETRINA_ANNOUNCED_ADDRESS: own };
  expect(await announced(readConfig(env))).toMatchObject({ verdict: 'good', outcome: 'own' });
});

test.each([
  ['no proxy is in front', {}, 'good', 'none'],
  ['the proxy is trusted', { ...url('a.example'), VETRINA_TRUST_PROXY: '127.0.0.1' }, 'good', 'trusted'],
  ['the proxy is not trusted', url('a.example'), 'bad', 'untrusted'],
  ['everyone is trusted', { ...url('a.example'), VETRINA_TRUST_PROXY: '127.0.0.1,::/0' }, 'bad', 'everyone'],
])('OPS-55 when %s it is told', (_name, env, verdict, outcome) => {
  expect(proxy(readConfig(env))).toMatchObject({ verdict, outcome });
});
