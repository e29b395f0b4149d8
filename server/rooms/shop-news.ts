// Tells the rooms what changed in the shop, from its newest committed state: stock to everyone, at once and then together
// every 100 ms; places in waiting lists to those who wait, once a second; a reservation to its holder and to the room's
// staff. Absolute facts: losing, merging or doubling one cannot corrupt a phone. Rules: STK-6, WTL-6, RES-12.
import { limits } from '../../shared/limits.ts';
import type { Mark } from '../db/journal.ts';
import type { Sql } from '../db/open.ts';
import type { DeviceId, ReservationId, RoomId, VariantId } from '../ids.ts';
import * as reservationViews from '../shop/reservation-views.ts';
import * as stock from '../shop/stock.ts';
import * as waitlist from '../shop/waitlist.ts';
import { Conflated } from './conflated.ts';
import { fleeting } from './fan-out.ts';
import type { Member } from './member.ts';
import type { Room, RoomDeps } from './room.ts';

type Change = Extract<Mark, { of: 'reservation' }>;

// A page that was told one change by its reply does not know of another's in the same batch.
const together = (before: Change | undefined, { toldTo, ...mark }: Change): Change =>
  toldTo !== undefined && (!before || before.toldTo === toldTo) ? { ...mark, toldTo } : mark;

export class ShopNews {
  readonly #deps: RoomDeps;
  readonly #rooms: ReadonlyMap<RoomId, Room>;
  readonly #stock: Conflated<VariantId>;
  readonly #waiting: Conflated<VariantId>;
  /** Who was told a place: they are told too that they no longer have one. */
  readonly #placed = new Map<VariantId, Set<DeviceId>>();

  constructor(deps: RoomDeps, rooms: ReadonlyMap<RoomId, Room>) {
    this.#deps = deps;
    this.#rooms = rooms;
    this.#stock = new Conflated(deps.clock, limits.stockEveryMs, (ids) => this.#tellStock(ids));
    this.#waiting = new Conflated(deps.clock, limits.waitingEveryMs, (ids) => this.#tellPlaces(ids));
  }

  tell(marks: Mark[]): void {
    if (this.#rooms.size === 0 || marks.length === 0) return;
    const changed = new Map<ReservationId, Change>();
    for (const mark of marks) {
      if (mark.of === 'stock') this.#stock.add(mark.id);
      else if (mark.of === 'waiting') this.#waiting.add(mark.id);
      else if (mark.of === 'reservation') changed.set(mark.id, together(changed.get(mark.id), mark));
    }
    for (const mark of changed.values()) this.#tellReservation(mark);
    this.#stock.soon();
    this.#waiting.soon();
  }

  close(): void {
    this.#stock.close();
    this.#waiting.close();
  }

  #tellStock(ids: VariantId[]): void {
    this.#read((sql) => {
      const changed = ids.map((id) => stock.view(sql, id));
      for (const room of this.#rooms.values())
        room.publish({ type: 'stock.changed', body: { stock: changed } });
    });
  }

  #tellPlaces(ids: VariantId[]): void {
    this.#read((sql) => {
      for (const variantId of ids) {
        const queue = waitlist.queue(sql, variantId);
        const before = this.#placed.get(variantId) ?? new Set();
        for (const [index, { deviceId, quantity }] of queue.entries()) {
          before.delete(deviceId);
          this.#tellPlace(deviceId, variantId, quantity, index + 1);
        }
        for (const deviceId of before) this.#tellPlace(deviceId, variantId, 0, null);
        if (queue.length === 0) this.#placed.delete(variantId);
        else this.#placed.set(variantId, new Set(queue.map(({ deviceId }) => deviceId)));
      }
    });
  }

  #tellPlace(deviceId: DeviceId, variantId: VariantId, quantity: number, place: number | null): void {
    const pages = this.#pagesOf(deviceId);
    if (pages.length === 0) return;
    const frame = fleeting('waiting.changed', { waiting: { variantId, quantity, place } });
    for (const page of pages) page.send(frame);
  }

  #pagesOf(deviceId: DeviceId): Member[] {
    return [...this.#rooms.values()].flatMap((room) => [...room.pagesOf(deviceId)]);
  }

  // Views are built only when somebody is there to hear them: in a rush most are not.
  #tellReservation({ id, deviceId, roomId, toldTo }: Change): void {
    const now = this.#deps.clock.now();
    const pages = this.#pagesOf(deviceId).filter((page) => page.id !== toldTo);
    const room = this.#rooms.get(roomId);
    this.#read((sql) => {
      if (pages.length > 0) {
        const reservation = reservationViews.viewOf(sql, id, now);
        const frame = fleeting('reservation.changed', { reservation });
        for (const page of pages) page.send(frame);
      }
      if (room?.hasStaff)
        room.publish({
          type: 'reservation.listed',
          body: { entry: reservationViews.entryOf(sql, id, now) },
        });
    });
  }

  // Called after a commit, where nothing may throw: whoever missed it is told by the next change or the next snapshot.
  #read(work: (sql: Sql) => void): void {
    try {
      this.#deps.db.read(work);
    } catch (err) {
      this.#deps.log.error({ err }, 'news of the shop could not be told');
    }
  }
}
