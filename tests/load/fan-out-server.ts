// One contender of the fan-out bench in a process of its own: says its port, sends one message to everyone at a rate or as
// fast as they are taken, and ends with its parent. Each is used as its documentation shows.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as SocketIo } from 'socket.io';
import { WebSocketServer } from 'ws';
import { startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';
import { messageBytes, sentAtMs, type Contender } from './fan-out-message.ts';
import { atRate } from './rate.ts';

export type Order =
  | { type: 'steady'; perSecond: number }
  /** At most so many messages on their way: as `took` says. */
  | { type: 'pour'; window: number }
  | { type: 'took'; count: number }
  | { type: 'stop' };
export type Report = { type: 'ready'; port: number } | { type: 'stopped'; sent: number };

/** Sends a text to everyone; gives how much longer than the text the message becomes. */
type Fan = { port: number; send: (text: string) => void; wrapping: number };

const chatEvent = (text: string) => ({
  type: 'chat.said' as const,
  body: { message: { id: 'm', text, nickname: null, role: 'viewer' as const, at: 0, replyTo: null } },
});

const openVetrina = async (dataDir: string): Promise<Fan> => {
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    VETRINA_MEDIA_PORT: '0',
    VETRINA_WORKERS: '1',
    VETRINA_DATA_DIR: dataDir,
  });
  const app = await startApp({ config, log: openLog('warn') });
  const send = (text: string) => {
    for (const room of app.rooms.open) room.publish(chatEvent(text));
  };
  return { port: app.port, send, wrapping: JSON.stringify(chatEvent('')).length };
};

const openWs = async (): Promise<Fan> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  const send = (text: string) => {
    const data = Buffer.from(JSON.stringify(chatEvent(text)));
    for (const client of server.clients) client.send(data, { binary: false });
  };
  const { port } = server.address() as AddressInfo;
  return { port, send, wrapping: JSON.stringify(chatEvent('')).length };
};

const openSocketIo = async (): Promise<Fan> => {
  const server = createServer();
  const io = new SocketIo(server, { transports: ['websocket'] });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { type, body } = chatEvent('');
  const send = (text: string) => io.emit(type, chatEvent(text).body);
  return {
    port: (server.address() as AddressInfo).port,
    send,
    wrapping: `42${JSON.stringify([type, body])}`.length,
  };
};

const [, , contender, dataDir = ''] = process.argv;
const open = { vetrina: () => openVetrina(dataDir), ws: openWs, 'socket.io': openSocketIo };
const { port, send, wrapping } = await open[contender as Contender]();
const tell = (report: Report) => process.send?.(report);

let sent = 0;
let taken = 0;
let stop = () => {};

const sendOne = () => {
  const head = `@${sentAtMs().toFixed(3)}#${sent} `;
  send(head.padEnd(messageBytes - wrapping, 'x'));
  sent += 1;
};

const pour = (window: number) => {
  let pouring = true;
  const turn = () => {
    if (!pouring) return;
    if (sent - taken < window) sendOne();
    setImmediate(turn);
  };
  turn();
  return () => (pouring = false);
};

process.on('message', (order: Order) => {
  if (order.type === 'took') taken = order.count;
  else if (order.type === 'steady') stop = atRate(order.perSecond, sendOne);
  else if (order.type === 'pour') {
    [sent, taken] = [0, 0];
    stop = pour(order.window);
  } else {
    stop();
    tell({ type: 'stopped', sent });
    sent = 0;
  }
});
process.on('disconnect', () => process.exit(0));
tell({ type: 'ready', port });
