// Sends a CSV file and reads the answer line by line while the server works (application/x-ndjson): how far it is, then one
// report or one problem. Never looks into the file: what is right is the server's to say. Rules: API-5.
import { isErrorCode } from '../../shared/errors.ts';
import type { ImportLine, ImportReport, RowError } from '../../shared/shop-api.ts';
import { ApiError, refusal, settleWrite, unreached, withQuery, writeKeyOf } from './api.ts';

/** The server counts aloud: silence for so long means that it is gone. */
const silenceMs = 60_000;

export type ImportOutcome = { report: ImportReport } | { problem: string; rows: RowError[] };

/** The whole lines of a stream of bytes, each once, whatever pieces they come in. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield line;
    if (done) break;
  }
  if (rest.trim()) yield rest;
}

const outcomeOf = async (
  stream: ReadableStream<Uint8Array>,
  onProgress: (done: number, total: number) => void,
): Promise<ImportOutcome> => {
  for await (const text of linesOf(stream)) {
    const line = JSON.parse(text) as ImportLine;
    if ('report' in line) return line;
    if ('problem' in line) return { problem: line.problem.code, rows: line.problem.rows ?? [] };
    onProgress(line.done, line.total);
  }
  throw new ApiError('internal'); // cut off before its last line
};

const rowsOf = (error: ApiError): RowError[] => {
  const { rows } = error.details;
  return Array.isArray(rows) ? (rows as RowError[]) : [];
};

/** Throws ApiError for all that is not about the file's rows. */
export const importFile = async (
  file: File,
  dryRun: boolean,
  onProgress: (done: number, total: number) => void,
): Promise<ImportOutcome> => {
  const path = withQuery('/import', { dryRun: dryRun ? 1 : null });
  const write = `POST ${path} ${file.name} ${file.size} ${file.lastModified}`;
  const gone = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => gone.abort(new DOMException('silence', 'TimeoutError')), silenceMs);
  };
  wait();
  try {
    const response = await fetch(`/api${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        accept: 'application/x-ndjson',
        'content-type': 'text/csv',
        'idempotency-key': writeKeyOf(write),
      },
      body: file,
      signal: gone.signal,
    });
    if (!response.ok || !response.body) throw await refusal(response);
    const outcome = await outcomeOf(response.body, (done, total) => {
      wait();
      onProgress(done, total);
    });
    settleWrite(write, response.status);
    return outcome;
  } catch (error) {
    if (!(error instanceof ApiError)) throw unreached(error);
    if (isErrorCode(error.code) && error.code !== 'internal') settleWrite(write, 400);
    if (error.code === 'bad_csv') return { problem: error.code, rows: rowsOf(error) };
    throw error;
  } finally {
    clearTimeout(timer);
  }
};
