// Asks the shop's TURN server for a relay with our own credentials, and gives it back. STUN messages by hand: four kinds of
// attribute and one HMAC, and no kept library for Node speaks TURN as a client. Rules: OPS-56.
// Source: RFC 8489 (STUN: §5 header, §9.2 long-term credentials, §14 attributes), RFC 8656 (TURN: §7 allocation, §18 attributes)
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { bad, fair, good, type Finding } from '../../shared/checkup.ts';
import type { Config } from '../config.ts';
import { iceServersFor } from '../media/ice-servers.ts';
import { patienceMs } from './public-url.ts';

const types = { allocate: 0x0003, refresh: 0x0004, success: 0x0100 };
const attributes = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  transport: 0x0019,
};
const cookie = 0x2112a442;
const headerBytes = 20;
const udp = Buffer.from([17, 0, 0, 0]);

type Attribute = [type: number, value: Buffer];
type Reply = { type: number; of: (type: number) => Buffer | undefined };

const packed = (list: Attribute[]): Buffer =>
  Buffer.concat(
    list.flatMap(([type, value]) => {
      const head = Buffer.alloc(4);
      head.writeUInt16BE(type, 0);
      head.writeUInt16BE(value.length, 2);
      return [head, value, Buffer.alloc((4 - (value.length % 4)) % 4)];
    }),
  );

const message = (type: number, list: Attribute[], key?: Buffer): Buffer => {
  const body = packed(list);
  const head = Buffer.alloc(headerBytes);
  head.writeUInt16BE(type, 0);
  // The length already counts the integrity attribute when it is computed (RFC 8489 §14.5).
  head.writeUInt16BE(body.length + (key ? 24 : 0), 2);
  head.writeUInt32BE(cookie, 4);
  randomBytes(12).copy(head, 8);
  const whole = Buffer.concat([head, body]);
  if (!key) return whole;
  return Buffer.concat([
    whole,
    packed([[attributes.integrity, createHmac('sha1', key).update(whole).digest()]]),
  ]);
};

const parsed = (whole: Buffer): Reply => {
  const found = new Map<number, Buffer>();
  for (let at = headerBytes; at + 4 <= whole.length;) {
    const bytes = whole.readUInt16BE(at + 2);
    found.set(whole.readUInt16BE(at), whole.subarray(at + 4, at + 4 + bytes));
    at += 4 + Math.ceil(bytes / 4) * 4;
  }
  return { type: whole.readUInt16BE(0), of: (type) => found.get(type) };
};

type Line = { send: (bytes: Buffer) => void; close: () => void };
type Heard = (bytes: Buffer) => void;

const overUdp = (host: string, port: number, heard: Heard, failed: (error: Error) => void): Line => {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', heard);
  socket.on('error', failed);
  return {
    send: (bytes) => socket.send(bytes, port, host, (error) => error && failed(error)),
    close: () => socket.close(),
  };
};

/** On a stream the header's length says where a message ends. */
const overStream = (
  host: string,
  port: number,
  secure: boolean,
  heard: Heard,
  failed: (error: Error) => void,
): Line => {
  const socket = secure
    ? connectSecurely({ host, port, ...(!isIP(host) && { servername: host }) })
    : connect({ host, port });
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= headerBytes && rest.length >= headerBytes + rest.readUInt16BE(2)) {
      const end = headerBytes + rest.readUInt16BE(2);
      heard(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
  socket.on('error', failed);
  socket.on('close', () => failed(new Error('closed')));
  return { send: (bytes) => void socket.write(bytes), close: () => void socket.destroy() };
};

type Place = { host: string; port: number; secure: boolean; transport: string };

const placeOf = (url: string): Place => {
  const [, scheme = '', host = '', port, transport] =
    /^(turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(\w+))?$/i.exec(url) ?? [];
  const secure = scheme.toLowerCase() === 'turns';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? (secure ? 5349 : 3478)),
    secure,
    transport: (transport ?? (secure ? 'tcp' : 'udp')).toLowerCase(),
  };
};

const open = (
  { host, port, secure, transport }: Place,
  heard: Heard,
  failed: (error: Error) => void,
): Line =>
  transport === 'udp' ? overUdp(host, port, heard, failed) : overStream(host, port, secure, heard, failed);

const codeOf = (reply: Reply): number => {
  const error = reply.of(attributes.error);
  return error && error.length >= 4 ? error.readUInt8(2) * 100 + error.readUInt8(3) : 0;
};

/** `null`: it relays; else the error code that it refuses with. Rejects when it does not answer. */
const allocate = (place: Place, username: string, credential: string): Promise<number | null> =>
  new Promise((resolve, reject) => {
    const request: Attribute[] = [[attributes.transport, udp]];
    let proofs: { list: Attribute[]; key: Buffer } | undefined;
    const heard = (bytes: Buffer): void => {
      if (bytes.length < headerBytes) return;
      const reply = parsed(bytes);
      const [realm, nonce] = [reply.of(attributes.realm), reply.of(attributes.nonce)];
      if (reply.type === (types.allocate | types.success) && proofs) {
        line.send(
          message(types.refresh, [[attributes.lifetime, Buffer.alloc(4)], ...proofs.list], proofs.key),
        );
        end(() => resolve(null));
      } else if (codeOf(reply) === 401 && !proofs && realm && nonce) {
        proofs = {
          list: [
            [attributes.username, Buffer.from(username)],
            [attributes.realm, realm],
            [attributes.nonce, nonce],
          ],
          key: createHash('md5').update(`${username}:${realm.toString()}:${credential}`).digest(),
        };
        line.send(message(types.allocate, [...request, ...proofs.list], proofs.key));
      } else end(() => resolve(codeOf(reply)));
    };
    const failed = (error: Error): void => end(() => reject(error));
    const line = open(place, heard, failed);
    // A lost datagram is not asked for again: who hears nothing in so long looks again.
    const timer = setTimeout(() => failed(new Error('timeout')), patienceMs);
    let ended = false;
    const end = (settle: () => void): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      settle();
      // The last message first.
      setTimeout(() => line.close(), 50);
    };
    line.send(message(types.allocate, request));
  });

export const turn = async (config: Config): Promise<Finding[]> => {
  const [server] = iceServersFor(config.turn, 'doctor', Date.now());
  if (!server) return [fair('turn', 'none')];
  const { urls, username, credential } = server;
  return Promise.all(
    urls.map(async (url) => {
      try {
        const code = await allocate(placeOf(url), username, credential);
        return code === null
          ? good('turn', 'relays', { url })
          : bad('turn', 'refused', { url, reason: String(code) });
      } catch (error) {
        return bad('turn', 'silent', { url, reason: (error as Error).message });
      }
    }),
  );
};
