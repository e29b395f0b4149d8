// Rooms over HTTP: the list that the front page shows, and new ones by the owner. Rules: HTTP-2.
import express, { type Router } from 'express';
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import { personName, slug } from '../../shared/requests.ts';
import * as shows from '../rooms/shows.ts';
import { readBody } from './read-body.ts';
import type { ApiDeps } from './sessions.ts';

const roomBody = v.object({ slug, name: personName(limits.roomNameChars) });

export const roomRoutes = ({ db, clock, auth, rooms }: ApiDeps): Router => {
  const router = express.Router();
  router.get('/rooms', (_req, res) => {
    const list = db.read((sql) =>
      shows.listRooms(sql).map((room) => ({ ...shows.view(sql, room), viewers: rooms.viewersIn(room.id) })),
    );
    res.json({ rooms: list });
  });
  router.post('/rooms', async (req, res) => {
    auth.require(req, 'owner');
    const body = readBody(req, roomBody);
    const room = await db.write((tx) => shows.createRoom(tx, body.slug, body.name, clock.now()));
    res
      .status(201)
      .location(`/r/${room.slug}`)
      .json({ room: { slug: room.slug, name: room.name } });
  });
  return router;
};
