// The rooms that are open now. A room opens with its first member and closes when it has been empty for a while; what
// must outlive that is in the database. Delivers committed events to their rooms and sweeps what time has ended.
// Rules: SES-14, SES-16, SES-19, RES-5.
import { limits } from '../../shared/limits.ts';
import type { Disposer } from '../clock.ts';
import type { StoredEvent } from '../db/journal.ts';
import type { Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { RoomId, StaffId } from '../ids.ts';
import { forget } from '../shop/forget.ts';
import * as policy from '../shop/policy.ts';
import * as reservations from '../shop/reservations.ts';
import * as waitlist from '../shop/waitlist.ts';
import { Conflated } from './conflated.ts';
import { QuestionNews } from './question-news.ts';
import { Room, type RoomDeps } from './room.ts';
import { ShopNews } from './shop-news.ts';
import * as shows from './shows.ts';
import type { RoomRow } from './shows.ts';

export class Registry {
  readonly #deps: RoomDeps;
  readonly #rooms = new Map<RoomId, Room>();
  readonly #closings = new Map<RoomId, Disposer>();
  readonly #shopNews: ShopNews;
  readonly #questionNews: QuestionNews;
  readonly #capacityNews: Conflated<'capacity'>;
  readonly #sweeps: Disposer[];
  #closed = false;

  constructor(deps: RoomDeps) {
    this.#deps = deps;
    this.#shopNews = new ShopNews(deps, this.#rooms);
    this.#questionNews = new QuestionNews(deps, this.#rooms);
    deps.db.onCommitted((events, marks) => {
      this.#deliver(events);
      this.#shopNews.tell(marks);
      this.#questionNews.tell(marks);
    });
    this.#capacityNews = new Conflated(deps.clock, limits.capacityEveryMs, () => this.#tellCapacity());
    this.#sweeps = [
      deps.uplink.onChanged(() => {
        this.#capacityNews.add('capacity');
        this.#capacityNews.soon();
      }),
      deps.clock.every(10_000, () => this.#endAbandoned()),
      deps.clock.every(limits.sweepEveryMs, () => this.#expireDue()),
      deps.clock.every(limits.forgetEveryMs, () => this.#forget()),
      // A server that is restarted more often than every hour forgets as well.
      deps.clock.after(limits.forgetFirstMs, () => this.#forget()),
    ];
  }

  get open(): Iterable<Room> {
    return this.#rooms.values();
  }

  /** Throws `room_not_found`. */
  find(slug: string): RoomRow {
    const row = this.#deps.db.read((sql) => shows.findRoom(sql, slug));
    if (!row) throw new AppError('room_not_found', { room: slug });
    return row;
  }

  /** The room of that name while it is open. Throws `room_not_found`. */
  opened(slug: string): Room | undefined {
    return this.#rooms.get(this.find(slug).id);
  }

  viewersIn(roomId: RoomId): number {
    return this.#rooms.get(roomId)?.viewers ?? 0;
  }

  /** For a member that joins in the same tick: a room that nobody joins would stay open. */
  enter(row: RoomRow): Room {
    this.#closings.get(row.id)?.();
    this.#closings.delete(row.id);
    const open = this.#rooms.get(row.id);
    if (open) return open;
    const room = new Room(row, this.#deps);
    this.#rooms.set(row.id, room);
    return room;
  }

  /** To be called after a member left. */
  closeIfEmpty(room: Room): void {
    if (this.#closed || room.members > 0 || this.#closings.has(room.id)) return;
    const cancel = this.#deps.clock.after(limits.emptyRoomMs, () => {
      this.#closings.delete(room.id);
      if (room.members > 0) return;
      this.#rooms.delete(room.id);
      room.close('idle');
    });
    this.#closings.set(room.id, cancel);
  }

  expel(staffId: StaffId): void {
    for (const room of this.#rooms.values()) room.expel(staffId);
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    for (const stop of this.#sweeps) stop();
    this.#shopNews.close();
    this.#questionNews.close();
    this.#capacityNews.close();
    for (const cancel of this.#closings.values()) cancel();
    this.#closings.clear();
    for (const room of this.#rooms.values()) room.close('restarting');
    this.#rooms.clear();
  }

  #tellCapacity(): void {
    const { capacity } = this.#deps.uplink;
    for (const room of this.#rooms.values()) room.publish({ type: 'line.told', body: { capacity } });
  }

  #deliver(events: StoredEvent[]): void {
    for (const { roomId, frame } of events)
      try {
        this.#rooms.get(roomId)?.publish(frame);
      } catch (error) {
        // Whoever missed it is told by the journal; the other events and the writes' promises must not wait for it.
        this.#deps.log.error({ err: error, type: frame.type }, 'an event could not be published');
      }
  }

  // Reads first: an idle shop writes nothing.
  #expireDue(): void {
    const { db, clock, log } = this.#deps;
    try {
      if (!db.read((sql) => reservations.anyDue(sql, clock.now()))) return;
    } catch (err) {
      return log.error({ err }, 'the holds that are due could not be read');
    }
    db.write((tx) => reservations.expireDue(tx, clock.now())).catch((err: unknown) =>
      log.error({ err }, 'holds could not be released'),
    );
  }

  #forget(): void {
    const { db, clock, log } = this.#deps;
    const work = (tx: Tx) => {
      waitlist.forgetOld(tx, clock.now());
      return forget(tx, clock.now());
    };
    db.write(work).then(
      (removed) =>
        Object.values(removed).some(Boolean) && log.info({ removed }, 'what was kept long enough is deleted'),
      (err: unknown) => log.error({ err }, 'what was kept long enough could not be deleted'),
    );
  }

  #endAbandoned(): void {
    const { db, clock, log } = this.#deps;
    const now = clock.now();
    const end = (tx: Tx) =>
      shows.endAbandoned(tx, now - policy.minutesInMs(policy.read(tx).hostAwayMinutes), now);
    db.write(end).catch((err: unknown) => log.error({ err }, 'abandoned shows could not be ended'));
  }
}
