// What the shop decided about holds, limits and retention. One JSON row among the settings; what is missing has a default.
import * as v from 'valibot';
import { policyBody, type Policy } from '../../shared/shop-bodies.ts';
import type { Terms } from '../../shared/shop.ts';
import type { Sql, Tx } from '../db/open.ts';
import * as settings from '../db/settings.ts';

// Every reservation asks, and nearly all get the same text: parsed once.
let known: { text: string; policy: Policy } | null = null;

export const read = (sql: Sql): Policy => {
  const text = settings.read(sql, 'policy') ?? '{}';
  if (known?.text !== text) known = { text, policy: v.parse(policyBody, JSON.parse(text)) };
  return known.policy;
};

export const write = (tx: Tx, policy: Policy): void => settings.write(tx, 'policy', JSON.stringify(policy));

/** What viewers are told of it. */
export const terms = ({ retentionDays: _retentionDays, ...told }: Policy): Terms => told;

export const minutesInMs = (count: number): number => count * 60_000;
