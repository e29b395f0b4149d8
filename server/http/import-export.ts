// Products as CSV, both ways. An import answers line by line while it works; the last line is the report, or what is wrong
// with which row. One import at a time, and few that wait. Rules: CSV-3, CSV-4, CSV-8, SEC-17.
import { createHash } from 'node:crypto';
import type { Response } from 'express';
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import { importFormats, type ImportLine } from '../../shared/shop-api.ts';
import { AppError, toProblem } from '../errors.ts';
import type { Log } from '../log.ts';
import * as csv from '../shop/csv-write.ts';
import { importProducts } from '../shop/import.ts';
import { flag } from './asked-page.ts';
import { sendCsv } from './csv-reply.ts';
import { free, once, type Asking, type Route } from './route.ts';
import type { ApiDeps } from './sessions.ts';

const tag = 'Import and export';
const progressEveryMs = 100;

type Deps = ApiDeps & { log: Log };
type Answer = { line: (line: ImportLine) => void; isGone: () => boolean };

const lineByLine = (res: Response): Answer => {
  res.status(200).type('application/x-ndjson');
  // Compression would hold the lines back until there are enough of them.
  res.setHeader('Cache-Control', 'no-store, no-transform');
  res.flushHeaders();
  return {
    line: (line) => void (res.destroyed || res.write(`${JSON.stringify(line)}\n`)),
    isGone: () => res.destroyed,
  };
};

const seldom = (tell: (done: number, total: number) => void) => {
  let last = 0;
  return (done: number, total: number) => {
    if (done < total && performance.now() - last < progressEveryMs) return;
    last = performance.now();
    tell(done, total);
  };
};

const work = async (
  { db, clock, log }: Deps,
  asking: Asking<{ dryRun: string }>,
  { line, isGone }: Answer,
): Promise<void> => {
  const bytes = asking.body as Buffer;
  const dryRun = asking.query.dryRun === '1';
  const hash = createHash('sha256').update(bytes).digest('base64url');
  try {
    const { report, writingMs } = await importProducts({
      db,
      bytes,
      dryRun,
      actor: asking.actor,
      now: () => clock.now(),
      isGone,
      onProgress: seldom((done, total) => line({ done, total })),
      within: (tx, write) => once(tx, asking, hash, write),
    });
    if (!dryRun) log.info({ rows: report.rows, writingMs: Math.round(writingMs) }, 'products imported');
    line({ report });
  } catch (error) {
    const { type: _type, title: _title, status: _status, ...problem } = toProblem(error, log);
    line({ problem });
  }
};

export const importExportRoutes = (deps: Deps): Route[] => {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  return [
    free({
      method: 'post',
      path: '/import',
      tag,
      summary:
        'Products from CSV, our columns or Shopify’s: all rows or none. The answer comes line by line: progress, then a report or a problem',
      least: 'host',
      keyed: true,
      unkept: true,
      query: v.object({ dryRun: flag }),
      raw: { types: ['text/csv', 'application/vnd.ms-excel'], maxBytes: limits.maxCsvBytes },
      replyType: 'application/x-ndjson',
      refusals: ['bad_csv', 'too_large', 'rate_limited'],
      async free(asking) {
        if (waiting >= limits.maxImportsWaiting) throw new AppError('rate_limited');
        waiting += 1;
        const answer = lineByLine(asking.res);
        const turn = last;
        last = turn.then(() => (answer.isGone() ? undefined : work(deps, asking, answer)));
        await last.finally(() => (waiting -= 1));
        asking.res.end();
      },
    }),
    free({
      method: 'get',
      path: '/export',
      tag,
      summary: 'All products that are not archived, in our columns or Shopify’s',
      least: 'helper',
      unkept: true,
      query: v.object({ format: v.optional(v.picklist(importFormats), 'vetrina') }),
      replyType: 'text/csv',
      free: ({ res, query: { format } }) =>
        sendCsv(res, `products-${format}.csv`, csv.products(deps.db, format)),
    }),
  ];
};
