// `npm run verify`: replays the stock ledger: hash chain, counters, invariants. One line in words; exit 1 with the first broken
// row. Works beside a running server. Rules: STK-5, OPS-38.
import { openDatabase } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { verify } from './shop/ledger.ts';

try {
  const db = openDatabase(readConfig(process.env));
  const { rows, broken } = db.read((sql) => verify(sql));
  db.close();
  console.log(broken ?? `The stock ledger is whole: ${rows} ${rows === 1 ? 'movement' : 'movements'}.`);
  process.exitCode = broken ? 1 : 0;
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
