// By which way the picture came to viewers' pages, as they say: counted by the hour, gathered in memory and written once a
// minute. Keeps counts alone, for a month. Rules: NET-20, NET-21.
import { viewerPaths, type PathCounts, type ViewerPath } from '../../shared/checkup.ts';
import { limits } from '../../shared/limits.ts';
import type { Clock, Disposer } from '../clock.ts';
import type { Db } from '../db/open.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';

const hourMs = 60 * 60 * 1000;
const hourOf = (at: number): number => Math.floor(at / hourMs);

type Told = { hour: number; path: ViewerPath };
type Parts = { db: Db; clock: Clock; log: Log; metrics: Metrics };

export class ViewerPaths {
  readonly #parts: Parts;
  readonly #told = new WeakMap<object, Told>();
  #unwritten = new Map<string, Told & { pages: number }>();
  readonly #stop: Disposer;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = parts.clock.every(limits.pathsEveryMs, () => void this.#write());
  }

  /** A page counts once, with its newest word. */
  tell(page: object, path: ViewerPath): void {
    const before = this.#told.get(page);
    if (before?.path === path) return;
    const told = { hour: hourOf(this.#parts.clock.now()), path };
    if (before) this.#add(before, -1);
    this.#add(told, 1);
    this.#told.set(page, told);
    this.#parts.metrics.viewerPath(path);
  }

  /** Of the last day, to the hour. */
  lastDay(): PathCounts {
    const since = hourOf(this.#parts.clock.now() - limits.pathsShownMs);
    const written = this.#parts.db.read((sql) =>
      sql.all<Told & { pages: number }>('SELECT hour, path, pages FROM viewer_paths WHERE hour > ?', since),
    );
    const counts = Object.fromEntries(viewerPaths.map((path) => [path, 0])) as PathCounts;
    for (const { hour, path, pages } of [...written, ...this.#unwritten.values()])
      if (hour > since) counts[path] += pages;
    return counts;
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    this.#stop();
    await this.#write();
  }

  #add({ hour, path }: Told, by: 1 | -1): void {
    const key = `${hour} ${path}`;
    const before = this.#unwritten.get(key)?.pages ?? 0;
    this.#unwritten.set(key, { hour, path, pages: before + by });
  }

  async #write(): Promise<void> {
    const { db, clock, log } = this.#parts;
    const changes = [...this.#unwritten.values()].filter(({ pages }) => pages !== 0);
    this.#unwritten = new Map();
    if (changes.length === 0) return;
    try {
      await db.write((tx) => {
        for (const { hour, path, pages } of changes) {
          tx.run(
            'INSERT INTO viewer_paths (hour, path, pages) VALUES (?, ?, 0) ON CONFLICT DO NOTHING',
            hour,
            path,
          );
          tx.run(
            'UPDATE viewer_paths SET pages = max(0, pages + ?) WHERE hour = ? AND path = ?',
            pages,
            hour,
            path,
          );
        }
        tx.run('DELETE FROM viewer_paths WHERE hour < ?', hourOf(clock.now() - limits.pathsKeptMs));
      });
    } catch (err) {
      // Numbers for the owner, no promise to anyone: what a full disk takes is gone.
      log.warn({ err }, 'the ways of viewers could not be stored');
    }
  }
}
