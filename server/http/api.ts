// The whole API as one table, and the document that describes it. Rules: HTTP-7, HTTP-11.
import express, { type Router } from 'express';
import { limits } from '../../shared/limits.ts';
import type { Log } from '../log.ts';
import type { Images } from '../shop/images.ts';
import { answerRoutes } from './answers.ts';
import { attempts } from './attempts.ts';
import { checkupRoutes, type CheckupDeps } from './checkup.ts';
import { importExportRoutes } from './import-export.ts';
import { moderationRoutes } from './moderation.ts';
import { openApi } from './openapi.ts';
import { productRoutes } from './products.ts';
import { receiptRoutes } from './receipts.ts';
import { reservationRoutes } from './reservations.ts';
import { roomRoutes } from './rooms.ts';
import { read, routerOf, type Route } from './route.ts';
import { sessionRoutes, type ApiDeps } from './sessions.ts';
import { shopRoutes } from './shop.ts';
import { statusRoutes, type StatusDeps } from './status.ts';
import { isStill, stillRoutes } from './stills.ts';
import { streamKeyRoutes } from './stream-keys.ts';

export type ApiParts = ApiDeps & StatusDeps & CheckupDeps & { log: Log; images: Images };

/** Looks at none of its parts before it is asked. */
export const tableOf = (deps: ApiParts): Route[] => {
  let document: object | undefined;
  const routes: Route[] = [
    ...sessionRoutes(deps),
    ...roomRoutes(deps),
    ...stillRoutes(deps),
    ...productRoutes(deps),
    ...importExportRoutes(deps),
    ...reservationRoutes(deps),
    ...shopRoutes(),
    ...statusRoutes(deps),
    ...checkupRoutes(deps),
    ...answerRoutes(),
    ...moderationRoutes(),
    ...receiptRoutes(deps),
    ...streamKeyRoutes(deps),
    read({
      path: '/openapi.json',
      tag: 'Description',
      summary: 'This document',
      least: 'viewer',
      reply: [],
      read: () => (document ??= openApi(routes)),
    }),
  ];
  return routes;
};

export const apiRoutes = (deps: ApiParts): Router => {
  const router = express.Router();
  const { auth } = deps;
  const isCountedElsewhere = (req: express.Request) => isStill(req) || auth.visitorOf(req) !== null;
  router.use(attempts({ perMinute: limits.publicRequestsPerMinute, skip: isCountedElsewhere }));
  router.use(
    attempts({
      perMinute: limits.staffRequestsPerMinute,
      skip: (req) => auth.visitorOf(req) === null,
      keyOf: (req) => auth.visitorOf(req)?.id ?? '',
    }),
  );
  router.use(routerOf(tableOf(deps), deps));
  return router;
};
