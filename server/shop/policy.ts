// What the shop decided about holds and limits. One JSON row among the settings; what is missing has a default.
import * as v from 'valibot';
import type { Sql, Tx } from '../db/open.ts';

const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7 * 24 * 60));
const pieces = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));

export const policySchema = v.object({
  /** A hold ends so long after it was placed, or so long after its show ended. */
  hold: v.optional(v.object({ from: v.picklist(['placing', 'show']), minutes }), {
    from: 'show',
    minutes: 15,
  }),
  extensionMinutes: v.optional(minutes, 10),
  /** How long a piece is kept for the first of a waiting list. */
  offerMinutes: v.optional(minutes, 10),
  perVariant: v.optional(pieces, 3),
  perShow: v.optional(pieces, 10),
  perPersonCents: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 100_000),
});
export type Policy = v.InferOutput<typeof policySchema>;

export const read = (sql: Sql): Policy => {
  const row = sql.get<{ value: string }>("SELECT value FROM settings WHERE key = 'policy'");
  return v.parse(policySchema, row ? JSON.parse(row.value) : {});
};

export const write = (tx: Tx, policy: Policy): void => {
  tx.run(
    "INSERT INTO settings (key, value) VALUES ('policy', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    JSON.stringify(policy),
  );
};

export const minutesInMs = (count: number): number => count * 60_000;
