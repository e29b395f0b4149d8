// Refusals travel, surprises do not; and what the log keeps to itself.
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { errors, isErrorCode } from '../../shared/errors.ts';
import { closeCodes } from '../../shared/protocol.ts';
import { AppError, toProblem, toWire } from '../../server/errors.ts';
import { openLog } from '../../server/log.ts';

const listen = (level = 'debug') => {
  const lines: string[] = [];
  const log = openLog(level, { write: (line) => void lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
};

describe('refusals', () => {
  test('SES-2 a refusal travels with its code and details, and is no matter for the log', () => {
    const { log, lines } = listen();
    expect(toWire(new AppError('not_found', { room: 'x' }), log)).toEqual({
      code: 'not_found',
      details: { room: 'x' },
    });
    expect(toWire(new AppError('not_found'), log)).toEqual({ code: 'not_found' });
    expect(lines).toEqual([]);
  });

  test('SEC-4 as a problem it carries type, title, status and code', () => {
    expect(toProblem(new AppError('rate_limited', { request: 'x' }), listen().log)).toEqual({
      type: '/problems/rate_limited',
      title: 'rate_limited',
      status: 429,
      code: 'rate_limited',
      request: 'x',
    });
  });

  test('SEC-4 details cannot speak over the code', () => {
    expect(toProblem(new AppError('not_found', { status: 200, code: 'ok' }), listen().log)).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  });

  test('SES-2 every code has an HTTP status of an error, and every fatal one a close code', () => {
    for (const [code, { status, fatal }] of Object.entries(errors)) {
      expect(status).toBeGreaterThanOrEqual(400);
      if (fatal) expect(Object.keys(closeCodes)).toContain(code === 'room_not_found' ? 'not_found' : code);
      expect(isErrorCode(code)).toBe(true);
    }
    for (const odd of ['toString', '__proto__', '', 7, null]) expect(isErrorCode(odd)).toBe(false);
  });
});

describe('surprises', () => {
  test.each([
    new Error('SELECT secret'),
    new TypeError('x is undefined'),
    'text',
    null,
    undefined,
    { code: 'not_found' },
  ])('SES-20 %o becomes internal with the incident that the log knows', (surprise) => {
    const { log, lines, last } = listen();
    const wire = toWire(surprise, log);
    expect(wire).toEqual({
      code: 'internal',
      details: { incident: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ level: 'error', incident: wire.details?.incident });
  });
});

describe('a disk that takes nothing', () => {
  const thrown = (pragma: string) => {
    const raw = new Database(':memory:');
    raw.exec('CREATE TABLE a (b)');
    raw.pragma(pragma);
    try {
      raw.exec('INSERT INTO a SELECT hex(zeroblob(100000))');
    } catch (error) {
      return error;
    } finally {
      raw.close();
    }
  };

  test.each([
    ['a full database', thrown('max_page_count = 3'), 'SQLITE_FULL'],
    ['a read-only database', thrown('query_only = ON'), 'SQLITE_READONLY'],
    ['a file system that is full', Object.assign(new Error('no space'), { code: 'ENOSPC' }), 'ENOSPC'],
    ['a broken disk', Object.assign(new Error('i/o'), { code: 'SQLITE_IOERR_WRITE' }), 'SQLITE_IOERR_WRITE'],
  ])('OPS-40 %s is storage_failed, retryable, and logged once for a whole batch', (_, error, code) => {
    expect(error).toHaveProperty('code', code);
    const { log, lines, last } = listen();
    for (let write = 0; write < 3; write += 1) expect(toWire(error, log)).toEqual({ code: 'storage_failed' });
    expect(toProblem(error, log)).toMatchObject({ status: 503 });
    expect(errors.storage_failed.retryable).toBe(true);
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ level: 'error', err: { code } });
  });

  test('OPS-40 a constraint that was broken is a surprise, not a full disk', () => {
    const broken = Object.assign(new Error('CHECK'), { code: 'SQLITE_CONSTRAINT_CHECK' });
    expect(toWire(broken, listen().log).code).toBe('internal');
  });
});

describe('logs', () => {
  test('SEC-5 what is called token, cookie, authorization, invite or secret is not written', () => {
    const { log, lines } = listen();
    for (const name of ['token', 'cookie', 'authorization', 'invite', 'secret']) {
      log.info({ [name]: 'hush-1' }, 'top');
      log.info({ headers: { [name]: 'hush-2' }, kept: 1 }, 'below');
    }
    expect(lines.join('')).not.toContain('hush');
    expect(lines.join('')).toContain('[redacted]');
  });

  test('SEC-5 one line of JSON each, with level and time, at the level asked for', () => {
    const { log, lines, last } = listen('warn');
    log.info('no');
    log.warn({ err: new Error('cause') }, 'yes\nin two lines');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(last()).toMatchObject({ level: 'warn', msg: 'yes\nin two lines', err: { message: 'cause' } });
    expect(Date.parse(String(last().time))).toBeGreaterThan(0);
  });
});
