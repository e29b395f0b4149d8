// Asks at the shop's public address for a WebSocket, as a browser would: so the certificate, the proxy and the way through it
// are seen at once. Then what the settings say of the proxy. Rules: OPS-54, OPS-55.
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { bad, fair, good, unknown, type Finding } from '../../shared/checkup.ts';
import { limits } from '../../shared/limits.ts';
import { SUBPROTOCOL } from '../../shared/protocol.ts';
import type { Config } from '../config.ts';
import { isLocal } from './addresses.ts';

export const patienceMs = 5000;
const dayMs = 24 * 60 * 60 * 1000;
/**
 * Certificates are renewed when a third of their life is left (https://letsencrypt.org/docs/integration-guide/): with a sixth
 * left, that has not happened. Two weeks of ninety days, one of six.
 */
const overdueAt = 1 / 6;
/** More cannot be the way there and back. */
const clockMs = 10_000;

type Life = { from: number; to: number };
type Answer = { status: number; life: Life | null; date: number | null };

const ask = (url: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestSecure : requestPlain;
    const asking = request(new URL('/ws', url), {
      agent: false,
      timeout: patienceMs,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        Origin: url,
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': Buffer.alloc(16, 1).toString('base64'),
        'Sec-WebSocket-Protocol': SUBPROTOCOL,
      },
    });
    const answered = ({ statusCode = 0, headers, socket }: IncomingMessage) => {
      const shown = 'getPeerCertificate' in socket ? (socket as TLSSocket).getPeerCertificate() : null;
      resolve({
        status: statusCode,
        life: shown?.valid_to ? { from: Date.parse(shown.valid_from), to: Date.parse(shown.valid_to) } : null,
        date: headers.date ? Date.parse(headers.date) : null,
      });
      asking.destroy();
    };
    asking.on('upgrade', answered);
    asking.on('response', answered);
    asking.on('timeout', () => asking.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    asking.on('error', reject);
    asking.end();
  });

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const isAboutCertificate = (code: string): boolean => /CERT|ISSUER|SIGNATURE|CRL|ALTNAME/.test(code);

const failed = (url: string, error: NodeJS.ErrnoException): Finding[] => {
  const { code = '', message } = error;
  const socket = unknown('socket', 'unreached', { url });
  if (code === 'ETIMEDOUT') return [fair('tls', 'timeout', { url }), socket];
  const reason = message || code;
  return [bad('tls', isAboutCertificate(code) ? 'refused' : 'silent', { url, reason }), socket];
};

const certificate = (url: string, { life }: Answer, now: number): Finding => {
  if (life === null) return isLocal(url) ? fair('tls', 'local') : bad('tls', 'plain', { url });
  const days = Math.floor((life.to - now) / dayMs);
  return life.to - now < (life.to - life.from) * overdueAt
    ? fair('tls', 'soon', { url, days })
    : good('tls', 'valid', { url, days });
};

/** `date`: the difference to the clock there, where there is one; null when it is too small to tell. */
export const publicUrl = async (
  { publicUrl: url }: Config,
  running: boolean,
): Promise<{ findings: Finding[]; clockOffMs: number | null }> => {
  const now = Date.now();
  // Nobody answers there by plain HTTP but we ourselves.
  if (!running && url.startsWith('http:'))
    return {
      findings: [certificate(url, { status: 0, life: null, date: null }, now), unknown('socket', 'later')],
      clockOffMs: null,
    };
  try {
    const answer = await ask(url);
    const passes = answer.status === 101;
    const refused = running
      ? bad('socket', 'refused', { url, status: String(answer.status) })
      : unknown('socket', 'later');
    const off = answer.date === null ? 0 : answer.date - now;
    return {
      findings: [certificate(url, answer, now), passes ? good('socket', 'passes', { url }) : refused],
      clockOffMs: Math.abs(off) > clockMs ? off : null,
    };
  } catch (error) {
    return { findings: failed(url, error as NodeJS.ErrnoException), clockOffMs: null };
  }
};

/** By the settings alone; what really comes through the proxy, only the server sees (http/checkup.ts). */
export const proxy = ({ publicUrl: url, trustProxy }: Config): Finding => {
  const proxies = trustProxy.join(', ');
  if (trustProxy.some((each) => each.endsWith('/0'))) return bad('proxy', 'everyone', { proxies });
  if (trustProxy.length > 0) return good('proxy', 'trusted', { proxies });
  // Vetrina itself speaks plain HTTP, so an https address is a proxy's.
  return url.startsWith('https:')
    ? bad('proxy', 'untrusted', { url, sockets: limits.maxSocketsPerAddress })
    : good('proxy', 'none');
};
