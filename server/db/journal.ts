// The durable events of each room, numbered by `seq` without gaps. An event is appended in the transaction of the change
// that it tells; a client that says its last seq gets the rest. Rules: STO-5, SES-6.
import type { EventBody, EventType } from '../../shared/events.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import type { DeviceId, MemberId, QuestionId, ReservationId, RoomId, VariantId } from '../ids.ts';
import type { Sql, Tx } from './open.ts';

export type StoredEvent = { roomId: RoomId; frame: EventFrame };

/** What changed and is told from its newest state after the commit: not journaled, and many may become one. */
export type Mark =
  | { of: 'stock'; id: VariantId }
  | { of: 'waiting'; id: VariantId }
  /** More people ask the same; an answer for those who asked alone; a question that its asker alone is told of. */
  | { of: 'question' | 'answer' | 'unseen'; id: QuestionId }
  /** `toldTo`: who is told by the reply already. */
  | { of: 'reservation'; id: ReservationId; deviceId: DeviceId; roomId: RoomId; toldTo?: MemberId };

/** Appends one event; it is published when the transaction is durable. */
export const append = <T extends EventType>(
  tx: Tx,
  roomId: RoomId,
  at: number,
  type: T,
  body: EventBody<T>,
): void => {
  const next = tx.get<{ seq: number }>('UPDATE rooms SET seq = seq + 1 WHERE id = ? RETURNING seq', roomId);
  if (!next) throw new Error(`no room ${roomId} to journal for`);
  tx.run(
    'INSERT INTO events (room_id, seq, at, type, body) VALUES (?, ?, ?, ?, ?)',
    roomId,
    next.seq,
    at,
    type,
    JSON.stringify(body),
  );
  tx.events.push({ roomId, frame: { seq: next.seq, type, body } as EventFrame });
};

export const lastSeq = (sql: Sql, roomId: RoomId): number =>
  sql.get<{ seq: number }>('SELECT seq FROM rooms WHERE id = ?', roomId)?.seq ?? 0;

/**
 * The events after `seq`, or null when they are more than `most`, no longer there (old, or deleted with the persons in them), or
 * `seq` was never given out: send a snapshot then.
 */
export const since = (sql: Sql, roomId: RoomId, seq: number, most: number): EventFrame[] | null => {
  const last = lastSeq(sql, roomId);
  if (seq > last || last - seq > most) return null;
  const rows = sql.all<{ seq: number; type: EventType; body: string }>(
    'SELECT seq, type, body FROM events WHERE room_id = ? AND seq > ? ORDER BY seq',
    roomId,
    seq,
  );
  if (rows.length < last - seq) return null;
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }) as EventFrame);
};
