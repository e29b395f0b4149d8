// Whether the ports are free, or held by our own running server. Tries each by listening on it for a moment.
// Rules: OPS-51.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { bad, good, type Finding } from '../../shared/checkup.ts';
import { mediaAddresses, type Config } from '../config.ts';

type Port = { port: number; protocol: 'udp' | 'tcp'; address: string };
type Held = Port & { code: string };

/** Null when it is free; else the system's code. */
const tryPort = async ({ port, protocol, address }: Port): Promise<string | null> => {
  const socket = protocol === 'udp' ? createSocket(address.includes(':') ? 'udp6' : 'udp4') : createServer();
  try {
    const listening = once(socket, 'listening');
    if ('bind' in socket) socket.bind({ port, address, exclusive: true });
    else socket.listen({ port, host: address, exclusive: true });
    await listening;
    await new Promise<void>((resolve) => void socket.close(() => resolve()));
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
  }
};

/** "44400" or "44400-44403". */
export const mediaPorts = ({ mediaPort, workers }: Config): string =>
  workers === 1 ? String(mediaPort) : `${mediaPort}-${mediaPort + workers - 1}`;

const wanted = (config: Config): Port[] => {
  const address = mediaAddresses(config).listenAddress;
  const count = config.mediaPort === 0 ? 0 : config.workers;
  const media = Array.from({ length: count }, (_, at) => config.mediaPort + at).flatMap((port) =>
    (['udp', 'tcp'] as const).map((protocol) => ({ port, protocol, address })),
  );
  const pages = { port: config.port, protocol: 'tcp' as const, address: config.host };
  return config.port === 0 ? media : [pages, ...media];
};

export const ports = async (config: Config, running: boolean): Promise<Finding> => {
  const tried = await Promise.all(
    wanted(config).map(async (port): Promise<Held> => ({ ...port, code: (await tryPort(port)) ?? '' })),
  );
  const said = { port: String(config.port), media: mediaPorts(config) };
  const odd = tried.find(({ code }) => code !== '' && code !== 'EADDRINUSE');
  if (odd?.code === 'EACCES') return bad('ports', 'rights', { port: String(odd.port) });
  if (odd) return bad('ports', 'address', { address: odd.address });
  const wrong = tried.find(({ code }) => (code === 'EADDRINUSE') !== running);
  if (!wrong) return good('ports', running ? 'held' : 'free', said);
  return bad('ports', running ? 'missing' : 'taken', {
    port: `${wrong.port} ${wrong.protocol.toUpperCase()}`,
  });
};
