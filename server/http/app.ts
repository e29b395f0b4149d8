// The express application: headers, compression, routes, problems (RFC 9457). Knows no rule of the shop: each route asks
// identity or rooms. Rules: SEC-1, SEC-2, SEC-4, HTTP-6.
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import helmet from 'helmet';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { earlySocketScript } from '../../shared/early-socket.ts';
import { limits } from '../../shared/limits.ts';
import type { Config } from '../config.ts';
import { AppError, toProblem } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import * as imageRows from '../shop/image-rows.ts';
import { Images } from '../shop/images.ts';
import { apiRoutes } from './api.ts';
import { attempts } from './attempts.ts';
import type { CheckupDeps } from './checkup.ts';
import { healthRoutes, type Health } from './health.ts';
import { imageRoutes } from './images.ts';
import { pageRoutes } from './pages.ts';
import type { ApiDeps } from './sessions.ts';
import type { StatusDeps } from './status.ts';
import { whepRoutes } from './whep.ts';
import { whipRoutes, type StreamDeps } from './whip.ts';

export type HttpDeps = ApiDeps &
  StatusDeps &
  CheckupDeps &
  StreamDeps & { config: Config; log: Log; metrics: Metrics; health: Health };

const securityHeaders = (config: Config) => {
  const secure = config.publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", `'sha256-${hash('sha256', earlySocketScript, 'base64')}'`],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        // 'self' covers the WebSocket in browsers of CSP level 3; Safari before 15.4 wants it spelt out.
        connectSrc: ["'self'", config.publicUrl.replace(/^http/, 'ws')],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });
};

const timed =
  (metrics: Metrics): express.RequestHandler =>
  (_req, res, next) => {
    const started = performance.now();
    res.on('finish', () => metrics.http(res.statusCode, (performance.now() - started) / 1000));
    next();
  };

// A browser's write must come from our own pages (SameSite=Lax alone lets same-site neighbours through).
const sameOriginWrites =
  ({ auth }: ApiDeps): express.RequestHandler =>
  (req, _res, next) => {
    const safe = req.method === 'GET' || req.method === 'HEAD';
    next(safe || auth.originAllowed(req) ? undefined : new AppError('not_allowed', { origin: 'foreign' }));
  };

// What express, its parsers and `send` refuse carries a 4xx status (http-errors); only that is told, never their text.
const asAppError = (error: unknown): unknown => {
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (error instanceof AppError || typeof status !== 'number' || status < 400 || status > 499) return error;
  if (status === 413) return new AppError('too_large');
  if (status === 404) return new AppError('not_found');
  return new AppError('bad_request', typeof type === 'string' ? { reason: type } : undefined);
};

// The route as it is written, never what was asked for: paths hold secrets.
const doorOf = ({ method, route }: Request): string => {
  const path = (route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? `${method} ${path}` : 'http';
};

const problems =
  ({ log, metrics, security, auth }: HttpDeps): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const problem = toProblem(asAppError(error), log);
    metrics.httpRefused(problem.code);
    security.refused(problem.code, doorOf(req), () => auth.visitorOf(req)?.id);
    res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };

// Answers of the API are about people and about this moment.
const uncached: express.RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

const openImages = ({ config, db, log }: HttpDeps): Images => {
  const images = new Images(join(config.dataDir, 'images'));
  images
    .sweep(() => db.read(imageRows.allIds))
    .catch((err: unknown) => log.warn({ err }, 'left-over images could not be removed'));
  return images;
};

export const httpApp = (deps: HttpDeps): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.config.trustProxy);
  app.use(timed(deps.metrics));
  app.use(securityHeaders(deps.config));
  app.use(compression());
  const fileLimiter = attempts({ perMinute: limits.filesPerMinute });
  app.use(['/healthz', '/readyz', '/metrics'], fileLimiter);
  app.use(healthRoutes(deps));
  const images = openImages(deps);
  app.use('/api', uncached, sameOriginWrites(deps), apiRoutes({ ...deps, images }));
  app.use('/api', () => {
    throw new AppError('not_found');
  });
  app.use(whipRoutes(deps));
  app.use(whepRoutes(deps));
  app.use(fileLimiter, imageRoutes(images));
  app.use(pageRoutes());
  app.use(problems(deps));
  return app;
};
