// Encoders and players: the sessions of WHIP and WHEP. Each is a member of its room like a page, without a socket: HTTP opens,
// changes and ends it, and so do its own end, the room's and the key's. Never knows a request. Rules: WHP-11 … WHP-16, WHP-22.
import { randomUUID } from 'node:crypto';
import { limits } from '../../shared/limits.ts';
import type { Clock, Disposer } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { AppError } from '../errors.ts';
import * as streamKeys from '../identity/stream-keys.ts';
import { hashSecret, newId, newSecret, type DeviceId, type StreamKeyId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Negotiated } from '../media/negotiated.ts';
import { readFragment } from '../media/sdp.ts';
import { play } from '../media/whep.ts';
import { publish } from '../media/whip.ts';
import type { Member } from '../rooms/member.ts';
import * as moderation from '../rooms/moderation.ts';
import type { Registry } from '../rooms/registry.ts';
import type { Room } from '../rooms/room.ts';
import type { RoomRow } from '../rooms/shows.ts';

type StreamsDeps = { db: Db; clock: Clock; log: Log; rooms: Registry };

type Who = Pick<Member, 'page' | 'staffId' | 'deviceId'> & { keyId: StreamKeyId | null; address: string };

type Stream = Who & {
  room: Room;
  member: Member;
  negotiated: Negotiated | null;
  etag: string;
  /** Where it was last seen alive: bytes that came, and when. */
  received: number;
  aliveAt: number;
  end: () => void;
};

/** What the client is told. `id` is its secret for all that follows. */
export type Opened = { id: string; etag: string; answer: string; memberId: string };

export class Streams {
  readonly #deps: StreamsDeps;
  /** By the hash of their id. */
  readonly #streams = new Map<string, Stream>();
  readonly #stopSweeping: Disposer;

  constructor(deps: StreamsDeps) {
    this.#deps = deps;
    this.#stopSweeping = deps.clock.every(limits.streamSweepMs, () => void this.#sweep());
  }

  /** Whose key it is. Throws `room_not_found`, `unauthorised`, `not_allowed`. */
  admitEncoder(slug: string, secret: string | null): { row: RoomRow; key: streamKeys.StreamKey } {
    const row = this.#deps.rooms.find(slug);
    const key = secret === null ? null : this.#deps.db.read((sql) => streamKeys.find(sql, secret));
    if (!key) throw new AppError('unauthorised');
    if (key.roomId !== row.id) throw new AppError('not_allowed');
    return { row, key };
  }

  /**
   * An earlier session of the same key gives way: its encoder may be dead without anyone knowing yet. Whoever else sends does
   * not: `stage_taken`. Throws `bad_sdp`, `sdp_unsupported`, media_gone, media_unavailable.
   */
  async publish(row: RoomRow, key: streamKeys.StreamKey, offer: string, address: string): Promise<Opened> {
    const { db, clock } = this.#deps;
    const deviceId = `device_${key.id}` as DeviceId;
    const who: Who = { page: 'whip', staffId: key.staffId, deviceId, keyId: key.id, address };
    const opened = await this.#open(row, who, ({ room, member }) =>
      publish(member.endpoint, offer, (transportId, kind, rtpParameters) => {
        this.#endWhere((stream) => stream.keyId === key.id && stream.member !== member);
        return room.produce(member, transportId, kind, rtpParameters);
      }),
    );
    // Revoked while it was opening.
    if (!db.read((sql) => streamKeys.isValid(sql, key.id))) {
      this.#streams.get(hashSecret(opened.id))?.end();
      throw new AppError('unauthorised');
    }
    await db.write((tx) => streamKeys.touch(tx, key.id, clock.now()));
    return opened;
  }

  /** Throws `room_not_found`, `banned`, `rate_limited`, `no_picture`, `bad_sdp`, `sdp_unsupported`, media_gone, media_unavailable. */
  async play(slug: string, offer: string, address: string): Promise<Opened> {
    const { db, clock, rooms } = this.#deps;
    const row = rooms.find(slug);
    const deviceId = newId('device');
    const network = moderation.networkOf(address);
    if (db.read((sql) => moderation.isBanned(sql, row.id, deviceId, network, clock.now())))
      throw new AppError('banned');
    const players = [...this.#streams.values()].filter(({ page }) => page === 'whep');
    const here = players.filter((player) => player.address === address).length;
    const inRoom = players.filter(({ room }) => room.id === row.id).length;
    if (here >= limits.playersPerAddress || inRoom >= limits.playersPerRoom)
      throw new AppError('rate_limited');
    const who: Who = { page: 'whep', staffId: null, deviceId, keyId: null, address };
    return this.#open(row, who, ({ room, member }) => play(member.endpoint, offer, room.stage.kinds));
  }

  /**
   * Candidates need no answer: the server's are all in its answer, and it sees where the client comes from (ICE lite). New
   * credentials restart ICE: the fragment and the new ETag. Throws `not_found`, `precondition_missing`, `changed_meanwhile`.
   * Source: RFC 9725 §4.3
   */
  async change(
    id: string,
    ifMatch: string | null,
    text: string,
  ): Promise<{ fragment: string; etag: string } | null> {
    const stream = this.#find(id);
    if (ifMatch === null) throw new AppError('precondition_missing');
    if (ifMatch !== '*' && ifMatch !== stream.etag) throw new AppError('changed_meanwhile');
    const remote = readFragment(text);
    if (!remote || !stream.negotiated?.isRestart(remote)) return null;
    const fragment = await stream.negotiated.restart(remote);
    stream.etag = newEtag();
    return { fragment, etag: stream.etag };
  }

  /** Throws `not_found`. */
  keyOf(id: string): StreamKeyId | null {
    return this.#find(id).keyId;
  }

  /** Throws `not_found`. */
  end(id: string): void {
    this.#find(id).end();
  }

  /** The key was revoked: what is sent with it ends at once. */
  revoke(keyId: StreamKeyId): void {
    this.#endWhere((stream) => stream.keyId === keyId);
  }

  close(): void {
    this.#stopSweeping();
    this.#endWhere(() => true);
  }

  #find(id: string): Stream {
    const stream = this.#streams.get(hashSecret(id));
    if (!stream?.negotiated) throw new AppError('not_found');
    return stream;
  }

  async #open(row: RoomRow, who: Who, negotiate: (stream: Stream) => Promise<Negotiated>): Promise<Opened> {
    const id = newSecret();
    const stream = this.#join(hashSecret(id), row, who);
    try {
      stream.negotiated = await negotiate(stream);
      // Ended while it was opening: by its key, its room or a worker's death.
      if (!this.#streams.has(hashSecret(id))) throw new AppError('media_gone');
    } catch (error) {
      stream.end();
      throw error;
    }
    stream.aliveAt = this.#deps.clock.now();
    this.#deps.log.info({ room: row.slug, member: stream.member.id, by: who.page }, 'stream opened');
    return { id, etag: stream.etag, answer: stream.negotiated.answer, memberId: stream.member.id };
  }

  #join(hash: string, row: RoomRow, who: Who): Stream {
    const { rooms, clock, log } = this.#deps;
    const room = rooms.enter(row);
    const end = () => {
      if (!this.#streams.delete(hash)) return;
      room.leave(stream.member);
      rooms.closeIfEmpty(room);
      log.info({ room: row.slug, member: stream.member.id, by: who.page }, 'stream closed');
    };
    const endpoint = room.stage.join({
      offered(consumers) {
        if (stream.negotiated?.namesStreams) return end();
        endpoint.resume(consumers.map((consumer) => consumer.id)).catch(end);
      },
      withdrawn: () => {},
      lost: end,
      ended: end,
    });
    const member: Member = {
      id: newId('member'),
      role: 'viewer',
      page: who.page,
      staffId: who.staffId,
      staffName: null,
      deviceId: who.deviceId,
      network: moderation.networkOf(who.address),
      endpoint,
      send: () => {},
      close: end,
    };
    const stream: Stream = {
      ...who,
      room,
      member,
      negotiated: null,
      etag: newEtag(),
      received: 0,
      aliveAt: clock.now(),
      end,
    };
    this.#streams.set(hash, stream);
    room.admit(member);
    return stream;
  }

  #endWhere(isMeant: (stream: Stream) => boolean): void {
    for (const stream of [...this.#streams.values()]) if (isMeant(stream)) stream.end();
  }

  async #sweep(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => this.#look(stream)));
  }

  /** Ends an encoder that sends nothing, or nothing that anyone may see any more, and a player that never came. */
  async #look(stream: Stream): Promise<void> {
    const { negotiated, member } = stream;
    if (!negotiated) return;
    const now = this.#deps.clock.now();
    try {
      if (await isAlive(stream, negotiated.transportId)) stream.aliveAt = now;
      if (now - stream.aliveAt < limits.streamSilentMs && (stream.page === 'whep' || member.endpoint.sends))
        return;
    } catch (err) {
      this.#deps.log.debug({ err }, 'a stream went while it was looked at');
    }
    stream.end();
  }
}

const isAlive = async (stream: Stream, transportId: string): Promise<boolean> => {
  const { endpoint } = stream.member;
  if (stream.page === 'whep') return endpoint.isConnected(transportId);
  const before = stream.received;
  stream.received = await endpoint.received(transportId);
  return stream.received > before;
};

/** Strong, and of nothing that can be guessed from an earlier one. */
const newEtag = (): string => `"${randomUUID()}"`;
