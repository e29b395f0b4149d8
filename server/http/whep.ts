// `/whep/:room`: where players take the picture from (draft-ietf-wish-whep). For everyone who may watch; the session's address
// is its secret. Rules: WHP-13, WHP-16.
import type { Router } from 'express';
import { sdpRoutes } from './sdp-routes.ts';
import type { StreamDeps } from './whip.ts';

export const whepRoutes = ({ streams, auth, iceServers }: StreamDeps): Router =>
  sdpRoutes({
    path: 'whep',
    streams,
    iceServers,
    admit: () => {},
    open: (req, offer) => streams.play(String(req.params['room']), offer, auth.addressOf(req)),
    admitTo: () => {},
  });
