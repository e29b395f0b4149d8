// Builds the client's pages into dist/client, serves them in development, and says how Vitest runs the tests.
// The server needs no build. Page routes are the server's (server/http/pages.ts); `routes` repeats them for `npm run dev`.
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { routerRtpCapabilities } from './server/media/codecs.ts';
import { earlySocketScript } from './shared/early-socket.ts';

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

// What main.tsx asks for at once is named in the room's page, to be fetched beside main.tsx and not after it: the media chunk,
// and the words of one language. So there is a page for each language (server/http/pages.ts). It also opens the socket, says what
// the routers speak, and runs the media chunk as soon as that is there (client/lib/viewer-device.ts).
// mediasoup-client's test doubles and its handler for React Native stay out of the bundle: 5.1 kB gzip.
const roomPages = (): Plugin => ({
  name: 'vetrina-room-pages',
  apply: 'build',
  load: (id) =>
    /mediasoup-client.lib.(handlers.(FakeHandler|ReactNative)|test.)/.test(id) ? 'export {}' : null,
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const withImports = (name: string, found = new Set<string>()): Set<string> => {
        if (found.has(name)) return found;
        found.add(name);
        for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
          withImports(next, found);
        return found;
      };
      const filesOf = (source: string): string[] => {
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/client/${source}`));
        if (!chunk) throw new Error(`${source} has no chunk of its own`);
        return [...withImports(chunk.fileName)];
      };
      const page = bundle['room/index.html'];
      if (page?.type !== 'asset') throw new Error('the room has no page');
      const html = String(page.source);
      const media = chunks.find(({ name }) => name === 'media')?.fileName;
      if (!media) throw new Error('the media have no chunk of their own');
      const told = JSON.stringify(routerRtpCapabilities);
      const scripts =
        `    <script type="application/json" id="router">${told}</script>\n` +
        `    <script type="module" async crossorigin src="/${media}"></script>\n`;
      for (const language of ['en', 'it']) {
        const links = [...new Set([...filesOf('lib/subscriber.ts'), ...filesOf(`room/words-${language}.ts`)])]
          .filter((file) => file !== media && !html.includes(file))
          .map((file) => `    <link rel="modulepreload" crossorigin href="/${file}">\n`);
        const source = html
          .replace('<html lang="en"', `<html lang="${language}"`)
          .replace('<title>', `<script>${earlySocketScript}</script>\n    <title>`)
          .replace('  </head>', `${scripts}${links.join('')}  </head>`);
        this.emitFile({ type: 'asset', fileName: `room/index.${language}.html`, source });
      }
      delete bundle['room/index.html'];
    },
  },
});

// Beside each asset what is sent of it, compressed once and as well as can be: compressing it for each visitor would take more
// of the server's time than all that the visitor does afterwards.
const smallestCompressed = 1000;
const compressed = (): Plugin => ({
  name: 'vetrina-compressed',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const source = file.type === 'chunk' ? file.code : file.source;
        if (!/\.(js|css|svg)$/.test(file.fileName) || source.length < smallestCompressed) continue;
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: brotliCompressSync(source) });
        const gzip = gzipSync(source, { level: constants.Z_BEST_COMPRESSION });
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gzip });
      }
    },
  },
});

// What pages share, in few chunks: small ones compress badly, and the room's first load is counted (rule UI-4).
const sharedChunks = [
  // every page
  {
    name: 'base',
    test: /preact|client.i18n\.ts|client.ui.(icon|language-switch|live-region|price|product-picture|toast)\.tsx|shared.(money|shop)\.ts|icons.(share-2|users|x)\.svg/,
  },
  // room and studio
  {
    name: 'live',
    test: /client.lib.(backoff|chat-state|connection|device-token|hold-time|line-speed|mine|network|questions-state|replies|room-state|server-clock|shelf-state|variants)\.ts|shared.(protocol|question-states)\.ts|vite.preload-helper/,
  },
  // who receives or sends, in the room and in the studio
  { name: 'media', test: /client.lib.(device|inbound|media-path|reception|silence|viewer-device)\.ts/ },
  // the room's first screen, which its sheets share
  {
    name: 'screen',
    test: /client.room.(ask-field|asking|reserving|sheets|tabs|words|you)\.tsx?|client.lib.ask-draft\.ts|client.ui.(countdown|stock-count)\.tsx/,
  },
];

const api = process.env.VETRINA_DEV_SERVER ?? 'http://127.0.0.1:8080';

const project = (
  name: string,
  test: TestProjectInlineConfiguration['test'],
  groupOrder: number,
): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, include: [`tests/${name}/**/*.test.ts`], sequence: { groupOrder }, ...test },
});

export default defineConfig({
  root: at('./client'),
  appType: 'mpa',
  plugins: [pageRoutes(), roomPages(), compressed()],
  build: {
    outDir: at('./dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, // browsers without it (Safari before 17) load the same files, later
    rolldownOptions: {
      output: { codeSplitting: { groups: sharedChunks } },
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
    // In groups, one after the other. What makes or shows pictures has both cores to itself, one file at a time: its frames
    // must flow. Pages without pictures, and the server alone, do not mind a neighbour.
    projects: [
      project(
        'unit',
        {
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{contract,integration,pages,browser}/**'],
          // Files are synced to a disk that others use as well.
          testTimeout: 30_000,
          maxWorkers: 2,
        },
        1,
      ),
      project('contract', { testTimeout: 30_000, hookTimeout: 30_000, maxWorkers: 2 }, 2),
      project('pages', { testTimeout: 90_000, hookTimeout: 60_000, maxWorkers: 2 }, 3),
      project('integration', { testTimeout: 30_000, hookTimeout: 30_000, fileParallelism: false }, 4),
      project('browser', { testTimeout: 90_000, hookTimeout: 60_000, fileParallelism: false }, 5),
    ],
  },
});
