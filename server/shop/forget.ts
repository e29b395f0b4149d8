// Retention: what was kept about persons is deleted when its time is over. Reservations and the ledger stay, without name,
// contact and device; the ledger never held any of them. Rules: RES-14.
import type { Tx } from '../db/open.ts';
import * as policy from './policy.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Returns how many reservations were made anonymous. */
export const forgetPersons = (tx: Tx, now: number): number => {
  const before = now - policy.read(tx).retentionDays * dayMs;
  const forgotten = tx.run(
    `UPDATE reservations SET name = NULL, contact = NULL, device_id = '', receipt_hash = 'forgotten.' || id, forgotten_at = ?
     WHERE ended_at < ? AND forgotten_at IS NULL`,
    now,
    before,
  );
  tx.run(
    "UPDATE waiting SET device_id = '' WHERE state <> 'waiting' AND device_id <> '' AND joined_at < ?",
    before,
  );
  tx.run('DELETE FROM viewers WHERE seen_at < ?', before);
  tx.run(
    "UPDATE questions SET device_id = '', nickname = NULL WHERE asked_at < ? AND device_id <> ''",
    before,
  );
  tx.run('DELETE FROM me_toos WHERE at < ?', before);
  tx.run(
    "UPDATE messages SET device_id = '', nickname = NULL WHERE at < ? AND device_id <> '' AND staff_id IS NULL",
    before,
  );
  tx.run('DELETE FROM reports WHERE at < ?', before);
  tx.run('DELETE FROM sanctions WHERE until < ?', before);
  tx.run(
    "UPDATE audit SET detail = '', whom = NULL WHERE at < ? AND (detail <> '' OR whom IS NOT NULL)",
    before,
  );
  tx.run('DELETE FROM nickname_changes WHERE at < ?', now - dayMs);
  tx.run('DELETE FROM misses WHERE day < ?', Math.floor(before / dayMs));
  tx.run(
    `DELETE FROM viewer_caps WHERE device_id NOT IN (SELECT device_id FROM reservations WHERE forgotten_at IS NULL)
       AND coalesce(next_at, 0) < ?`,
    before,
  );
  return forgotten;
};
