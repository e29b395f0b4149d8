// Liveness, readiness and metrics. /healthz: the process answers; /readyz: a show could go live now; /metrics: numbers, for
// the bearer of the metrics token, or for this machine alone when none is set. Rules: OPS-32, OPS-33.
import express, { type Router } from 'express';
import { timingSafeEqual } from 'node:crypto';
import { hashSecret } from '../ids.ts';
import type { HttpDeps } from './app.ts';

/** Each part by name: true when it is well. */
export type Health = () => Record<'worker' | 'database' | 'ports', boolean>;

const sameSecret = (a: string, b: string) =>
  timingSafeEqual(Buffer.from(hashSecret(a)), Buffer.from(hashSecret(b)));

export const healthRoutes = ({ health, metrics, config, auth }: HttpDeps): Router => {
  const router = express.Router();
  router.get('/healthz', (_req, res) => void res.type('text').send('ok\n'));
  router.get('/readyz', (_req, res) => {
    const parts = health();
    res.status(Object.values(parts).every(Boolean) ? 200 : 503).json(parts);
  });
  router.get('/metrics', async (req, res) => {
    const given = req.headers.authorization?.replace(/^Bearer /i, '') ?? '';
    const allowed = config.metricsToken
      ? sameSecret(given, config.metricsToken)
      : /^(127\.|::1$|::ffff:127\.)/.test(auth.addressOf(req)) &&
        req.headers['x-forwarded-for'] === undefined;
    if (!allowed && config.metricsToken) res.setHeader('WWW-Authenticate', 'Bearer');
    if (!allowed) return void res.status(config.metricsToken ? 401 : 403).end();
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
};
