// A CSV file as an answer: sent in pieces as they are made, never kept. Rules: CSV-8.
import type { Response } from 'express';
import { once } from 'node:events';

export const sendCsv = async (res: Response, name: string, pieces: AsyncIterable<string>): Promise<void> => {
  res.setHeader('Content-Type', 'text/csv; charset=utf-8');
  res.attachment(name);
  for await (const piece of pieces) {
    if (res.destroyed) return;
    if (!res.write(piece)) await Promise.race([once(res, 'drain'), once(res, 'close')]);
  }
  res.end();
};
