// The built pages and their assets. Hashed assets never change and are kept for a year; pages are asked for each time.
// Only the studio may use camera and microphone. Rules: HTTP-5, HTTP-14, SEC-1, UI-5.
import express, { type Response, type Router } from 'express';
import staticGzip from 'express-static-gzip';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { locales, slug } from '../../shared/requests.ts';
import * as v from 'valibot';

const built = fileURLToPath(new URL('../../dist/client/', import.meta.url));

const permissions = (page: string) =>
  page === 'studio'
    ? 'camera=(self), microphone=(self), display-capture=()'
    : 'camera=(), microphone=(), display-capture=(), geolocation=()';

const sender =
  (root: string) =>
  (res: Response, page: string, status = 200, file = 'index.html') => {
    res.status(status);
    res.setHeader('Cache-Control', 'no-cache');
    res.setHeader('Permissions-Policy', permissions(page));
    res.sendFile(`${page}/${file}`, { root, cacheControl: false });
  };

export const pageRoutes = (folder = built): Router => {
  const router = express.Router({ strict: false });
  const send = sender(folder);
  router.use(
    '/assets',
    staticGzip(join(folder, 'assets'), {
      enableBrotli: true,
      orderPreference: ['br'],
      index: false,
      serveStatic: { immutable: true, maxAge: '1y' },
    }),
  );
  router.get('/', (_req, res) => send(res, 'home'));
  router.get('/sign-in', (_req, res) => send(res, 'sign-in'));
  router.get('/receipt', (_req, res) => send(res, 'receipt'));
  router.get(['/shop', '/shop/*rest'], (_req, res) => send(res, 'shop'));
  // A room that does not exist still gets the page: it tells so in words, in the viewer's language.
  const statusOf = (room: string) => (v.is(slug, room) ? 200 : 404);
  router.get('/studio/:room', (req, res) => send(res, 'studio', statusOf(req.params.room)));
  router.get('/r/:room', (req, res) => {
    res.vary('Accept-Language');
    send(res, 'room', statusOf(req.params.room), `index.${req.acceptsLanguages(...locales) || 'en'}.html`);
  });
  router.use((_req, res) => send(res, 'home', 404));
  return router;
};
