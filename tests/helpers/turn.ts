// A real coturn on loopback for one test, with the credentials that the server makes, by UDP, TCP and TLS.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { turnProgram } from '../../server/setup/turn.mjs';
import { certificate } from './certificate.ts';
import { eventually } from './eventually.ts';
import { freePorts } from './ports.ts';
import { tempDir } from './temp-dir.ts';

const secret = 'a secret between two servers';

const answers = (port: number) =>
  new Promise<boolean>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', reject);
  });

/** The environment of a server that uses it, by one protocol. */
export const startTurn = async (protocol: 'udp' | 'tcp' | 'tls'): Promise<Record<string, string>> => {
  const folder = tempDir();
  const port = await freePorts(2);
  const tlsPort = port + 1;
  const { cert, key } = certificate(folder);
  const turn = spawn(
    turnProgram(),
    [
      // No file of the machine's: all that it needs is here.
      '-n',
      '--listening-ip=127.0.0.1',
      '--relay-ip=127.0.0.1',
      `--listening-port=${port}`,
      `--tls-listening-port=${tlsPort}`,
      `--cert=${cert}`,
      `--pkey=${key}`,
      `--userdb=${join(folder, 'turndb')}`,
      `--pidfile=${join(folder, 'pid')}`,
      '--realm=vetrina',
      '--use-auth-secret',
      `--static-auth-secret=${secret}`,
      '--allow-loopback-peers',
      '--no-cli',
      '--no-dtls',
      '--log-file=stdout',
    ],
    { stdio: 'ignore' },
  );
  onTestFinished(async () => {
    const gone = once(turn, 'exit');
    turn.kill('SIGKILL');
    await gone;
  });
  await eventually(() => answers(tlsPort));
  const url =
    protocol === 'tls'
      ? `turns:127.0.0.1:${tlsPort}?transport=tcp`
      : `turn:127.0.0.1:${port}?transport=${protocol}`;
  return { VETRINA_TURN_URLS: url, VETRINA_TURN_SECRET: secret, NODE_EXTRA_CA_CERTS: cert };
};
