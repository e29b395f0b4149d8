// One socket: opening (until its hello) → joined (a member of one room) → closed. Implements Member. The socket enters as
// a small interface, so that tests may hand in another one. Rules: SES-4, SES-6, SES-7, SES-8, SES-18.
import { limits } from '../../shared/limits.ts';
import type { IceServer } from '../../shared/media.ts';
import { closeCodes, type CloseReason, type ReplyFrame } from '../../shared/protocol.ts';
import type { Role, Welcome } from '../../shared/model.ts';
import type { RequestBody, RequestType } from '../../shared/requests.ts';
import { requests } from '../../shared/requests.ts';
import type { Disposer } from '../clock.ts';
import { AppError } from '../errors.ts';
import { newId, type DeviceId, type RoomId, type ShowId } from '../ids.ts';
import * as staff from '../identity/staff.ts';
import * as viewers from '../identity/viewers.ts';
import type { Endpoint } from '../media/endpoint.ts';
import { iceServersFor } from '../media/ice-servers.ts';
import * as chat from '../rooms/chat.ts';
import { fleeting } from '../rooms/fan-out.ts';
import type { Member } from '../rooms/member.ts';
import * as moderation from '../rooms/moderation.ts';
import * as questionRows from '../rooms/question-rows.ts';
import type { Room } from '../rooms/room.ts';
import * as shows from '../rooms/shows.ts';
import * as reservationViews from '../shop/reservation-views.ts';
import { dispatch } from './dispatch.ts';
import { Bucket } from './rate.ts';
import type { Services } from './services.ts';

export interface Socket {
  readonly bufferedAmount: number;
  send(frame: Buffer): void;
  close(code: number, reason: string): void;
}

/** Who the upgrade request's cookie says is there; null for everyone who did not sign in. */
export type Visitor = staff.Staff | null;

type Hello = RequestBody<'session.hello'>;

type State =
  | { name: 'opening'; deadline: Disposer; visitorOf: () => Visitor }
  | { name: 'joined'; room: Room; member: JoinedMember }
  | { name: 'closed' };

export type JoinedMember = Member & {
  readonly room: Room;
};

export class Session {
  readonly services: Services;
  readonly #socket: Socket;
  readonly #network: string;
  readonly #bucket: Bucket;
  readonly #buckets = new Map<RequestType, Bucket>();
  readonly #refusals: Bucket;
  #state: State;
  /** Events that come between the join and the welcome's way out: the welcome is always first. */
  #held: Buffer[] | null = null;

  /**
   * `visitorOf` is asked at the hello, not before: whoever was removed meanwhile is a stranger by then. `network`: where the
   * socket comes from (rooms/moderation.ts).
   */
  constructor(socket: Socket, visitorOf: () => Visitor, network: string, services: Services) {
    this.#network = network;
    this.services = services;
    this.#socket = socket;
    this.#bucket = new Bucket(services.clock, limits.requestsBurst, limits.requestsPerSecond);
    this.#refusals = new Bucket(services.clock, limits.refusalsBeforeClose, limits.refusalsPerSecond);
    const deadline = services.clock.after(limits.helloTimeoutMs, () => this.close('idle'));
    this.#state = { name: 'opening', deadline, visitorOf };
  }

  get member(): JoinedMember | null {
    return this.#state.name === 'joined' ? this.#state.member : null;
  }

  get closed(): boolean {
    return this.#state.name === 'closed';
  }

  receive(data: Buffer, isBinary: boolean): Promise<void> {
    return dispatch(this, data, isBinary);
  }

  reply(frame: ReplyFrame): void {
    if (this.closed) return;
    if (!frame.ok) this.#countRefusal();
    this.#send(Buffer.from(JSON.stringify(frame)));
  }

  /** Throws `rate_limited`. A request's own rate comes on top of the session's. */
  admit(type: RequestType): void {
    if (!this.#bucket.take()) throw new AppError('rate_limited');
    const { rate } = requests[type] as { rate?: { count: number; perMs: number } };
    if (!rate) return;
    const own =
      this.#buckets.get(type) ??
      new Bucket(this.services.clock, rate.count, rate.count / (rate.perMs / 1000));
    this.#buckets.set(type, own);
    if (!own.take()) throw new AppError('rate_limited', { request: type });
  }

  /**
   * Makes the socket a member of a room. Events wait from here until the welcome is sent (`release`).
   * Throws `already_joined`, `room_not_found`, `unauthorised`, `not_allowed`, `banned`.
   */
  async join(hello: Hello): Promise<Welcome> {
    const opening = this.#state;
    if (opening.name !== 'opening') throw new AppError('already_joined');
    const { db, clock, rooms, deviceKey } = this.services;
    const found = rooms.find(hello.room);
    const visitor = opening.visitorOf();
    const role = roleIn(found.id, hello.page, visitor);
    const deviceId = viewers.identify(deviceKey, hello.token);
    if (role === 'viewer' && this.#isBanned(found.id, deviceId)) throw new AppError('banned');
    const nickname = visitor?.name ?? db.read((sql) => viewers.nicknameOf(sql, deviceId));
    const room = rooms.enter(found);
    const member = this.#memberOf(room, {
      role,
      page: hello.page,
      deviceId,
      // Somebody of the staff who does not work here is a viewer like everyone.
      staffId: role === 'viewer' ? null : (visitor?.id ?? null),
      staffName: role === 'viewer' ? null : (visitor?.name ?? null),
      network: this.#network,
    });
    opening.deadline();
    this.#state = { name: 'joined', room, member };
    this.#held = [];
    const entrance = room.join(member, hello.lastSeq);
    const own = this.#own(found.id, hello.page, deviceId);
    const media = hello.page === 'room' && hello.media ? await this.#openAhead(member, hello.slow) : null;
    const token = viewers.issueToken(deviceKey, deviceId);
    return { memberId: member.id, role, nickname, token, serverNow: clock.now(), ...entrance, ...own, media };
  }

  /** To be called when the welcome is sent: the events that came since `join` follow it, in their order. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const frame of held) this.#send(frame);
  }

  /** The relays that this member may use from now on, for some hours. */
  iceServers({ id }: JoinedMember): IceServer[] {
    const { turn, clock } = this.services;
    return iceServersFor(turn, id, clock.now());
  }

  send(frame: Buffer): void {
    if (this.#held) this.#held.push(frame);
    else this.#send(frame);
  }

  close(reason: CloseReason): void {
    this.#socket.close(closeCodes[reason], reason);
    this.ended();
  }

  /** The socket is gone, by either side. Idempotent. */
  ended(): void {
    const state = this.#state;
    this.#state = { name: 'closed' };
    if (state.name === 'opening') state.deadline();
    if (state.name !== 'joined') return;
    state.room.leave(state.member);
    this.services.rooms.closeIfEmpty(state.room);
  }

  #send(frame: Buffer): void {
    if (this.closed) return;
    if (this.#socket.bufferedAmount > limits.maxBufferedBytes) this.close('too_slow');
    else this.#socket.send(frame);
  }

  #countRefusal(): void {
    if (!this.#refusals.take()) this.close('flooding');
  }

  #isBanned(roomId: RoomId, deviceId: DeviceId): boolean {
    const { db, clock } = this.services;
    return db.read((sql) => moderation.isBanned(sql, roomId, deviceId, this.#network, clock.now()));
  }

  #own(
    roomId: RoomId,
    page: Hello['page'],
    deviceId: DeviceId,
  ): Pick<Welcome, 'mine' | 'myQuestions' | 'myChat'> {
    const { db, clock } = this.services;
    const now = clock.now();
    return db.read((sql) => {
      const myChat = chat.mine(sql, roomId, deviceId);
      if (page === 'studio') return { mine: null, myQuestions: null, myChat };
      const showId = (shows.latest(sql, roomId)?.id ?? null) as ShowId | null;
      return {
        mine: reservationViews.mineOf(sql, deviceId, now),
        myQuestions: questionRows.mine(sql, deviceId, showId, now - limits.endedShownMs),
        myChat,
      };
    });
  }

  // A picture that cannot be had must not keep anyone out of the room: without one, the client asks by `media.open`.
  async #openAhead(member: JoinedMember, slow: boolean | undefined): Promise<Welcome['media']> {
    try {
      return { ...(await member.endpoint.open('receive', { slow })), iceServers: this.iceServers(member) };
    } catch (error) {
      if (!(error instanceof AppError)) this.services.log.error({ err: error }, 'no transport for a viewer');
      return null;
    }
  }

  #memberOf(
    room: Room,
    who: Pick<JoinedMember, 'role' | 'page' | 'deviceId' | 'staffId' | 'staffName' | 'network'>,
  ): JoinedMember {
    const endpoint: Endpoint = room.stage.join({
      offered: (consumers) => this.send(fleeting('media.offered', { consumers })),
      withdrawn: (consumerIds) => this.send(fleeting('media.withdrawn', { consumerIds })),
      lost: (reason) => this.send(fleeting('media.lost', { reason })),
    });
    return {
      ...who,
      id: newId('member'),
      room,
      endpoint,
      send: (frame) => this.send(frame),
      close: (reason) => this.close(reason),
    };
  }
}

const roleIn = (roomId: RoomId, page: Hello['page'], visitor: Visitor): Role => {
  const worksHere = visitor !== null && staff.worksIn(visitor, roomId);
  if (page === 'room') return worksHere ? visitor.role : 'viewer';
  if (!visitor) throw new AppError('unauthorised');
  if (!worksHere) throw new AppError('not_allowed');
  return visitor.role;
};
