// The real shop of a story: its room, variants and devices, and how each step is carried out on it – a viewer's by the handler
// that sockets call, the staff's by the functions behind the API – and what is there afterwards. Judges nothing.
import { newId, type DeviceId, type ReservationId, type RoomId, type VariantId } from '../../server/ids.ts';
import type { Db, Sql, Tx } from '../../server/db/open.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as policy from '../../server/shop/policy.ts';
import * as prices from '../../server/shop/prices.ts';
import * as reservations from '../../server/shop/reservations.ts';
import * as stock from '../../server/shop/stock.ts';
import { adjust } from '../../server/shop/variant-rows.ts';
import * as handlers from '../../server/signalling/handlers/shop.ts';
import type { JoinedMember, Session } from '../../server/signalling/session.ts';
import type { Policy } from '../../shared/shop-bodies.ts';
import type { ReservationView, StockView, WaitingView } from '../../shared/shop.ts';
import { devices, firstPrices, type Plain, type Tap } from './shop-steps.ts';

export type Answer = { reservation?: ReservationView; waiting?: WaitingView };

/** What is there, in the model's numbers. `open`: [variant, device, quantity, state, expiresAt, afterShowMs, extended, offered]. */
export type Seen = {
  counters: { onHand: number; held: number; sold: number; version: number }[];
  queues: [device: number, quantity: number][][];
  open: Map<number, (number | string | null)[]>;
};

type OpenRow = Record<'at' | 'quantity' | 'extended' | 'offered', number> &
  Record<'variantId' | 'deviceId' | 'state', string> &
  Record<'expiresAt' | 'afterShowMs', number | null>;

const who = { name: 'Anna', contact: 'anna@example.com' };
const nobodys = 'reservation_00000000000000000000' as ReservationId;

export class ShopActs {
  now: number;
  readonly ids: ReservationId[] = [];
  readonly indexOf = new Map<string, number>();
  readonly #db: Db;
  readonly #devices = Array.from({ length: devices }, (): DeviceId => newId('device'));
  readonly #variants = firstPrices.map((): VariantId => newId('variant'));
  #room = '' as RoomId;
  /** Stories may share a database: what was there before is not ours. */
  #rowsBefore = 0;

  constructor(db: Db, now: number) {
    this.#db = db;
    this.now = now;
  }

  open(rules: Partial<Policy>): Promise<void> {
    return this.#db.write((tx) => {
      this.#room = shows.createRoom(tx, newId('room').replace('_', '-'), 'Room', this.now).id;
      shows.start(tx, this.#room, this.now);
      policy.write(tx, { ...policy.read(tx), ...rules });
      for (const [index, cents] of firstPrices.entries()) this.#addVariant(tx, index, cents);
      this.#rowsBefore =
        tx.get<{ last: number | null }>('SELECT max(rowid) AS last FROM reservations')?.last ?? 0;
    });
  }

  tap(tap: Tap, key: string): Promise<Answer> {
    const member = this.#member(tap.device ?? 0);
    const session = this.#session;
    const variantId = 'variant' in tap ? this.variant(tap.variant) : '';
    const reservationId = 'reservation' in tap ? this.#idOf(tap.reservation) : '';
    switch (tap.do) {
      case 'place':
        return handlers.place(member, { key, variantId, quantity: tap.quantity }, session);
      case 'join':
        return handlers.join(member, { key, variantId, quantity: tap.quantity }, session);
      case 'leave':
        return handlers.leave(member, { key, variantId }, session);
      case 'extend':
        return handlers.extend(member, { key, reservationId }, session);
      case 'confirm':
        return handlers.confirm(member, { key, reservationId, ...who }, session);
      case 'cancel':
        return handlers.cancel(member, { key, reservationId }, session);
    }
  }

  act(step: Exclude<Plain, Tap>): Promise<unknown> {
    if (step.do === 'cap') return handlers.setCap(this.#member(step.device), step, this.#session);
    return this.#db.write((tx) => this.#act(tx, step));
  }

  #act(tx: Tx, step: Exclude<Plain, Tap | { do: 'cap' }>): unknown {
    const { now } = this;
    switch (step.do) {
      case 'collect':
        return reservations.collect(tx, this.#idOf(step.reservation), 'staff:Host', now);
      case 'adjust':
        return adjust(tx, this.variant(step.variant), step.difference, {
          at: now,
          actor: 'staff:Host',
          reason: 'counted',
        });
      case 'price':
        return prices.setRegular(tx, this.variant(step.variant), step.cents, 'EUR', now);
      case 'start':
        return shows.start(tx, this.#room, now);
      case 'end':
        return shows.end(tx, this.#room, now);
      case 'sweep':
        return reservations.expireDue(tx, now);
    }
  }

  look(sql: Sql): Seen {
    const counters = this.#variants.map(
      (id) =>
        sql.get<Seen['counters'][number]>(
          'SELECT on_hand AS onHand, held, sold, version FROM variants WHERE id = ?',
          id,
        ) ?? { onHand: -1, held: -1, sold: -1, version: -1 },
    );
    const queues = this.#variants.map((id) =>
      sql
        .all<{ device: DeviceId; quantity: number }>(
          "SELECT device_id AS device, quantity FROM waiting WHERE variant_id = ? AND state = 'waiting' ORDER BY id",
          id,
        )
        .map(({ device, quantity }): [number, number] => [this.#devices.indexOf(device), quantity]),
    );
    return { counters, queues, open: new Map(this.#variants.flatMap((id) => this.#openOf(sql, id))) };
  }

  #openOf(sql: Sql, id: VariantId): [number, (number | string | null)[]][] {
    return sql
      .all<OpenRow>(
        `SELECT rowid AS at, variant_id AS variantId, device_id AS deviceId, quantity, state, expires_at AS expiresAt,
           after_show_ms AS afterShowMs, extended, offered FROM reservations WHERE variant_id = ? AND ended_at IS NULL`,
        id,
      )
      .map((row) => [
        row.at - this.#rowsBefore - 1,
        [
          this.#variants.indexOf(row.variantId as VariantId),
          this.#devices.indexOf(row.deviceId as DeviceId),
          row.quantity,
          row.state,
          row.expiresAt,
          row.afterShowMs,
          row.extended,
          row.offered,
        ],
      ]);
  }

  /** To be called between moments: rows are in the order in which they were made. */
  learnIds(): void {
    const made = this.#db.read((sql) =>
      sql.all<{ id: ReservationId }>(
        'SELECT id FROM reservations WHERE rowid > ? ORDER BY rowid',
        this.#rowsBefore + this.ids.length,
      ),
    );
    for (const { id } of made) this.indexOf.set(id, this.ids.push(id) - 1);
  }

  states(): string[] {
    return this.#db
      .read((sql) =>
        sql.all<{ state: string }>(
          'SELECT state FROM reservations WHERE rowid > ? ORDER BY rowid',
          this.#rowsBefore,
        ),
      )
      .map(({ state }) => state);
  }

  stock(): StockView[] {
    const ids = this.#variants.toSorted();
    return this.#db.read((sql) => ids.map((id) => stock.view(sql, id)));
  }

  variant(index: number): VariantId {
    return this.#variants[index] as VariantId;
  }

  #idOf(index: number): ReservationId {
    return this.ids[index] ?? nobodys;
  }

  // The handlers ask no more of a member and of a session than this.
  #member(device: number): JoinedMember {
    return { deviceId: this.#devices[device], room: { id: this.#room } } as unknown as JoinedMember;
  }

  get #session(): Session {
    return { services: { db: this.#db, clock: { now: () => this.now } } } as unknown as Session;
  }

  #addVariant(tx: Tx, index: number, cents: number | null): void {
    const productId = newId('product');
    const id = this.variant(index);
    tx.run(
      "INSERT INTO products (id, handle, title, created_at, updated_at) VALUES (?, ?, 'Shirt', 0, 0)",
      productId,
      productId,
    );
    tx.run('INSERT INTO variants (id, product_id, position) VALUES (?, ?, 0)', id, productId);
    if (cents !== null) prices.setRegular(tx, id, cents, 'EUR', this.now);
  }
}
