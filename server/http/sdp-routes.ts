// What WHIP and WHEP have in common on the wire: an offer is posted, the session that it opened is patched and deleted. Methods,
// media types, preconditions and CORS are those of RFC 9725 §4; draft-ietf-wish-whep has the same. Rules: WHP-11 … WHP-17.
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { limits } from '../../shared/limits.ts';
import type { IceServer } from '../../shared/media.ts';
import { AppError } from '../errors.ts';
import { attempts } from './attempts.ts';
import { iceLinks } from './ice-links.ts';
import type { Opened, Streams } from './streams.ts';

const offerType = 'application/sdp';
const fragmentType = 'application/trickle-ice-sdpfrag';

export type SdpRoutes = {
  path: 'whip' | 'whep';
  streams: Streams;
  iceServers: (memberId: string) => IceServer[];
  /** Before a body is read: who may not ask cannot make the server read. */
  admit: (req: Request) => void;
  open: (req: Request, offer: string) => Promise<Opened>;
  /** Whether whoever asks may change this session. */
  admitTo: (req: Request, id: string) => void;
};

// No cookies are looked at here, so every page may ask (RFC 9725 §4.1); what it needs of the answer is named.
const cors: RequestHandler = (_req, res, next) => {
  res.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Location, ETag, Link, Accept-Patch, WWW-Authenticate, Retry-After',
    'Cache-Control': 'no-store, no-transform',
  });
  next();
};

const options =
  (methods: string, accept: Record<string, string>): RequestHandler =>
  (_req, res) => {
    res
      .set({
        'Access-Control-Allow-Methods': methods,
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match',
        'Access-Control-Max-Age': '86400',
        Allow: methods,
        ...accept,
      })
      .status(204)
      .end();
  };

const otherMethod =
  (methods: string): RequestHandler =>
  (_req, res) => {
    res.set('Allow', methods);
    throw new AppError('wrong_method');
  };

/** Of one media type, as text. Throws `wrong_type`, `too_large`. */
const bodyOf = (type: string): RequestHandler[] => [
  (req, _res, next) => next(req.is(type) ? undefined : new AppError('wrong_type', { expected: type })),
  express.text({ type, limit: limits.maxSdpBytes, inflate: false }),
];

const textOf = (req: Request): string => {
  if (typeof req.body !== 'string' || req.body === '') throw new AppError('bad_sdp', { reason: 'empty' });
  return req.body;
};

/** With its length, which FFmpeg wants, and of exactly that type. */
const send = (res: Response, status: number, type: string, text: string): void => {
  const body = Buffer.from(text);
  res.status(status).set({ 'Content-Type': type, 'Content-Length': String(body.length) });
  res.end(body);
};

const accepts =
  (type: string): RequestHandler =>
  (req, _res, next) =>
    next(req.accepts(type) ? undefined : new AppError('not_acceptable', { offered: type }));

export const sdpRoutes = ({ path, streams, iceServers, admit, open, admitTo }: SdpRoutes): Router => {
  const router = express.Router();
  const limiter = attempts({ perMinute: limits.sdpRequestsPerMinute });
  const idOf = (req: Request) => String(req.params.session);

  router
    .route(`/${path}/:room`)
    .all(cors)
    .options(
      options('POST, OPTIONS', { 'Accept-Post': offerType, 'Access-Control-Expose-Headers': 'Accept-Post' }),
    )
    .post(
      limiter,
      (req, _res, next) => {
        admit(req);
        next();
      },
      accepts(offerType),
      ...bodyOf(offerType),
      async (req, res) => {
        const opened = await open(req, textOf(req));
        const links = iceLinks(iceServers(opened.memberId));
        res.set({
          Location: `/${path}/${encodeURIComponent(req.params.room)}/${opened.id}`,
          ETag: opened.etag,
          'Accept-Patch': fragmentType,
        });
        if (links.length > 0) res.set('Link', links.join(', '));
        send(res, 201, offerType, opened.answer);
      },
    )
    .all(otherMethod('POST, OPTIONS'));

  router
    .route(`/${path}/:room/:session`)
    .all(cors)
    .options(options('PATCH, DELETE, OPTIONS', { 'Accept-Patch': fragmentType }))
    .all(limiter, (req, _res, next) => {
      if (req.method === 'PATCH' || req.method === 'DELETE') admitTo(req, idOf(req));
      next();
    })
    .patch(...bodyOf(fragmentType), async (req, res) => {
      const changed = await streams.change(idOf(req), req.get('If-Match') ?? null, textOf(req));
      if (!changed) return void res.status(204).end();
      res.set('ETag', changed.etag);
      send(res, 200, fragmentType, changed.fragment);
    })
    .delete((req, res) => {
      streams.end(idOf(req));
      // OBS takes nothing but 200 for a success (plugins/obs-webrtc/whip-output.cpp).
      res.status(200).end();
    })
    .all(otherMethod('PATCH, DELETE, OPTIONS'));
  return router;
};
