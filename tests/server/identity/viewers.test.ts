// Device tokens and nicknames.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { limits } from '../../../shared/limits.ts';
import { personName } from '../../../shared/requests.ts';
import { newId } from '../../../server/ids.ts';
import * as staff from '../../../server/identity/staff.ts';
import * as viewers from '../../../server/identity/viewers.ts';
import { openTestDb } from '../../helpers/db.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const key = randomBytes(32);
const device = newId('device');
const token = viewers.issueToken(key, device);

describe('device tokens', () => {
  test('IDN-1 a token that the shop signed names its device', () => {
    expect(viewers.verifyToken(key, token)).toBe(device);
    expect(viewers.identify(key, token)).toBe(device);
    expect(token.length).toBeLessThanOrEqual(256);
  });

  const [version, id, signature] = token.split('.') as [string, string, string];
  test.each([
    ['another key', viewers.issueToken(randomBytes(32), device)],
    ['another device', [version, newId('device'), signature].join('.')],
    ['another version', ['v2', id, signature].join('.')],
    ['a cut signature', token.slice(0, -1)],
    ['a longer signature', `${token}A`],
    ['no signature', `${version}.${id}.`],
    ['a part more', `${token}.x`],
    ['another spelling of the same bytes', `${token}=`],
    ['a changed letter', token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))],
    ['nothing', ''],
    ['dots', '...'],
    ['no device', `v1..${signature}`],
    ['letters of several bytes', `v1.${'é'.repeat(20)}.${'🎩'.repeat(11)}`],
    ['a lone surrogate', `v1.\ud800.${signature}`],
    ['a zero byte', `v1.${id}\0.${signature}`],
    ['a prototype key', '__proto__'],
  ])('IDN-1 %s is worth nothing and never throws', (_name, forged) => {
    expect(viewers.verifyToken(key, forged)).toBe(null);
    expect(viewers.identify(key, forged)).not.toBe(device);
  });

  test('IDN-1 without a token there is a new device each time', () => {
    expect(viewers.identify(key, undefined)).toMatch(/^device_[0-9a-z]{20}$/);
    expect(viewers.identify(key, undefined)).not.toBe(viewers.identify(key, undefined));
  });

  test('IDN-2 the signing key is made once and kept', async () => {
    const file = join(tempDir(), 'a.db');
    const { db } = await openTestDb(file);
    const first = await db.write((tx) => viewers.signingKey(tx));
    const second = await db.write((tx) => viewers.signingKey(tx));
    db.close();
    const later = await openTestDb(file);
    const third = await later.db.write((tx) => viewers.signingKey(tx));
    expect(first.length).toBe(32);
    expect([second, third]).toEqual([first, first]);
  });
});

describe('nicknames', () => {
  const hire = async (name: string) => {
    const { db, roomId } = await openTestDb();
    const { secret } = await db.write((tx) => staff.invite(tx, 'host', roomId, 1));
    const { staff: person } = await db.write((tx) => staff.accept(tx, secret, 2));
    await db.write((tx) => staff.rename(tx, person.id, name));
    return { db, person };
  };
  const call = (db: Awaited<ReturnType<typeof hire>>['db'], name: string) =>
    db.write((tx) => viewers.rename(tx, device, name, 5));

  test('IDN-2 a nickname is kept with the device, and a later one replaces it', async () => {
    const { db } = await openTestDb();
    expect(db.read((sql) => viewers.nicknameOf(sql, device))).toBe(null);
    await expect(call(db, 'Ada')).resolves.toBe('Ada');
    await call(db, 'Bea');
    expect(db.read((sql) => viewers.nicknameOf(sql, device))).toBe('Bea');
    expect(db.read((sql) => sql.all('SELECT nickname, created_at, seen_at FROM viewers'))).toHaveLength(1);
  });

  test.each(['Giulia', 'giulia', 'GIULIA', 'GiuliA'])(
    'IDN-3 %s is taken by Giulia of the staff',
    async (name) => {
      const { db } = await hire('Giulia');
      await expect(call(db, name)).rejects.toMatchObject({ code: 'nickname_taken' });
      expect(db.read((sql) => viewers.nicknameOf(sql, device))).toBe(null);
    },
  );

  test('IDN-3 accented capitals are the same letter; the name is free when its bearer has gone', async () => {
    const { db, person } = await hire('Élodie');
    await expect(call(db, 'éLODIE')).rejects.toMatchObject({ code: 'nickname_taken' });
    await db.write((tx) => staff.remove(tx, person.id, 9));
    await expect(call(db, 'Élodie')).resolves.toBe('Élodie');
  });

  test('IDN-3 two viewers may bear the same nickname', async () => {
    const { db } = await openTestDb();
    await call(db, 'Ada');
    await expect(db.write((tx) => viewers.rename(tx, newId('device'), 'Ada', 6))).resolves.toBe('Ada');
  });

  const nickname = personName(limits.nicknameChars);
  test.each([
    ['  Ada   Bella ', 'Ada Bella'],
    ['Ａｄａ', 'Ada'],
    ['ada\tb', 'ada b'],
    ['李雷', '李雷'],
    ["D'Arcy-O’Neil", "D'Arcy-O’Neil"],
    ['x'.repeat(24), 'x'.repeat(24)],
  ])('IDN-3 %j is a name', (typed, kept) => {
    expect(v.parse(nickname, typed)).toBe(kept);
  });

  test.each([
    '',
    ' ',
    'A',
    ' A ',
    'x'.repeat(25),
    'a<b>',
    'a\u202eb',
    'a\u200db',
    'a\u0000b',
    'ab\ud800',
    7,
    null,
    ['ab'],
  ])('IDN-3 %j is none', (typed) => {
    expect(v.safeParse(nickname, typed).success).toBe(false);
  });
});
