// Signing in by invite, who am I, signing out; the people of the shop and their invite links.
// Rules: IDN-4 … IDN-9, HTTP-1, HTTP-3, HTTP-4.
import express, { type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import { staffRoles } from '../../shared/model.ts';
import { personName, slug } from '../../shared/requests.ts';
import type { Clock } from '../clock.ts';
import type { Db, Sql } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { RoomId, StaffId } from '../ids.ts';
import * as staff from '../identity/staff.ts';
import type { Registry } from '../rooms/registry.ts';
import * as shows from '../rooms/shows.ts';
import type { Auth } from './auth.ts';
import { readBody } from './read-body.ts';

export type ApiDeps = {
  db: Db;
  clock: Clock;
  auth: Auth;
  rooms: Registry;
  inviteLink: (secret: string) => string;
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

// Guessing 256 bits is hopeless anyway; the limit keeps the attempts from costing anything.
const attempts = () =>
  rateLimit({
    windowMs: 60_000,
    limit: 30,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: () => {
      throw new AppError('rate_limited');
    },
  });

const acceptInvite =
  ({ db, clock, auth }: ApiDeps): express.RequestHandler =>
  async (req, res) => {
    const { invite } = readBody(req, acceptBody);
    const accepted = await db.write((tx) => staff.accept(tx, invite, clock.now()));
    const view = db.read((sql) => staffView(sql, accepted.staff));
    res.setHeader('Set-Cookie', auth.cookie(accepted.session));
    res.json({ staff: view, next: view.room ? `/studio/${view.room}` : '/shop' });
  };

const makeInvite =
  ({ db, clock, auth, inviteLink }: ApiDeps): express.RequestHandler =>
  async (req, res) => {
    const me = auth.require(req, 'host');
    const { room: roomSlug, role } = readBody(req, inviteBody);
    const room = roomSlug === null ? null : db.read((sql) => shows.findRoom(sql, roomSlug));
    if (room === undefined) throw new AppError('not_found', { room: roomSlug });
    if (role !== 'owner' && room === null) throw new AppError('bad_request', { reason: 'room' });
    const mayInvite =
      me.role === 'owner' || (role === 'helper' && room !== null && staff.worksIn(me, room.id));
    if (!mayInvite) throw new AppError('not_allowed');
    const made = await db.write((tx) => staff.invite(tx, role, room?.id ?? null, clock.now()));
    res.status(201).json({ link: inviteLink(made.secret), expiresAt: made.expiresAt });
  };

export const sessionRoutes = (deps: ApiDeps): Router => {
  const { db, clock, auth, rooms } = deps;
  const router = express.Router();

  router.get('/session', (req, res) => {
    const me = auth.visitorOf(req);
    // The cookie's end moves on together with the session's.
    if (me) res.setHeader('Set-Cookie', auth.cookie(auth.secretOf(req)));
    res.json({ staff: me && db.read((sql) => staffView(sql, me)) });
  });
  router.post('/session', attempts(), acceptInvite(deps));
  router.patch('/session', async (req, res) => {
    const me = auth.require(req, 'helper');
    const { name } = readBody(req, renameBody);
    await db.write((tx) => staff.rename(tx, me.id, name));
    res.json({ staff: db.read((sql) => staffView(sql, { ...me, name })) });
  });
  router.delete('/session', async (req, res) => {
    const secret = auth.secretOf(req);
    if (secret) await db.write((tx) => staff.closeSession(tx, secret));
    res.setHeader('Set-Cookie', auth.cookie(null));
    res.status(204).end();
  });

  router.post('/invites', makeInvite(deps));
  router.get('/staff', (req, res) => {
    auth.require(req, 'owner');
    const people = db.read((sql) => staff.list(sql));
    res.json({
      staff: people.map(({ id, name, role, room, lastSeenAt }) => ({ id, name, role, room, lastSeenAt })),
    });
  });
  router.delete('/staff/:id', async (req, res) => {
    const me = auth.require(req, 'owner');
    const id = req.params.id as StaffId;
    // The last one in must not lock the shop: owners leave by another owner's hand.
    if (id === me.id) throw new AppError('not_allowed', { reason: 'yourself' });
    await db.write((tx) => staff.remove(tx, id, clock.now()));
    rooms.expel(id);
    res.status(204).end();
  });
  return router;
};
