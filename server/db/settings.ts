// Named values that the shop keeps: policy, identity, keys, its own address.
import type { Sql, Tx } from './open.ts';

export const read = (sql: Sql, key: string): string | undefined =>
  sql.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)?.value;

export const write = (tx: Tx, key: string, value: string): void => {
  tx.run(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    value,
  );
};
