// The only door to better-sqlite3: WAL, synchronous = FULL, and group commit. `write` queues; the writes of a tick run in
// one immediate transaction, and a refusal rolls back only itself; one commit makes them durable; only then do events go
// out and promises settle, in order. Nothing here waits inside a transaction.
//
// A savepoint costs a copy of each page that its write touches, a fifth of a reservation. So a batch first runs without: a
// refusal that comes before the first change leaves nothing to undo. One that comes later spoils the batch, which is undone
// and run again with a savepoint for each write.
// Rules: STO-1 … STO-4, STO-6, STO-9.
// Source: https://sqlite.org/wal.html#performance_considerations, https://sqlite.org/lang_savepoint.html
import Database from 'better-sqlite3';
import type { Mark, StoredEvent } from './journal.ts';
import { migrate } from './migrate.ts';

type Value = string | number | bigint | null;

/** Statements are prepared once per text. Rows are typed by the caller, who knows the columns. */
export interface Sql {
  get<Row>(text: string, ...values: Value[]): Row | undefined;
  all<Row>(text: string, ...values: Value[]): Row[];
}

export interface Tx extends Sql {
  /** Returns the number of rows changed. */
  run(text: string, ...values: Value[]): number;
  /** Events to publish once this write is durable. */
  readonly events: StoredEvent[];
  /** What to tell from its newest state once this write is durable. */
  readonly marks: Mark[];
}

type Write = {
  work: (tx: Tx) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
};
type Outcome = { settle: () => void; events: StoredEvent[]; marks: Mark[] };
/** A write that changed something and then threw. */
class Spoilt extends Error {}

type Publish = (events: StoredEvent[], marks: Mark[]) => void;
type Timed = (seconds: number, writes: number) => void;

export class Db {
  readonly #raw: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  #queue: Write[] = [];
  #publish: Publish = () => {};
  #timed: Timed = () => {};
  /** Whether the write that is running has changed anything. */
  #changed = false;

  constructor(file: string) {
    this.#raw = new Database(file);
    this.#raw.pragma('journal_mode = WAL');
    this.#raw.pragma('synchronous = FULL');
    this.#raw.pragma('foreign_keys = ON');
    this.#raw.pragma('busy_timeout = 5000');
    // A rush of reservations touches many pages of many indexes: keep them (32 MiB at most), and copy them back less often.
    this.#raw.pragma('cache_size = -32768');
    this.#raw.pragma('wal_autocheckpoint = 4000');
    migrate(this.#raw);
  }

  /** Called after each commit, before the writes' promises settle, with their events in the order of `seq`. Must not throw. */
  onCommitted(publish: Publish): void {
    this.#publish = publish;
  }

  /** Called with how long each durable transaction took, and how many writes it held. Must not throw. */
  onTimed(timed: Timed): void {
    this.#timed = timed;
  }

  read<T>(work: (sql: Sql) => T): T {
    return work(this.#sql);
  }

  /**
   * Resolves when durable; rejects with what `work` threw, and then nothing of it is kept. `work` must not be async, and may
   * be run a second time: it leaves nothing behind but in the database.
   */
  write<T>(work: (tx: Tx) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#queue.length === 0) setImmediate(() => this.#flush());
      this.#queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** Commits what is queued, then closes. */
  close(): void {
    if (!this.#raw.open) return;
    try {
      this.#flush();
    } finally {
      this.#raw.close();
    }
  }

  readonly #sql: Sql = {
    get: <Row>(text: string, ...values: Value[]) => this.#asking(text).get(...values) as Row | undefined,
    all: <Row>(text: string, ...values: Value[]) => this.#asking(text).all(...values) as Row[],
  };

  /** A statement that answers with rows; `UPDATE … RETURNING` may change some too. */
  #asking(text: string): Database.Statement {
    const statement = this.#prepare(text);
    if (!statement.readonly) this.#changed = true;
    return statement;
  }

  #prepare(text: string): Database.Statement {
    const known = this.#statements.get(text);
    if (known) return known;
    // `+?` says the same as `?`, but hides the variable from the planner: with STAT4 (as better-sqlite3 is built) SQLite plans
    // a joined or ordered query anew for each newly bound value, which costs several times the query itself.
    // https://sqlite.org/c3ref/prepare.html
    const statement = this.#raw.prepare(text.replaceAll('?', '+?'));
    this.#statements.set(text, statement);
    return statement;
  }

  #flush(): void {
    const writes = this.#queue;
    this.#queue = [];
    if (writes.length === 0) return;
    let outcomes: Outcome[];
    const started = performance.now();
    try {
      outcomes = this.#transaction(writes);
      this.#timed((performance.now() - started) / 1000, writes.length);
    } catch (error) {
      if (this.#raw.inTransaction) this.#raw.exec('ROLLBACK');
      for (const { reject } of writes) reject(error);
      return;
    }
    try {
      this.#publish(
        outcomes.flatMap(({ events }) => events),
        outcomes.flatMap(({ marks }) => marks),
      );
    } finally {
      for (const { settle } of outcomes) settle();
    }
  }

  #transaction(writes: Write[]): Outcome[] {
    let outcomes: Outcome[];
    this.#raw.exec('BEGIN IMMEDIATE');
    try {
      outcomes = writes.map((write) => this.#run(write));
    } catch (error) {
      if (!(error instanceof Spoilt)) throw error;
      this.#raw.exec('ROLLBACK; BEGIN IMMEDIATE');
      outcomes = writes.map((write) => this.#inSavepoint(write));
    }
    this.#raw.exec('COMMIT');
    return outcomes;
  }

  #inSavepoint(write: Write): Outcome {
    this.#raw.exec('SAVEPOINT one');
    try {
      return this.#run(write);
    } catch (error) {
      if (!(error instanceof Spoilt)) throw error;
      this.#raw.exec('ROLLBACK TO one');
      return { settle: () => write.reject(error.cause), events: [], marks: [] };
    } finally {
      if (this.#raw.inTransaction) this.#raw.exec('RELEASE one');
    }
  }

  /** Throws `Spoilt` when it has changed something and then threw. */
  #run({ work, resolve, reject }: Write): Outcome {
    const events: StoredEvent[] = [];
    const marks: Mark[] = [];
    let over = false;
    const tx: Tx = {
      ...this.#sql,
      run: (text, ...values) => {
        // What runs on after an `await` would write outside of any transaction.
        if (over) throw new TypeError('this write is over');
        const { changes } = this.#prepare(text).run(...values);
        if (changes > 0) this.#changed = true;
        return changes;
      },
      events,
      marks,
    };
    this.#changed = false;
    try {
      const value = work(tx);
      if (isThenable(value)) throw new TypeError('a write must not be async');
      return { settle: () => resolve(value), events, marks };
    } catch (error) {
      // Some errors (disk full, I/O) end the whole transaction by themselves; then every write of the batch fails.
      if (!this.#raw.inTransaction) throw error;
      if (this.#changed) throw new Spoilt('undo this write', { cause: error });
      return { settle: () => reject(error), events: [], marks: [] };
    } finally {
      over = true;
    }
  }
}

const isThenable = (value: unknown): boolean =>
  typeof (value as { then?: unknown } | null)?.then === 'function';
