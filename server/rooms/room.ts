// One open room: its members, its show and its stage. Closing cascades room → stage → edge → endpoint → transport →
// consumer (server/media/stage.ts goes on from there); a member that leaves takes its endpoint with it.
// Never knows sockets or HTTP. Rules: SES-11, SES-12, SES-17, SES-22 … SES-26.
import { limits } from '../../shared/limits.ts';
import type { ShowView, StageTiming } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import type { StreamFacts } from '../../shared/stream.ts';
import type { MediaKind, RtpParameters } from '../../shared/media.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId, RoomId, StaffId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Pool } from '../media/pool.ts';
import { Stage } from '../media/stage.ts';
import type { Uplink } from '../media/uplink.ts';
import { Conflated } from './conflated.ts';
import * as entrance from './entrance.ts';
import type { Entrance } from './entrance.ts';
import { FanOut, fleeting } from './fan-out.ts';
import type { Member } from './member.ts';
import { Pace } from './pace.ts';
import type { Moment } from './questions.ts';
import * as shows from './shows.ts';
import type { RoomRow } from './shows.ts';
import { Stills } from './stills.ts';

export type RoomDeps = { db: Db; clock: Clock; log: Log; pool: Pool; uplink: Uplink };

export class Room {
  readonly id: RoomId;
  readonly slug: string;
  readonly stage: Stage;
  readonly pace: Pace;
  readonly stills: Stills;
  readonly #row: RoomRow;
  readonly #deps: RoomDeps;
  readonly #fanOut: FanOut;
  #publisher: Member | null = null;
  #timing: StageTiming | null = null;
  #hearts = 0;
  readonly #heartNews: Conflated<'hearts'>;
  #video: { producerId: string; since: number } | null = null;

  constructor(row: RoomRow, deps: RoomDeps) {
    this.id = row.id;
    this.slug = row.slug;
    this.#row = row;
    this.#deps = deps;
    this.#fanOut = new FanOut(deps.clock);
    this.pace = new Pace(deps.clock);
    this.#heartNews = new Conflated(deps.clock, limits.heartsEveryMs, () =>
      this.publish({ type: 'hearts.counted', body: { hearts: this.#hearts } }),
    );
    this.stills = new Stills(deps.clock, () => this.#photographer);
    this.stage = new Stage({
      pool: deps.pool,
      uplink: deps.uplink,
      clock: deps.clock,
      log: deps.log.child({ room: row.slug }),
      onPicture: (present) => this.#pictureChanged(present),
      onStalled: (stalled) => this.publish({ type: 'stage.stalled', body: { stalled } }),
    });
  }

  get name(): string {
    return this.#row.name;
  }

  get viewers(): number {
    return this.#fanOut.viewers;
  }

  get members(): number {
    return this.#fanOut.members.size;
  }

  /**
   * From now on the member hears every event. Gives the journal's position, and what brings the member there: the events
   * since its `lastSeq`, or a snapshot when they are too many or it has none. All in one tick: nothing falls between.
   */
  join(member: Member, lastSeq: number | undefined): Entrance {
    this.admit(member);
    if (member.page === 'studio')
      member.send(fleeting('line.told', { capacity: this.#deps.uplink.capacity }));
    this.stills.ask();
    if (this.stage.stalled) member.send(fleeting('stage.stalled', { stalled: true }));
    const facts = { viewers: this.viewers, timing: this.#timing, hearts: this.#hearts };
    return this.#deps.db.read((sql) => entrance.enter(sql, this.#row, facts, member, lastSeq));
  }

  /** Lets in who wants no news: an encoder, a player. */
  admit(member: Member): void {
    this.#fanOut.add(member);
    this.#fanOut.countSoon();
  }

  leave(member: Member): void {
    if (!this.#fanOut.delete(member)) return;
    if (this.#publisher === member) this.#publisher = null;
    this.stills.want(member, false);
    member.endpoint.close();
    this.stills.ask();
    this.#fanOut.countSoon();
  }

  publish(frame: EventFrame): void {
    if (frame.type === 'show.changed') this.stills.follow(frame.body.show.pausedAt);
    this.#fanOut.publish(frame);
  }

  /** The pages that a device has open here. */
  pagesOf(deviceId: DeviceId): Iterable<Member> {
    return this.#fanOut.ofDevice(deviceId);
  }

  get hasStaff(): boolean {
    return this.#fanOut.hasStaff;
  }

  /**
   * Makes the member the room's publisher. An earlier page of the same person on the same device gives way by itself (its
   * socket may be dead without anyone knowing yet); whoever else sends goes on (`stage_taken`, by the stage) unless the
   * member takes the stage, and is told then. Throws `show_paused` unless it does.
   */
  async produce(
    member: Member,
    transportId: string,
    kind: MediaKind,
    rtp: RtpParameters,
    take = false,
  ): Promise<string> {
    const earlier = this.#publisher !== member ? this.#publisher : null;
    // An encoder goes on sending through a pause, to nobody: it would not come back by itself.
    const rests = this.#paused && !take && member.page === 'whip';
    if (rests) this.stage.rest();
    if (!take) {
      if (this.#paused && !rests) throw new AppError('show_paused');
      if (earlier && isSamePage(earlier, member)) earlier.close('replaced');
    }
    const takesFrom = take && earlier?.endpoint.sends ? earlier : null;
    // Refuses a member that left meanwhile, so the publisher below is one that is here.
    const producerId = await member.endpoint.produce(transportId, kind, rtp, take);
    if (this.#paused && !take && !this.stage.rests) {
      // Paused while this was on its way.
      member.endpoint.closeProducer(producerId);
      throw new AppError('show_paused');
    }
    if (this.#publisher !== member) this.#setTiming(null);
    this.#publisher = member;
    if (takesFrom) this.#tellTaken(takesFrom, member);
    this.stills.ask();
    if (kind === 'video') {
      this.#video = { producerId, since: this.#deps.clock.now() };
      if (this.#paused && take) await this.#goOn();
    }
    return producerId;
  }

  /** An encoder has the stage, or rests in a pause. */
  get sentByEncoder(): boolean {
    return this.#publisher?.page === 'whip';
  }

  /**
   * A photo by whoever is sending, or by the staff in the studio while an encoder is; of the picture, or of its last moment
   * before a pause. Throws no_picture, not_allowed, bad_image, rate_limited.
   */
  keepStill(staffId: StaffId, jpeg: Buffer): void {
    if (!this.stage.picture && !this.stills.awaitsLast) throw new AppError('no_picture');
    const pages = this.sentByEncoder ? this.#fanOut.desks : [this.#publisher];
    if (!pages.some((page) => page?.staffId === staffId)) throw new AppError('not_allowed');
    this.stills.keep(jpeg);
  }

  /** Now, by the clock and in the picture that is being sent. */
  get moment(): Moment {
    const now = this.#deps.clock.now();
    const video = this.#video;
    return { now, media: video && { producerId: video.producerId, ms: now - video.since } };
  }

  /** Also the end of a pause through which an encoder went on sending. */
  startShow(): Promise<ShowView> {
    const { db, clock } = this.#deps;
    const wakes = this.stage.wake();
    if (!this.stage.picture) throw new AppError('no_picture');
    return db.write(
      (tx) => (wakes && shows.goOn(tx, this.id, clock.now())) || shows.start(tx, this.id, clock.now()),
    );
  }

  /** The host's break: nobody gets anything meanwhile, whatever is sent. */
  async pauseShow(): Promise<ShowView> {
    const show = await this.#deps.db.write((tx) => shows.pause(tx, this.id, this.#deps.clock.now()));
    if (this.sentByEncoder) this.stage.rest();
    else this.stage.clear();
    return show;
  }

  /** Ends the show and, with it, what the host still sends. */
  async endShow(): Promise<ShowView> {
    const show = await this.#deps.db.write((tx) => shows.end(tx, this.id, this.#deps.clock.now()));
    this.stage.clear();
    return show;
  }

  /** What arrives of whoever sends; null while nobody does. */
  async examine(closely: boolean): Promise<StreamFacts | null> {
    const facts = await this.stage.examine(closely);
    return facts && { by: this.sentByEncoder ? 'encoder' : 'page', ...facts };
  }

  reportTiming(member: Member, timing: StageTiming): void {
    if (this.#publisher !== member) throw new AppError('media_gone');
    this.#setTiming(timing);
  }

  /** Counted, not kept: they cost nothing, however many there are. */
  addHearts(count: number): void {
    this.#hearts += count;
    this.#heartNews.add('hearts');
    this.#heartNews.soon();
  }

  /** A device was banned: its pages go at once, and the players in its network, which say of nobody whose they are. */
  ban(deviceId: DeviceId): void {
    const pages = [...this.pagesOf(deviceId)];
    const networks = new Set(pages.map(({ network }) => network));
    const players = [...this.#fanOut.members].filter(
      ({ page, network }) => page === 'whep' && networks.has(network),
    );
    for (const member of [...pages, ...players]) member.close('banned');
  }

  /** A person was removed from the staff: their sockets go at once. */
  expel(staffId: StaffId): void {
    for (const member of [...this.#fanOut.members])
      if (member.staffId === staffId) member.close('unauthorised');
  }

  /** Closes every member with `reason`, then the stage. Idempotent. */
  close(reason: 'restarting' | 'idle'): void {
    for (const member of [...this.#fanOut.members]) member.close(reason);
    this.#fanOut.close();
    this.#heartNews.close();
    this.stage.close();
  }

  #tellTaken(from: Member, by: Member): void {
    from.send(fleeting('stage.taken', { by: from.staffId === by.staffId ? null : by.staffName }));
  }

  get #photographer(): Member | null {
    if (!this.stage.picture) return null;
    return this.sentByEncoder ? (this.#fanOut.desks[0] ?? null) : this.#publisher;
  }

  async #goOn(): Promise<void> {
    const { db, clock } = this.#deps;
    // The picture may have gone while the write waited for its turn: then there is nothing to go on with.
    await db.write((tx) => (this.stage.picture ? shows.goOn(tx, this.id, clock.now()) : null));
  }

  get #paused(): boolean {
    return Boolean(this.#deps.db.read((sql) => shows.latest(sql, this.id))?.pausedAt);
  }

  #setTiming(timing: StageTiming | null): void {
    if (timing === this.#timing) return;
    this.#timing = timing;
    this.publish({ type: 'stage.timed', body: { timing } });
  }

  #pictureChanged(present: boolean): void {
    const { db, clock, log } = this.#deps;
    if (!present) {
      this.#setTiming(null);
      this.#video = null;
      this.stills.clear();
    }
    this.stills.ask();
    const change = present ? shows.back : shows.away;
    db.write((tx) => change(tx, this.id, clock.now())).catch((err: unknown) =>
      log.error({ err, room: this.slug }, 'the picture changed but the show could not be told'),
    );
  }
}

const isSamePage = (one: Member, other: Member): boolean =>
  one.staffId === other.staffId && one.deviceId === other.deviceId;
