// The server of HTTP and sockets alike: how long a peer may take to say what it wants, and how many connections one network may
// hold. Of trusted proxies neither is known: each of theirs is another visitor, and they have limits of their own.
// Rules: SEC-11, SEC-12.
import { createServer, type Server } from 'node:http';
import proxyAddr from 'proxy-addr';
import { limits } from '../../shared/limits.ts';
import { networkOf } from '../rooms/moderation.ts';

export const openServer = (
  trustProxy: readonly string[],
  perAddress: number = limits.maxConnectionsPerAddress,
): Server => {
  const isProxy = proxyAddr.compile([...trustProxy]);
  const held = new Map<string, number>();
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.headersMs / 4,
  });
  server.maxConnections = limits.maxConnections;
  server.on('connection', (socket) => {
    const address = socket.remoteAddress;
    // Gone again before we looked.
    if (address === undefined) return void socket.destroy();
    if (isProxy(address, 0)) return;
    const network = networkOf(address);
    const count = (held.get(network) ?? 0) + 1;
    if (count > perAddress) return void socket.destroy();
    held.set(network, count);
    socket.once('close', () => {
      const left = (held.get(network) ?? 1) - 1;
      if (left > 0) held.set(network, left);
      else held.delete(network);
    });
  });
  return server;
};
