// Ports for a program that must be told which. They lie below those that Linux gives out by itself (ip_local_port_range:
// 32768 and up), so that no connection made meanwhile can take one before the program does.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const [lowest, highest] = [20_000, 32_000];

const isFree = async (port: number, host: string): Promise<boolean> => {
  const tcp = createServer();
  const udp = createSocket('udp4');
  try {
    await once(tcp.listen(port, host), 'listening');
    await once(udp.bind(port, host), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    tcp.close();
    udp.close();
  }
};

/** The first of `count` ports in a row that are free now, by TCP and UDP. */
export const freePorts = async (count = 1, host = '127.0.0.1'): Promise<number> => {
  for (;;) {
    const first = lowest + Math.floor(Math.random() * (highest - lowest - count));
    const ports = Array.from({ length: count }, (_, i) => first + i);
    const free = await Promise.all(ports.map((port) => isFree(port, host)));
    if (free.every(Boolean)) return first;
  }
};
