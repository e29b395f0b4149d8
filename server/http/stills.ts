// Photos of a host for viewers whom no video reaches: brought by the studio that sends, or by one that looks on while an encoder
// does; fetched by those who were given the room's key on their socket (`still.want`). Never kept by a browser, never on disk.
// Rules: MED-18, MED-19, MED-130, MED-131.
import { limits } from '../../shared/limits.ts';
import { AppError } from '../errors.ts';
import { attempts } from './attempts.ts';
import { bearerOf, free, isKnown, type Asking, type Route } from './route.ts';
import type { ApiDeps } from './sessions.ts';

const tag = 'Photos';
const path = '/rooms/:slug/still';

export const stillRoutes = ({ rooms }: ApiDeps): Route[] => {
  const roomOf = ({ param }: Asking) => {
    const room = rooms.opened(param('slug'));
    if (!room) throw new AppError('not_found');
    return room;
  };
  return [
    free({
      method: 'put',
      path,
      tag,
      summary:
        'The newest photo, by whoever is sending or, while an encoder is, by the staff in the studio; of use only while somebody wants photos, and for ten seconds after a pause began',
      least: 'helper',
      raw: { types: ['image/jpeg'], maxBytes: limits.maxStillBytes },
      status: 204,
      refusals: ['not_found', 'no_picture', 'bad_image', 'rate_limited'],
      free: (asking) => {
        roomOf(asking).keepStill(asking.staff().id, asking.req.body as Buffer);
        asking.res.status(204).end();
      },
    }),
    free({
      method: 'get',
      path,
      tag,
      summary: 'The newest photo, for the bearer of the key that `still.want` gave',
      least: 'viewer',
      unkept: true,
      replyType: 'image/jpeg',
      limiter: attempts({ perMinute: limits.stillsPerMinute }),
      refusals: ['not_found', 'unauthorised'],
      free: (asking) => {
        const { req, res } = asking;
        const still = roomOf(asking).stills.read(bearerOf(req));
        // Not an error: browsers write each of those into the developer’s tools.
        if (!still) return void res.status(204).end();
        res.setHeader('ETag', still.etag);
        if (isKnown(req, still.etag)) return void res.status(304).end();
        res.type('jpeg').send(still.jpeg);
      },
    }),
  ];
};

/** They have a limiter of their own: an office behind one address would use up that of the whole API. */
export const isStill = ({ method, path: asked }: Asking['req']): boolean =>
  method === 'GET' && /^\/rooms\/[^/]+\/still$/.test(asked);
