// The owner's check-up: what the doctor finds, as a process of its own beside this one; what only this server sees, whether the
// asker came through a proxy that it believes; and by which ways viewers came. Rules: OPS-58, NET-21.
import { fork } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { bad, type Checkup, type Finding } from '../../shared/checkup.ts';
import { limits } from '../../shared/limits.ts';
import type { Config } from '../config.ts';
import type { ViewerPaths } from '../rooms/viewer-paths.ts';
import type { Auth } from './auth.ts';
import { free, type Route } from './route.ts';
import type { ApiDeps } from './sessions.ts';

export type CheckupDeps = ApiDeps & { config: Config; paths: ViewerPaths };

type Examined = Omit<Checkup, 'paths'>;

const doctor = new URL('../doctor/aside.ts', import.meta.url);

/** Rejects when it does not answer in time. */
const examineAside = (config: Config): Promise<Finding[]> =>
  new Promise((resolve, reject) => {
    const child = fork(doctor, { timeout: limits.checkupTakesMs, execArgv: [] });
    child.once('message', (findings) => resolve(findings as Finding[]));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the doctor ended without a word')));
    child.send(config);
  });

/** What the settings cannot tell: null when the request came as it should. */
const proxyOf = (req: IncomingMessage, auth: Auth, config: Config): Finding | null => {
  const address = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const sockets = limits.maxSocketsPerAddress;
  if (req.headers['x-forwarded-for'] !== undefined)
    return auth.addressOf(req) === req.socket.remoteAddress
      ? bad('proxy', 'stranger', { address, sockets })
      : null;
  const throughProxy =
    config.publicUrl.startsWith('https:') && req.headers.host === new URL(config.publicUrl).host;
  return throughProxy ? bad('proxy', 'mute', { address }) : null;
};

export const checkupRoutes = ({ auth, clock, config, paths, publicUrl }: CheckupDeps): Route[] => {
  let last: Examined | null = null;
  let under: Promise<Examined> | null = null;
  const examined = async (): Promise<Examined> => {
    if (last && clock.now() - last.examinedAt < limits.checkupEveryMs) return last;
    // Whoever asks meanwhile waits for the same answer.
    under ??= examineAside({ ...config, publicUrl: publicUrl() })
      .then((findings) => (last = { findings, examinedAt: clock.now() }))
      .finally(() => (under = null));
    return under;
  };
  return [
    free({
      method: 'get',
      path: '/checkup',
      tag: 'Shop',
      summary:
        'Whether a show would work: what the doctor finds, and by which ways viewers came in the last day',
      least: 'owner',
      unkept: true,
      reply: ['findings', 'examinedAt', 'paths'],
      async free({ req, res }) {
        const { findings, examinedAt } = await examined();
        const proxy = proxyOf(req, auth, config);
        const seen = findings.map((finding) => (proxy && finding.about === 'proxy' ? proxy : finding));
        res.json({ findings: seen, examinedAt, paths: paths.lastDay() } satisfies Checkup);
      },
    }),
  ];
};
