// A reverse proxy with TLS in front of a test's server, as Caddy stands there: it ends TLS, says who asks in X-Forwarded-For
// (and believes nobody else who says so), and passes WebSockets.
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { certificate } from './certificate.ts';
import { tempDir } from './temp-dir.ts';

export type Proxy = {
  /** Its origin, for VETRINA_PUBLIC_URL. */
  url: string;
  /** Its certificate's file. */
  ca: string;
  /** The server behind it, once there is one. */
  to: string;
};

/** `life`: of its certificate, in days from now. */
export type ProxyOptions = { life?: { began?: number; days?: number }; passesSockets?: boolean };

export const startProxy = async ({ life, passesSockets = true }: ProxyOptions = {}): Promise<Proxy> => {
  const files = certificate(tempDir(), life);
  const server = createServer({ cert: readFileSync(files.cert), key: readFileSync(files.key) });
  const forwarded = (req: IncomingMessage, headers = req.headers) =>
    request(new URL(req.url ?? '/', proxy.to), {
      method: req.method ?? 'GET',
      headers: { ...headers, 'x-forwarded-for': req.socket.remoteAddress },
    });
  server.on('request', (req, res) => {
    // These two are for the next hop alone (RFC 9110 §7.6.1).
    const { connection: _, upgrade: __, ...headers } = req.headers;
    const asking = forwarded(req, headers);
    asking.on('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    asking.on('error', () => void res.writeHead(502).end());
    req.pipe(asking);
  });
  if (passesSockets)
    server.on('upgrade', (req, socket) => {
      const asking = forwarded(req);
      const head = ({ statusCode, rawHeaders }: IncomingMessage): string => {
        const lines = rawHeaders.flatMap((name, at) => (at % 2 ? [] : [`${name}: ${rawHeaders[at + 1]}`]));
        return [`HTTP/1.1 ${statusCode} -`, ...lines, '\r\n'].join('\r\n');
      };
      asking.on('upgrade', (answer, behind) => {
        socket.write(head(answer));
        behind.pipe(socket).pipe(behind);
        socket.on('error', () => behind.destroy());
        behind.on('error', () => socket.destroy());
      });
      asking.on('response', (answer) => socket.end(head(answer)));
      asking.on('error', () => socket.destroy());
      asking.end();
    });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const proxy = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: files.cert,
    to: 'http://127.0.0.1:1',
  };
  return proxy;
};
