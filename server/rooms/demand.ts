// What was wanted and not had: for each product and variant the questions and who joined in, who waits, and who tapped when it
// was sold out. For the back office; names no person. Rules: QNA-12, QNA-15.
import type { DemandRow } from '../../shared/questions.ts';
import type { Sql, Tx } from '../db/open.ts';
import type { DeviceId, VariantId } from '../ids.ts';
import { variantLabel } from '../shop/reservation-views.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Somebody wanted what is sold out. Once a day for each device: a nervous finger is one person. */
export const missed = (tx: Tx, variantId: VariantId, deviceId: DeviceId, now: number): void => {
  tx.run(
    'INSERT INTO misses (variant_id, device_id, day) SELECT id, ?, ? FROM variants WHERE id = ? ON CONFLICT DO NOTHING',
    deviceId,
    Math.floor(now / dayMs),
    variantId,
  );
};

const most = 200;

/** Since `since`, and who waits still; most wanted first. A question about a product as a whole has no variant. */
export const demand = (sql: Sql, since: number): DemandRow[] =>
  sql.all<DemandRow>(
    `WITH wanted (product_id, variant_id, questions, tryOns, meToos, waiting, missed) AS (
       SELECT product_id, variant_id, count(*), sum(kind = 'try_on'), sum(me_toos), 0, 0 FROM questions
       WHERE product_id IS NOT NULL AND asked_at >= ? AND state NOT IN ('merged', 'withdrawn') GROUP BY 1, 2
       UNION ALL
       SELECT v.product_id, w.variant_id, 0, 0, 0, count(DISTINCT iif(w.device_id = '', w.id, w.device_id)), 0
       FROM waiting w JOIN variants v ON v.id = w.variant_id
       WHERE w.state = 'waiting' OR w.joined_at >= ? GROUP BY 1, 2
       UNION ALL
       SELECT v.product_id, m.variant_id, 0, 0, 0, 0, count(*) FROM misses m JOIN variants v ON v.id = m.variant_id
       WHERE m.day >= ? GROUP BY 1, 2)
     SELECT wanted.product_id AS productId, wanted.variant_id AS variantId, p.title, coalesce(${variantLabel}, '') AS variant,
       sum(questions) AS questions, sum(tryOns) AS tryOns, sum(meToos) AS meToos, sum(waiting) AS waiting, sum(missed) AS missed
     FROM wanted JOIN products p ON p.id = wanted.product_id LEFT JOIN variants v ON v.id = wanted.variant_id
     GROUP BY 1, 2
     ORDER BY sum(questions) + sum(meToos) + sum(waiting) + sum(missed) DESC, p.title, variant LIMIT ${most}`,
    since,
    since,
    Math.floor(since / dayMs),
  );
