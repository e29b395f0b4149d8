// A WebSocket server on port 0 that stands in for the room's: it answers hello with a Welcome that the test can shape,
// keeps what it heard, and breaks in the ways that a network breaks. Real sockets, no media, no database.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Welcome } from '../../../shared/model.ts';
import type { EventFrame, RequestFrame } from '../../../shared/protocol.ts';
import { emptyShop, nothingMine } from './shop-views.ts';

export const room = { id: 'room_1', slug: 'demo', name: 'Bottega Sole', show: null };

export const welcome = (changes: Partial<Welcome> = {}): Welcome => ({
  memberId: 'member_1',
  role: 'viewer',
  nickname: null,
  token: 'token-1',
  serverNow: Date.now(),
  seq: 0,
  snapshot: { room, viewers: 1, timing: null, ...emptyShop },
  missed: [],
  mine: nothingMine,
  myQuestions: { asked: [], meToos: [], answers: [], unseen: [] },
  myChat: { said: [], waiting: [] },
  media: null,
  ...changes,
});

type Answer =
  { body: unknown } | { refuse: string; details?: Record<string, unknown> } | 'silence' | { close: number };
type Heard = RequestFrame & { body: Record<string, unknown> };

export const renamed = (seq: number, name: string): EventFrame => ({
  seq,
  type: 'room.renamed',
  body: { room: { ...room, name } },
});

export const startStandIn = async () => {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const open = new Set<WebSocket>();
  const heard: Heard[] = [];
  const answers = new Map<string, (frame: Heard) => Answer>([
    ['session.hello', () => ({ body: welcome() })],
    ['clock.read', () => ({ body: { serverNow: Date.now() } })],
  ]);
  let connections = 0;

  const answer = (socket: WebSocket, frame: Heard) => {
    const said = answers.get(frame.type)?.(frame) ?? { refuse: 'unknown_request' };
    if (said === 'silence') return;
    if ('close' in said) return socket.close(said.close);
    const { id: re } = frame;
    if ('body' in said) return socket.send(JSON.stringify({ re, ok: true, body: said.body }));
    socket.send(JSON.stringify({ re, ok: false, error: { code: said.refuse, details: said.details } }));
  };

  sockets.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as Heard;
      heard.push(frame);
      answer(socket, frame);
    });
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of open) socket.terminate();
    sockets.close();
    http.close();
  });

  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws`,
    heard,
    /** How often `type` was asked. */
    times: (type: string) => heard.filter((frame) => frame.type === type).length,
    hellos: () => heard.filter((frame) => frame.type === 'session.hello').map((frame) => frame.body),
    connections: () => connections,
    answer: (type: string, how: (frame: Heard) => Answer) => void answers.set(type, how),
    tell: (...frames: unknown[]) => {
      for (const socket of open) for (const frame of frames) socket.send(JSON.stringify(frame));
    },
    /** The network breaks without a word. */
    cut: () => {
      for (const socket of open) socket.terminate();
    },
    close: (code: number) => {
      for (const socket of open) socket.close(code);
    },
  };
};
