// Signing in by invite, who am I, signing out; the people of the shop and their invite links.
// Rules: IDN-4 … IDN-9, IDN-12, IDN-20, HTTP-1, HTTP-3, HTTP-4.
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import { staffRoles, type StaffRole } from '../../shared/model.ts';
import { personName, slug } from '../../shared/requests.ts';
import type { Clock } from '../clock.ts';
import type { Db, Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { InviteId, RoomId, StaffId } from '../ids.ts';
import * as staff from '../identity/staff.ts';
import * as audit from '../rooms/audit.ts';
import type { Registry } from '../rooms/registry.ts';
import * as shows from '../rooms/shows.ts';
import type { SecurityLog } from '../security-log.ts';
import { attempts } from './attempts.ts';
import type { Auth } from './auth.ts';
import { free, read, write, type Route } from './route.ts';
import type { Streams } from './streams.ts';

export type ApiDeps = {
  db: Db;
  clock: Clock;
  auth: Auth;
  security: SecurityLog;
  rooms: Registry;
  inviteLink: (secret: string) => string;
  streams: Streams;
  /** Known only when the port is. */
  publicUrl: () => string;
};

const acceptBody = v.object({ invite: v.pipe(v.string(), v.maxLength(128)) });
const renameBody = v.object({ name: personName(limits.staffNameChars) });
const inviteBody = v.object({ room: v.optional(v.nullable(slug), null), role: v.picklist(staffRoles) });

const slugOf = (sql: Sql, roomId: RoomId | null): string | null =>
  shows.listRooms(sql).find((room) => room.id === roomId)?.slug ?? null;

const staffView = (sql: Sql, { id, name, role, roomId }: staff.Staff) => ({
  id,
  name,
  role,
  room: slugOf(sql, roomId),
});

// Guessing 256 bits is hopeless anyway; the limit keeps the attempts from costing anything. No Idempotency-Key: an invite
// works once by itself, and the answer opens a session, which is stored as a hash only.
const acceptInvite = ({ db, clock, auth, security }: ApiDeps): Route =>
  free({
    method: 'post',
    path: '/session',
    tag: 'People',
    summary: 'Sign in with an invite, once; opens a cookie session',
    least: 'viewer',
    limiter: attempts({ perMinute: limits.inviteTriesPerMinute }),
    body: acceptBody,
    reply: ['staff', 'next'],
    refusals: ['invite_invalid', 'rate_limited'],
    async free({ req, res, body }) {
      const before = auth.secretOf(req);
      const accepted = await db.write((tx) => {
        const opened = staff.accept(tx, body.invite, clock.now());
        // Nobody would sign it out any more: the cookie is the new one's.
        if (before) staff.closeSession(tx, before);
        return opened;
      });
      security.signedIn(accepted.staff);
      const view = db.read((sql) => staffView(sql, accepted.staff));
      res.setHeader('Set-Cookie', auth.cookie(accepted.session));
      res.json({ staff: view, next: view.room ? `/studio/${view.room}` : '/shop' });
    },
  });

/** Owners invite everyone; hosts invite helpers to their own room. */
const mayInvite = (me: staff.Staff, role: StaffRole, roomId: RoomId | null): boolean =>
  me.role === 'owner' ||
  (me.role === 'host' && role === 'helper' && roomId !== null && staff.worksIn(me, roomId));

type PeopleAct = { act: string; subject: string; roomId: RoomId | null; whom?: string; detail: StaffRole };

// The log is each room's own: what is about all rooms is in none.
const recordPeople = (tx: Tx, me: staff.Staff, { roomId, ...act }: PeopleAct, now: number): void => {
  if (roomId) audit.record(tx, { roomId, at: now, actor: `staff:${me.name}`, ...act });
};

// No Idempotency-Key: the link is a secret, and only its hash is stored.
const makeInvite = ({ db, inviteLink }: ApiDeps): Route =>
  free({
    method: 'post',
    path: '/invites',
    tag: 'People',
    summary: 'A one-use invite link: owners for everyone, hosts for helpers of their room',
    least: 'host',
    body: inviteBody,
    status: 201,
    reply: ['link', 'expiresAt'],
    refusals: ['not_found'],
    async free({ res, body: { room: roomSlug, role }, staff: visitor, now }) {
      const me = visitor();
      const room = roomSlug === null ? null : db.read((sql) => shows.findRoom(sql, roomSlug));
      if (room === undefined) throw new AppError('not_found', { room: roomSlug });
      if (role !== 'owner' && room === null) throw new AppError('bad_request', { reason: 'room' });
      if (!mayInvite(me, role, room?.id ?? null)) throw new AppError('not_allowed');
      const made = await db.write((tx) => {
        const invited = staff.invite(tx, role, room?.id ?? null, now, me.name);
        recordPeople(
          tx,
          me,
          { act: 'invite', subject: invited.id, roomId: room?.id ?? null, detail: role },
          now,
        );
        return invited;
      });
      res.status(201).json({ link: inviteLink(made.secret), expiresAt: made.expiresAt });
    },
  });

const invites: Route[] = [
  read({
    path: '/invites',
    tag: 'People',
    summary: 'Invites that still let somebody in, as far as one may make such; never their links',
    least: 'host',
    unkept: true,
    reply: ['invites'],
    read: (sql, { staff: visitor, now }) => ({
      invites: staff
        .openInvites(sql, now)
        .filter(({ role, roomId }) => mayInvite(visitor(), role, roomId))
        .map(({ roomId: _roomId, ...invite }) => invite),
    }),
  }),
  write({
    method: 'delete',
    path: '/invites/:id',
    tag: 'People',
    summary: 'Takes an invite back: its link lets nobody in any more',
    least: 'host',
    status: 204,
    refusals: ['not_found'],
    write(tx, { param, staff: visitor, now }) {
      const me = visitor();
      const id = param('id') as InviteId;
      const found = staff.openInvites(tx, now).find((each) => each.id === id);
      if (!found) throw new AppError('not_found', { id });
      if (!mayInvite(me, found.role, found.roomId)) throw new AppError('not_allowed');
      staff.revokeInvite(tx, id, now);
      recordPeople(tx, me, { act: 'revoke', subject: id, roomId: found.roomId, detail: found.role }, now);
    },
  }),
];

const session = ({ db, auth, security }: ApiDeps): Route[] => [
  free({
    method: 'get',
    path: '/session',
    tag: 'People',
    summary: 'Who is signed in; null: nobody',
    least: 'viewer',
    unkept: true,
    reply: ['staff'],
    free({ req, res }) {
      const me = auth.visitorOf(req);
      // The cookie's end moves on together with the session's.
      if (me) res.setHeader('Set-Cookie', auth.cookie(auth.secretOf(req)));
      res.json({ staff: me && db.read((sql) => staffView(sql, me)) });
    },
  }),
  write({
    method: 'patch',
    path: '/session',
    tag: 'People',
    summary: 'Change one’s own name',
    least: 'helper',
    body: renameBody,
    reply: ['staff'],
    write(tx, { staff: visitor, body: { name } }) {
      const me = visitor();
      staff.rename(tx, me.id, name);
      return { staff: staffView(tx, { ...me, name }) };
    },
  }),
  free({
    method: 'delete',
    path: '/session',
    tag: 'People',
    summary: 'Sign out; safe to repeat',
    least: 'viewer',
    status: 204,
    async free({ req, res }) {
      const secret = auth.secretOf(req);
      const me = auth.visitorOf(req);
      if (secret) await db.write((tx) => staff.closeSession(tx, secret));
      if (me) security.signedOut(me);
      res.setHeader('Set-Cookie', auth.cookie(null));
      res.status(204).end();
    },
  }),
];

const people = ({ rooms, security }: ApiDeps): Route[] => [
  read({
    path: '/staff',
    tag: 'People',
    summary: 'Everyone who works here',
    least: 'owner',
    unkept: true,
    reply: ['staff'],
    read: (sql) => ({
      staff: staff
        .list(sql)
        .map(({ id, name, role, room, lastSeenAt }) => ({ id, name, role, room, lastSeenAt })),
    }),
  }),
  write({
    method: 'delete',
    path: '/staff/:id',
    tag: 'People',
    summary: 'Ends a person’s access at once',
    least: 'owner',
    status: 204,
    refusals: ['not_found'],
    write(tx, { param, staff: visitor, now }) {
      const id = param('id') as StaffId;
      // The last one in must not lock the shop: owners leave by another owner's hand.
      const me = visitor();
      if (id === me.id) throw new AppError('not_allowed', { reason: 'yourself' });
      const { name, role, roomId } = staff.remove(tx, id, now);
      recordPeople(tx, me, { act: 'expel', subject: id, roomId, whom: name, detail: role }, now);
      return { id, role };
    },
    written({ id, role }, { staff: visitor }) {
      rooms.expel(id);
      security.removed({ id, role }, visitor());
    },
  }),
];

export const sessionRoutes = (deps: ApiDeps): Route[] => [
  acceptInvite(deps),
  ...session(deps),
  makeInvite(deps),
  ...invites,
  ...people(deps),
];
