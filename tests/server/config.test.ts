// The environment: each setting right and wrong.
import { describe, expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { ConfigError, mediaAddresses, readConfig } from '../../server/config.ts';
import { tempDir } from '../helpers/temp-dir.ts';

describe('defaults', () => {
  test('OPS-31 an empty environment gives what CONTRACT.md says', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:8080',
      publicUrlGiven: false,
      mediaPort: 44_400,
      announcedAddress: undefined,
      demo: true,
      metricsToken: undefined,
      trustProxy: [],
      logLevel: 'info',
    });
    expect(config.workers).toBeGreaterThan(0);
    expect(isAbsolute(config.dataDir)).toBe(true);
  });

  test('OPS-31 empty values and the settings of other programs count for nothing', () => {
    const env = {
      PORT: '',
      HOST: '',
      VETRINA_WORKERS: '',
      VETRINA_PUBLIC_URL: '',
      VETRINA_DEMO: '',
      vetrina_x: '1',
    };
    expect(readConfig({ ...env, PATH: '/bin', VETRINA: 'x' })).toEqual(readConfig({}));
  });
});

describe('good values', () => {
  test.each([
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65_535, publicUrl: 'http://127.0.0.1:65535' }],
    ['HOST', '0.0.0.0', { host: '0.0.0.0', publicUrl: 'http://127.0.0.1:8080' }],
    ['HOST', '::1', { publicUrl: 'http://[::1]:8080' }],
    ['HOST', 'shop.lan', { publicUrl: 'http://shop.lan:8080' }],
    [
      'VETRINA_PUBLIC_URL',
      'https://live.example.com',
      { publicUrl: 'https://live.example.com', publicUrlGiven: true },
    ],
    ['VETRINA_PUBLIC_URL', 'https://LIVE.example.com:443/', { publicUrl: 'https://live.example.com' }],
    ['VETRINA_DATA_DIR', '/srv/shop', { dataDir: '/srv/shop' }],
    ['VETRINA_MEDIA_PORT', '50000', { mediaPort: 50_000 }],
    ['VETRINA_ANNOUNCED_ADDRESS', '203.0.113.7', { announcedAddress: '203.0.113.7' }],
    ['VETRINA_ANNOUNCED_ADDRESS', '2001:db8::1', { announcedAddress: '2001:db8::1' }],
    ['VETRINA_ANNOUNCED_ADDRESS', 'live.example.com', { announcedAddress: 'live.example.com' }],
    ['VETRINA_TURN_URLS', '', { turn: undefined }],
    ['VETRINA_WORKERS', '3', { workers: 3 }],
    ['VETRINA_UPLINK_MBIT', '50', { uplinkBitsPerSecond: 50_000_000 }],
    ['VETRINA_UPLINK_MBIT', '0', { uplinkBitsPerSecond: null }],
    ['VETRINA_DEMO', '0', { demo: false }],
    ['VETRINA_METRICS_TOKEN', 'a b', { metricsToken: 'a b' }],
    [
      'VETRINA_TRUST_PROXY',
      '127.0.0.1, 10.0.0.0/8,::1,fd00::/8,',
      { trustProxy: ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'] },
    ],
    ['VETRINA_TRUST_PROXY', 'loopback', { trustProxy: ['loopback'] }],
    ['VETRINA_LOG_LEVEL', 'debug', { logLevel: 'debug' }],
  ])('OPS-31 %s=%s', (name, value, expected) => {
    expect(readConfig({ [name]: value })).toMatchObject(expected);
  });
});

describe('bad values', () => {
  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '8080 '],
    ['PORT', '0x50'],
    ['PORT', 'http'],
    ['VETRINA_PUBLIC_URL', 'live.example.com'],
    ['VETRINA_PUBLIC_URL', 'https://live.example.com/shop'],
    ['VETRINA_PUBLIC_URL', 'https://live.example.com?x'],
    ['VETRINA_PUBLIC_URL', 'https://live.example.com#x'],
    ['VETRINA_PUBLIC_URL', 'https://me@live.example.com'],
    ['VETRINA_PUBLIC_URL', 'https://:pw@live.example.com'],
    ['VETRINA_PUBLIC_URL', 'ws://live.example.com'],
    ['VETRINA_MEDIA_PORT', '65001'],
    ['VETRINA_ANNOUNCED_ADDRESS', 'a b'],
    ['VETRINA_ANNOUNCED_ADDRESS', 'http://x'],
    ['VETRINA_WORKERS', '0'],
    ['VETRINA_WORKERS', '65'],
    ['VETRINA_WORKERS', 'all'],
    ['VETRINA_UPLINK_MBIT', '1.5'],
    ['VETRINA_DEMO', 'yes'],
    ['VETRINA_TRUST_PROXY', 'caddy'],
    ['VETRINA_TRUST_PROXY', '127.0.0.1,10.0.0.0/33'],
    ['VETRINA_TRUST_PROXY', '::1/129'],
    ['VETRINA_TRUST_PROXY', '10.0.0.0/8/8'],
    ['VETRINA_TRUST_PROXY', 'true'],
    ['VETRINA_LOG_LEVEL', 'loud'],
  ])('OPS-31 %s=%s is refused with what was expected', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(
      new RegExp(`^${name} is ".+", but it must be .+\\.$`),
    );
  });

  test('OPS-31 an unknown name is refused with the known ones', () => {
    expect(() => readConfig({ VETRINA_WORKER: '2' })).toThrow(
      /^VETRINA_WORKER is not a setting of Vetrina\. There are: .*VETRINA_WORKERS/,
    );
  });
});

describe('media addresses', () => {
  test.each([
    [{}, { listenAddress: '127.0.0.1', announcedAddress: undefined }],
    [{ HOST: 'localhost' }, { listenAddress: '127.0.0.1', announcedAddress: undefined }],
    [{ HOST: '192.0.2.9' }, { listenAddress: '192.0.2.9', announcedAddress: undefined }],
    [
      { HOST: '127.0.0.1', VETRINA_ANNOUNCED_ADDRESS: '203.0.113.7' },
      { listenAddress: '0.0.0.0', announcedAddress: '203.0.113.7' },
    ],
    [
      { HOST: '0.0.0.0', VETRINA_ANNOUNCED_ADDRESS: '203.0.113.7' },
      { listenAddress: '0.0.0.0', announcedAddress: '203.0.113.7' },
    ],
  ])('OPS-31 of %j', (env, expected) => {
    expect(mediaAddresses(readConfig(env))).toEqual(expected);
  });

  test('OPS-31 a wildcard address alone announces one that can be reached', () => {
    const { listenAddress, announcedAddress } = mediaAddresses(readConfig({ HOST: '0.0.0.0' }));
    expect(listenAddress).toBe('0.0.0.0');
    expect(announcedAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(announcedAddress).not.toBe('0.0.0.0');
  });
});

describe('a TURN server', () => {
  const secret = { VETRINA_TURN_SECRET: 'north' };
  const urls = (VETRINA_TURN_URLS: string) => readConfig({ ...secret, VETRINA_TURN_URLS }).turn?.urls;

  test('OPS-31 is a list of addresses and a secret', () => {
    expect(urls('turn:turn.example.com, turns:[2001:db8::1]:443?transport=tcp,')).toEqual([
      'turn:turn.example.com',
      'turns:[2001:db8::1]:443?transport=tcp',
    ]);
    expect(readConfig({}).turn).toBeUndefined();
  });

  test.each([
    'turn.example.com',
    'https://turn.example.com',
    'turn://turn.example.com',
    'stun:turn.example.com',
    'turn:',
    'turn:a?transport=sctp',
    'turns:a?transport=udp',
    'turn:user@a',
  ])('OPS-31 %s is not an address of one', (url) => {
    expect(() => urls(url)).toThrow(/^VETRINA_TURN_URLS is ".*", but it must be a list such as turn:/);
  });

  test('OPS-31 addresses without a secret, or a secret without addresses, stop the start', () => {
    const together = 'VETRINA_TURN_URLS and VETRINA_TURN_SECRET must be given together, or neither.';
    expect(() => readConfig(secret)).toThrow(together);
    expect(() => readConfig({ VETRINA_TURN_URLS: 'turn:turn.example.com' })).toThrow(together);
  });
});

describe('secrets', () => {
  const file = (text: string) => {
    const path = join(tempDir(), 'secret');
    writeFileSync(path, text);
    return path;
  };
  const turn = (env: Record<string, string>) =>
    readConfig({ VETRINA_TURN_URLS: 'turn:turn.example.com', ...env }).turn?.secret;

  test('SEC-20 come from a file as well, without the end of its line', () => {
    expect(turn({ VETRINA_TURN_SECRET_FILE: file('north wind\n') })).toBe('north wind');
    expect(readConfig({ VETRINA_METRICS_TOKEN_FILE: file('a b\r\n') }).metricsToken).toBe('a b');
  });

  test('SEC-20 a file that is empty or missing, or a secret given twice, stops the start and is not told', () => {
    for (const path of [file('\n'), '/nowhere/secret'])
      expect(() => turn({ VETRINA_TURN_SECRET_FILE: path })).toThrow(
        `VETRINA_TURN_SECRET_FILE is "${path}", but it must be a file that can be read and is not empty.`,
      );
    const twice = { VETRINA_METRICS_TOKEN: 'sesame', VETRINA_METRICS_TOKEN_FILE: file('open') };
    expect(() => readConfig(twice)).toThrow(
      /^VETRINA_METRICS_TOKEN and .*_FILE must not be given together\.$/,
    );
  });

  test('SEC-20 no sentence about settings holds a secret', () => {
    const secrets = { VETRINA_TURN_SECRET: 'xyzzy', VETRINA_METRICS_TOKEN: 'plugh' };
    for (const wrong of [{}, { VETRINA_TURN_URLS: 'x' }, { PORT: 'x' }, { VETRINA_NOTHING: '1' }])
      expect(() => readConfig({ ...secrets, ...wrong })).toThrow(/^(?!.*(xyzzy|plugh))/s);
  });
});
