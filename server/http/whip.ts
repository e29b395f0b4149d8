// `/whip/:room`: where encoders send their picture to (RFC 9725), with a key of that room. Rules: WHP-11 … WHP-15, WHP-21.
import express, { type Request, type Router } from 'express';
import { limits } from '../../shared/limits.ts';
import type { IceServer } from '../../shared/media.ts';
import { AppError } from '../errors.ts';
import { attempts } from './attempts.ts';
import type { Auth } from './auth.ts';
import { bearerOf } from './route.ts';
import { sdpRoutes } from './sdp-routes.ts';
import type { Streams } from './streams.ts';

export type StreamDeps = {
  streams: Streams;
  auth: Auth;
  iceServers: (memberId: string) => IceServer[];
};

const roomOf = (req: Request): string => String(req.params['room']);

export const whipRoutes = ({ streams, auth, iceServers }: StreamDeps): Router => {
  const router = express.Router();
  const admitted = (req: Request) => {
    try {
      return streams.admitEncoder(roomOf(req), bearerOf(req) || null);
    } catch (error) {
      // RFC 9725 §4.5 and RFC 6750 §3: who has no key is told which kind it takes.
      if (error instanceof AppError && error.code === 'unauthorised')
        req.res?.set('WWW-Authenticate', 'Bearer');
      throw error;
    }
  };
  router.use('/whip', attempts({ perMinute: limits.keyTriesPerMinute, failuresOnly: true }));
  router.use(
    sdpRoutes({
      path: 'whip',
      streams,
      iceServers,
      admit: (req) => void admitted(req),
      open(req, offer) {
        const { row, key } = admitted(req);
        return streams.publish(row, key, offer, auth.addressOf(req));
      },
      admitTo(req, id) {
        const { key } = admitted(req);
        // Another key's session is not there for this one.
        if (streams.keyOf(id) !== key.id) throw new AppError('not_found');
      },
    }),
  );
  return router;
};
