// `npm run doctor` as a process: before the start, beside a running server behind TLS, and with what goes wrong.
import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Finding, Subject } from '../../shared/checkup.ts';
import { freePorts } from '../helpers/ports.ts';
import { runTool, startServer } from '../helpers/process.ts';
import { startProxy, type ProxyOptions } from '../helpers/proxy.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { startTurn } from '../helpers/turn.ts';

type Line = Finding & { text: string };

const examine = async (dataDir: string, env: Record<string, string> = {}) => {
  const { code, output, errors } = await runTool('server/doctor.ts', dataDir, ['--json'], env);
  const { ok, findings } = JSON.parse(output) as { ok: boolean; findings: Line[] };
  expect([code, errors]).toEqual([ok ? 0 : 1, '']);
  return {
    code,
    of: (about: Subject) =>
      findings.filter((line) => line.about === about).map(({ verdict, outcome }) => `${verdict} ${outcome}`),
    texts: findings.map(({ text }) => text),
  };
};

test('OPS-50 before the first start it says what there is, makes nothing, and speaks the terminal’s language', async () => {
  const folder = `${tempDir()}/shop`;
  const { code, of, texts } = await examine(folder);
  expect(code).toBe(0);
  expect([of('ports'), of('worker'), of('database'), of('socket')]).toEqual([
    ['good free'],
    ['good starts'],
    ['good none'],
    ['unknown later'],
  ]);
  expect(texts.filter((text) => /[{}]/.test(text))).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  const italian = await runTool('server/doctor.ts', folder, [], { LANG: 'it_IT.UTF-8' });
  expect(italian.output).toContain('Il primo avvio lo crea in');
  expect(italian.output).toMatch(/Puoi andare in diretta\.\s*$/);
});

test('OPS-50 a bad setting and an unknown option are sentences', async () => {
  const odd = await runTool('server/doctor.ts', tempDir(), [], { VETRINA_WORKERS: 'many' });
  expect([odd.code, odd.errors]).toEqual([1, expect.stringMatching(/^VETRINA_WORKERS is "many", but/)]);
  const option = await runTool('server/doctor.ts', tempDir(), ['--jason']);
  expect([option.code, option.errors.split('\n').length]).toEqual([1, 2]);
});

const shopBehind = async (options: ProxyOptions = {}, more: Record<string, string> = {}) => {
  const proxy = await startProxy(options);
  const dataDir = tempDir();
  const env = {
    VETRINA_PUBLIC_URL: proxy.url,
    VETRINA_MEDIA_PORT: String(await freePorts()),
    NODE_EXTRA_CA_CERTS: proxy.ca,
    ...more,
  };
  const server = await startServer(dataDir, { ...env, PORT: String(await freePorts()) });
  proxy.to = `http://127.0.0.1:${server.port}`;
  return { dataDir, server, env: { ...env, PORT: String(server.port) } };
};

test('OPS-50 OPS-51 OPS-54: beside a running server behind TLS all that a show needs is good, and nothing is left behind', async () => {
  const { dataDir, env } = await shopBehind({ life: { days: 6 } }, { VETRINA_TRUST_PROXY: '127.0.0.1' });
  const before = readdirSync(dataDir);
  const { of, code } = await examine(dataDir, env);
  expect([of('ports'), of('tls'), of('socket'), of('proxy'), of('database')]).toEqual([
    ['good held'],
    ['good valid'],
    ['good passes'],
    ['good trusted'],
    ['good whole'],
  ]);
  expect(code).toBe(0);
  expect(readdirSync(dataDir).sort()).toEqual(before.sort());
});

test('OPS-54 OPS-55: a certificate that ends, a proxy without WebSockets or without trust, and one that is not there are told', async () => {
  const { dataDir, env, server } = await shopBehind({ life: { began: -85, days: 5 }, passesSockets: false });
  const lame = await examine(dataDir, env);
  expect([lame.of('tls'), lame.of('socket'), lame.of('proxy'), lame.code]).toEqual([
    ['fair soon'],
    ['bad refused'],
    ['bad untrusted'],
    1,
  ]);
  const strange = await examine(dataDir, { ...env, NODE_EXTRA_CA_CERTS: '' });
  expect([strange.of('tls'), strange.of('socket')]).toEqual([['bad refused'], ['unknown unreached']]);
  const nobody = `https://127.0.0.1:${await freePorts()}`;
  expect((await examine(dataDir, { ...env, VETRINA_PUBLIC_URL: nobody })).of('tls')).toEqual(['bad silent']);
  await server.end('SIGTERM');
  expect((await examine(dataDir, env)).of('socket')).toEqual(['unknown later']);
});

test.each(['udp', 'tcp', 'tls'] as const)(
  'OPS-56 a relay by %s is allocated with our credentials, and a wrong secret is told',
  async (protocol) => {
    const env = await startTurn(protocol);
    const folder = tempDir();
    expect((await examine(folder, env)).of('turn')).toEqual(['good relays']);
    const wrong = { ...env, VETRINA_TURN_SECRET: 'another' };
    expect((await examine(folder, wrong)).of('turn')).toEqual(['bad refused']);
  },
);

test('OPS-56 a relay that is not there is told', async () => {
  const VETRINA_TURN_URLS = `turn:127.0.0.1:${await freePorts()}?transport=tcp`;
  const { of } = await examine(tempDir(), { VETRINA_TURN_URLS, VETRINA_TURN_SECRET: 'x' });
  expect(of('turn')).toEqual(['bad silent']);
});
