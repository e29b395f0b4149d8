// Nicknames that nobody takes for the shop's people, and that are not changed all the time.
import { describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { Db } from '../../../server/db/open.ts';
import { newId } from '../../../server/ids.ts';
import * as staff from '../../../server/identity/staff.ts';
import * as viewers from '../../../server/identity/viewers.ts';
import { forget } from '../../../server/shop/forget.ts';
import { claimsToBeStaff, looksLike } from '../../../shared/moderation.ts';
import { openTestDb } from '../../helpers/db.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const device = newId('device');
const day = 24 * 60 * 60 * 1000;

const openWith = async (staffName: string) => {
  const { db, roomId } = await openTestDb();
  const { secret } = await db.write((tx) => staff.invite(tx, 'host', roomId, 1));
  const { staff: person } = await db.write((tx) => staff.accept(tx, secret, 2));
  await db.write((tx) => staff.rename(tx, person.id, staffName));
  return (name: string) =>
    db.write((tx) => viewers.rename(tx, newId('device'), name, 5, ['Bottega Sole', 'Sala Rossa']));
};

describe('look-alikes', () => {
  test.each([
    ...[
      'Giulia',
      'GIULIA',
      'Giúlia',
      'Giuuliaa',
      'GiuIia',
      'G1ulia',
      'G.i.u.l.i.a',
      'G i u l i a',
      'Giulia_',
    ],
    // Cyrillic: і, а; Greek: ι, α.
    ...['Gіulіа', 'Gιυlια'],
  ])('IDN-11 %s is not taken for Giulia of the staff', async (name) => {
    await expect((await openWith('Giulia'))(name)).rejects.toMatchObject({ code: 'nickname_taken' });
  });

  test.each(['Giulio', 'Giulia B', 'Giuliana', 'Julia', '李雷', '🌹🌹'])(
    'IDN-11 %s is somebody else',
    async (name) => {
      await expect((await openWith('Giulia'))(name)).resolves.toBe(name);
    },
  );

  test('IDN-11 m is not rn, and w not vv', () => {
    expect(looksLike('Emrna', 'Emma')).toBe(true);
    expect(looksLike('VVanda', 'Wanda')).toBe(true);
    expect(looksLike('Anna', 'Emma')).toBe(false);
    expect(looksLike('🌹', '🌸')).toBe(false);
  });

  test.each([
    ...[
      'Host',
      'h0st',
      'The H O S T',
      'Ho.st',
      'Host2',
      'Staff 7',
      'moderator',
      'Моdеrаtоr',
      'm0derat0re',
      'ADMIN!',
    ],
    ...[
      'Anna (staff)',
      'Negozio',
      'il titolare',
      'Assistenza clienti',
      'Bottega Sole',
      'B0ttega S0le',
      'sala rossa',
    ],
    ...['bottegasole', 'Bottega Sole ufficiale'],
  ])('IDN-11 %s claims to be of the shop', async (name) => {
    await expect((await openWith('Giulia'))(name)).rejects.toMatchObject({ code: 'nickname_reserved' });
  });

  test.each(['Hostess Club', 'Sole', 'Rossa', 'Anna 1970', 'Ghost', 'Shopaholic', 'Stafford', 'Modesta'])(
    'IDN-11 %s claims nothing',
    (name) => {
      expect(claimsToBeStaff(name, ['Bottega Sole', 'Sala Rossa'])).toBe(false);
    },
  );
});

describe('changes', () => {
  test('IDN-10 three a day, kept through a restart; the first name and the same again are none', async () => {
    const file = join(tempDir(), 'vetrina.db');
    const { db } = await openTestDb(file);
    const call = (name: string, now: number, into = db) =>
      into.write((tx) => viewers.rename(tx, device, name, now));
    await call('Ada', 1000);
    for (const [at, name] of ['Bea', 'Bea', 'Cleo', 'Dora'].entries()) await call(name, 2000 + at);
    const later = new Db(file);
    const refusal = { code: 'nickname_often', details: { limit: 3, until: 2000 + day } };
    await expect(call('Eva', 5000, later)).rejects.toMatchObject(refusal);
    await expect(call('Dora', 5000, later)).resolves.toBe('Dora');
    expect(later.read((sql) => viewers.nicknameOf(sql, device))).toBe('Dora');
    await expect(later.write((tx) => viewers.rename(tx, newId('device'), 'Eva', 5000))).resolves.toBe('Eva');
    await expect(call('Eva', 2000 + day - 1, later)).rejects.toMatchObject(refusal);
    await call('Eva', 2000 + day, later);
    await later.write((tx) => forget(tx, 2003 + 2 * day));
    expect(later.read((sql) => sql.get('SELECT count(*) AS n FROM nickname_changes'))).toEqual({ n: 0 });
    later.close();
  });

  test('IDN-10 a refused name is no change', async () => {
    const call = await openWith('Giulia');
    for (let n = 0; n < 5; n += 1)
      await expect(call('Giulia')).rejects.toMatchObject({ code: 'nickname_taken' });
    await expect(call('Ada')).resolves.toBe('Ada');
  });
});
