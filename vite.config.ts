// Builds the client's pages into dist/client, serves them in development, and says how Vitest runs the tests.
// The server needs no build. Page routes are the server's (server/http/pages.ts); `routes` repeats them for `npm run dev`.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const routes: [RegExp, string][] = [
  [/^\/(\?.*)?$/, '/home/index.html'],
  [/^\/r\/[^/]+$/, '/room/index.html'],
  [/^\/studio\/[^/]+$/, '/studio/index.html'],
  [/^\/shop(\/.*)?$/, '/shop/index.html'],
  [/^\/sign-in(\?.*)?$/, '/sign-in/index.html'],
  [/^\/receipt(\?.*)?$/, '/receipt/index.html'],
];

const pageRoutes = (): Plugin => ({
  name: 'vetrina-page-routes',
  configureServer(server) {
    server.middlewares.use((req, _res, next) => {
      const page = routes.find(([pattern]) => pattern.test(req.url ?? ''));
      if (page) req.url = page[1];
      next();
    });
  },
});

// The room's media chunk is asked for by main.tsx; named in the page it is fetched beside main.tsx, not after it.
// mediasoup-client's test doubles (its index exports them) stay out of the bundle: 4.6 kB gzip.
const mediaPreload = (): Plugin => ({
  name: 'vetrina-media-preload',
  apply: 'build',
  load: (id) => (/mediasoup-client.lib.(handlers.FakeHandler|test.)/.test(id) ? 'export {}' : null),
  transformIndexHtml: {
    order: 'post',
    handler: (html, { path, bundle = {} }) => {
      const media = Object.values(bundle).find(
        (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/client/lib/subscriber.ts'),
      );
      if (!path.includes('/room/') || media?.type !== 'chunk') return [];
      return [media.fileName, ...media.imports]
        .filter((file) => !html.includes(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head',
        }));
    },
  },
});

const api = process.env.VETRINA_DEV_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: at('./client'),
  appType: 'mpa',
  plugins: [pageRoutes(), mediaPreload()],
  build: {
    outDir: at('./dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['home', 'room', 'receipt', 'studio', 'shop', 'sign-in'].map((page) =>
        at(`./client/${page}/index.html`),
      ),
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': api, '/ws': { target: api.replace('http', 'ws'), ws: true } },
  },
  test: {
    root: at('.'),
    // Browser and worker tests share two cores: one file at a time keeps their frames flowing.
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{contract,integration,browser}/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{contract,integration}/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
