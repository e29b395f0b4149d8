// The keys of a room's encoders, for its hosts: listed, made, revoked. Rules: WHP-20 … WHP-22.
import { streamKeyBody } from '../../shared/stream.ts';
import type { StreamKeyId } from '../ids.ts';
import * as streamKeys from '../identity/stream-keys.ts';
import { ownRoom } from './rooms.ts';
import { free, read, write, type Route } from './route.ts';
import type { ApiDeps } from './sessions.ts';

export const streamKeyRoutes = ({ db, streams, publicUrl }: ApiDeps): Route[] => [
  read({
    path: '/rooms/:slug/stream-keys',
    tag: 'Encoders',
    summary: 'The keys with which OBS and other encoders send to this room, without their secrets',
    least: 'host',
    unkept: true,
    reply: ['keys', 'url'],
    refusals: ['not_found'],
    read: (sql, asking) => {
      const room = ownRoom(sql, asking);
      return { keys: streamKeys.list(sql, room.id), url: `${publicUrl()}/whip/${room.slug}` };
    },
  }),
  // No Idempotency-Key: the answer is a secret, and only its hash is stored.
  free({
    method: 'post',
    path: '/rooms/:slug/stream-keys',
    tag: 'Encoders',
    summary: 'A new key; its secret is told this once',
    least: 'host',
    body: streamKeyBody,
    status: 201,
    reply: ['key', 'secret', 'url'],
    refusals: ['not_found', 'too_many_keys'],
    async free(asking) {
      const { res, body, staff, now } = asking;
      const made = await db.write((tx) => {
        const room = ownRoom(tx, asking);
        const { id, secret } = streamKeys.make(tx, room.id, staff().id, body.name, now);
        const key = streamKeys.list(tx, room.id).find((each) => each.id === id);
        return { key, secret, url: `${publicUrl()}/whip/${room.slug}` };
      });
      res.status(201).json(made);
    },
  }),
  write({
    method: 'delete',
    path: '/rooms/:slug/stream-keys/:id',
    tag: 'Encoders',
    summary: 'Revokes a key; what is sent with it ends at once',
    least: 'host',
    status: 204,
    refusals: ['not_found'],
    write(tx, asking) {
      const id = asking.param('id') as StreamKeyId;
      streamKeys.revoke(tx, ownRoom(tx, asking).id, id, asking.now);
      return { id };
    },
    written: ({ id }) => streams.revoke(id),
  }),
];
