import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { ports } from '../../../server/doctor/ports.ts';
import { freePorts } from '../../helpers/ports.ts';

const settings = async () => {
  const first = await freePorts(3);
  const env = { PORT: String(first), VETRINA_MEDIA_PORT: String(first + 1), VETRINA_WORKERS: '2' };
  return { first, config: readConfig(env) };
};

const take = async (port: number, protocol: 'tcp' | 'udp') => {
  const socket = protocol === 'tcp' ? createServer() : createSocket('udp4');
  const listening = once(socket, 'listening');
  if ('bind' in socket) socket.bind(port, '127.0.0.1');
  else socket.listen(port, '127.0.0.1');
  await listening;
  onTestFinished(() => void socket.close());
};

test('OPS-51 free ports are good before the start', async () => {
  const { config, first } = await settings();
  expect(await ports(config, false)).toMatchObject({
    verdict: 'good',
    outcome: 'free',
    values: { port: String(first), media: `${first + 1}-${first + 2}` },
  });
});

test.each(['tcp', 'udp'] as const)(
  'OPS-51 a media port that another program has by %s is named',
  async (protocol) => {
    const { config, first } = await settings();
    await take(first + 2, protocol);
    expect(await ports(config, false)).toMatchObject({
      verdict: 'bad',
      outcome: 'taken',
      values: { port: `${first + 2} ${protocol.toUpperCase()}` },
    });
  },
);

test('OPS-51 beside a running server its own ports are held, and one that it should hold and does not is named', async () => {
  const { config, first } = await settings();
  for (const port of [first, first + 1, first + 2]) await take(port, 'tcp');
  await take(first + 1, 'udp');
  expect(await ports(config, true)).toMatchObject({
    verdict: 'bad',
    outcome: 'missing',
    values: { port: `${first + 2} UDP` },
  });
  await take(first + 2, 'udp');
  expect(await ports(config, true)).toMatchObject({ verdict: 'good', outcome: 'held' });
});

test('OPS-51 an address that the machine has not is told', async () => {
  const config = readConfig({ PORT: '0', HOST: '203.0.113.9', VETRINA_WORKERS: '1' });
  expect(await ports(config, false)).toMatchObject({
    verdict: 'bad',
    outcome: 'address',
    values: { address: '203.0.113.9' },
  });
});
