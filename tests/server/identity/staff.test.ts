// Invites, sessions and the people of the shop, as the database knows them.
import { describe, expect, test } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import type { StaffRole } from '../../../shared/model.ts';
import { newId, newSecret, type RoomId, type StaffId } from '../../../server/ids.ts';
import * as staff from '../../../server/identity/staff.ts';
import { openTestDb, type TestDb } from '../../helpers/db.ts';

const t0 = 1_000_000;
const invite = ({ db, roomId }: TestDb, role: StaffRole = 'host', now = t0) =>
  db.write((tx) => staff.invite(tx, role, roomId, now).secret);
const accept = ({ db }: TestDb, secret: string, now = t0) => db.write((tx) => staff.accept(tx, secret, now));
const hire = async (test: TestDb, role: StaffRole = 'host') => accept(test, await invite(test, role));
const who = ({ db }: TestDb, session: string, now = t0) =>
  db.read((sql) => staff.findBySession(sql, session, now));

describe('invites', () => {
  test('IDN-4 an invite makes a person of its role in its room, with a session', async () => {
    const test = await openTestDb();
    const { staff: person, session } = await hire(test);
    expect(person).toEqual({
      id: expect.stringMatching(/^staff_/),
      name: 'Host',
      role: 'host',
      roomId: test.roomId,
    });
    expect(who(test, session)).toEqual(person);
  });

  test("IDN-4 an owner's invite is for every room", async () => {
    const test = await openTestDb();
    const { staff: person } = await hire(test, 'owner');
    expect(person.roomId).toBe(null);
    expect(staff.worksIn(person, test.roomId)).toBe(true);
    expect(staff.worksIn(person, 'room_other' as RoomId)).toBe(true);
  });

  test('IDN-4 of twenty who use an invite at once one gets in', async () => {
    const test = await openTestDb();
    const secret = await invite(test);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => accept(test, secret)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of tries.slice(1))
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'invite_invalid' } });
    expect(test.db.read((sql) => staff.list(sql))).toHaveLength(1);
  });

  test('IDN-4 it works until its last millisecond and not after', async () => {
    const test = await openTestDb();
    const [early, late] = [await invite(test), await invite(test)];
    await expect(accept(test, early, t0 + limits.inviteMs - 1)).resolves.toBeDefined();
    await expect(accept(test, late, t0 + limits.inviteMs)).rejects.toMatchObject({ code: 'invite_invalid' });
  });

  test.each(['', 'x', newSecret(), '\0', "' OR 1=1 --", 'é'.repeat(500), '\ud800'])(
    'IDN-4 %j is refused like a used one, with no word of why',
    async (secret) => {
      const test = await openTestDb();
      await expect(accept(test, secret)).rejects.toMatchObject({
        code: 'invite_invalid',
        details: undefined,
      });
    },
  );

  test('IDN-4 people of a role get names that tell them apart', async () => {
    const test = await openTestDb();
    const names = [];
    for (const role of ['host', 'host', 'helper', 'host'] as const)
      names.push((await hire(test, role)).staff.name);
    expect(names).toEqual(['Host', 'Host 2', 'Helper', 'Host 3']);
  });

  test('IDN-9 there is an owner once one came in, and none after the last was removed', async () => {
    const test = await openTestDb();
    const any = () => test.db.read((sql) => staff.anyOwner(sql));
    expect(any()).toBe(false);
    await hire(test, 'host');
    expect(any()).toBe(false);
    const { staff: owner } = await hire(test, 'owner');
    expect(any()).toBe(true);
    await test.db.write((tx) => staff.remove(tx, owner.id, t0));
    expect(any()).toBe(false);
  });
});

describe('sessions', () => {
  test('IDN-5 neither invites nor sessions can be read out of the database', async () => {
    const test = await openTestDb();
    const secret = await invite(test);
    const { session } = await accept(test, secret);
    const everything = test.db.read((sql) =>
      JSON.stringify(
        ['invites', 'sessions', 'staff', 'settings'].map((table) => sql.all(`SELECT * FROM ${table}`)),
      ),
    );
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(session);
    expect(everything).toContain(test.roomId);
  });

  test('IDN-6 a session ends after 30 days without use; use moves its end on', async () => {
    const test = await openTestDb();
    const { session } = await hire(test);
    const end = t0 + limits.sessionMs;
    expect(who(test, session, end - 1)).not.toBe(null);
    expect(who(test, session, end)).toBe(null);
    await test.db.write((tx) => staff.touchSession(tx, session, end - 1));
    expect(who(test, session, end + 1)).not.toBe(null);
    expect(who(test, session, end - 1 + limits.sessionMs)).toBe(null);
  });

  test('IDN-6 signing out ends this session and no other', async () => {
    const test = await openTestDb();
    const [one, two] = [await hire(test), await hire(test)];
    await test.db.write((tx) => staff.closeSession(tx, one.session));
    expect(who(test, one.session)).toBe(null);
    expect(who(test, two.session)).toEqual(two.staff);
  });

  test('IDN-6 sessions that ended are cleared away when a new one opens', async () => {
    const test = await openTestDb();
    await hire(test);
    const later = t0 + limits.sessionMs + 1;
    await accept(test, await invite(test, 'host', later), later);
    expect(test.db.read((sql) => sql.all('SELECT 1 FROM sessions'))).toHaveLength(1);
  });

  test.each(['', 'x', newSecret(), '\ud800', '__proto__'])(
    'IDN-6 the cookie %j belongs to nobody',
    async (cookie) => {
      const test = await openTestDb();
      await hire(test);
      expect(who(test, cookie)).toBe(null);
    },
  );
});

describe('people', () => {
  test('IDN-7 removal ends every session at once and happens once', async () => {
    const test = await openTestDb();
    const { staff: person, session } = await hire(test);
    await test.db.write((tx) => staff.remove(tx, person.id, t0));
    expect(who(test, session)).toBe(null);
    expect(test.db.read((sql) => staff.list(sql))).toEqual([]);
    const again = test.db.write((tx) => staff.remove(tx, person.id, t0));
    await expect(again).rejects.toMatchObject({ code: 'not_found' });
    await expect(test.db.write((tx) => staff.remove(tx, newId('staff'), t0))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('IDN-7 a session row that outlived its person counts for nothing', async () => {
    const test = await openTestDb();
    const { staff: person, session } = await hire(test);
    await test.db.write((tx) => tx.run('UPDATE staff SET removed_at = 1 WHERE id = ?', person.id));
    expect(who(test, session)).toBe(null);
  });

  test('HTTP-1 a new name is on the session at once', async () => {
    const test = await openTestDb();
    const { staff: person, session } = await hire(test);
    await test.db.write((tx) => staff.rename(tx, person.id, 'Giulia'));
    expect(who(test, session)?.name).toBe('Giulia');
  });

  test('HTTP-3 the list tells role, room and when each was seen last', async () => {
    const test = await openTestDb();
    const { staff: host } = await hire(test, 'host');
    const { staff: owner } = await hire(test, 'owner');
    const rows = test.db.read((sql) => staff.list(sql));
    expect(rows).toEqual([
      { ...host, room: 'demo', lastSeenAt: t0 },
      { ...owner, room: null, lastSeenAt: t0 },
    ]);
  });

  test('SES-18 a host works in one room', async () => {
    const test = await openTestDb();
    const { staff: host } = await hire(test);
    expect(staff.worksIn(host, test.roomId)).toBe(true);
    expect(staff.worksIn({ ...host, id: 'x' as StaffId }, 'room_other' as RoomId)).toBe(false);
  });
});
