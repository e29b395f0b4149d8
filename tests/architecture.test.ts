// The shape of the house: what lies on the top level, who may import whom, which folder is the door of which library.
// DESIGN §2 and §4 (CONTRIBUTING.md) in code. Reads sources, runs nothing. Sizes are printed, never asserted.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = new URL('../', import.meta.url).pathname;
// What is in the repository or would be by `git add .`; not what lies about.
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && existsSync(root + file));
const read = (file: string) => readFileSync(root + file, 'utf8');
const source = (folder: string) =>
  files.filter((file) => file.startsWith(folder) && /\.(ts|tsx|mjs)$/.test(file));

type Import = { file: string; target: string; typeOnly: boolean; local: boolean };

// `import type` and `export type` vanish at run time; `import { type A }` does not (verbatimModuleSyntax).
const statement = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
const importsOf = (file: string): Import[] => {
  const text = read(file);
  const found = [
    ...[...text.matchAll(statement)].map(([, type, name = '']) => ({ name, typeOnly: type !== undefined })),
    ...[...text.matchAll(dynamic)].map(([, name = '']) => ({ name, typeOnly: false })),
  ];
  return found.map(({ name, typeOnly }) => {
    const local = name.startsWith('.');
    return { file, target: local ? normalize(join(dirname(file), name)) : name, typeOnly, local };
  });
};
const imports = ['server/', 'client/', 'shared/'].flatMap(source).flatMap(importsOf);
const packageOf = (target: string) =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
const told = (wrong: Import[]) => wrong.map(({ file, target }) => `${file} → ${target}`);

describe('top level', () => {
  test('holds what DESIGN §2 lists and nothing else', () => {
    const given = [
      'package.json',
      'tsconfig.json',
      'vite.config.ts',
      'README.md',
      'server',
      'client',
      'shared',
      'tests',
    ];
    const usual = ['LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'package-lock.json'];
    const top = new Set(files.map((file) => file.split('/')[0] ?? ''));
    const isDotfile = (name: string) =>
      name.startsWith('.') && !files.some((file) => file.startsWith(`${name}/`));
    const odd = [...top].filter((name) => ![...given, ...usual, '.ci'].includes(name) && !isDotfile(name));
    expect(odd).toEqual([]);
  });

  test('no folder is called after nothing in particular', () => {
    const vague = /(^|\/)(src|scripts|utils?|common|misc|lib(?<!client\/lib))\//;
    expect(files.filter((file) => !file.startsWith('server/setup/worker/') && vague.test(file))).toEqual([]);
    expect(source('').filter((file) => /^export \* from/m.test(read(file)))).toEqual([]);
  });
});

describe('who imports whom', () => {
  // main → app → { http, signalling } → { rooms, identity } → { shop, media } → db → shared. Of one level nobody imports
  // another folder.
  const levels: Record<string, number> = {
    db: 1,
    shop: 2,
    media: 2,
    rooms: 3,
    identity: 3,
    doctor: 3,
    http: 4,
    signalling: 4,
  };
  // The small modules of server/: for everyone, and themselves knowing only each other and shared.
  const paths = (...names: string[]) => new Set(names.map((name) => `server/${name}.ts`));
  const small = paths('clock', 'config', 'errors', 'ids', 'log', 'metrics', 'security-log');
  const commands = ['backup', 'doctor', 'import', 'invite', 'restore', 'verify'];
  const top = paths('app', 'demo', 'greeting', 'main', 'status', ...commands);
  const folderOf = (path: string) => path.split('/')[1] ?? '';
  const levelOf = (path: string): number => {
    if (path.startsWith('shared/') || small.has(path)) return 0;
    if (/^server\/(setup|demo)\//.test(path) || top.has(path)) return 5;
    return levels[folderOf(path)] ?? NaN;
  };

  test('every file of the server has its place', () => {
    expect(source('server/').filter((file) => Number.isNaN(levelOf(file)))).toEqual([]);
  });

  test('imports go downwards only', () => {
    const wrong = imports.filter(({ file, target, local }) => {
      if (!local || !file.startsWith('server/')) return false;
      const [from, to] = [levelOf(file), levelOf(target)];
      const within = levels[folderOf(file)] !== undefined && folderOf(file) === folderOf(target);
      return !within && !(from > to) && !(from === 0 && to === 0) && !(from === 5 && to === 5);
    });
    expect(told(wrong)).toEqual([]);
  });

  test('the small modules know only each other and shared', () => {
    const wrong = imports.filter(
      ({ file, target, local }) => local && small.has(file) && levelOf(target) !== 0,
    );
    expect(told(wrong)).toEqual([]);
  });

  test('media knows neither shop, rooms nor db', () => {
    const below = /^server\/(db|shop|rooms|identity|http|signalling)\//;
    expect(
      told(imports.filter(({ file, target }) => file.startsWith('server/media/') && below.test(target))),
    ).toEqual([]);
  });

  test('shared knows nothing but itself, valibot and the types of mediasoup', () => {
    const wrong = imports
      .filter(({ file }) => file.startsWith('shared/'))
      .filter(({ target, typeOnly, local }) => {
        if (local) return !target.startsWith('shared/');
        return target !== 'valibot' && !(target === 'mediasoup/types' && typeOnly);
      });
    expect(told(wrong)).toEqual([]);
  });

  test('the client knows shared and itself; a page knows no other page', () => {
    const pages = ['home', 'room', 'receipt', 'studio', 'shop', 'sign-in'];
    const pageOf = (path: string) => pages.find((page) => path.startsWith(`client/${page}/`));
    const wrong = imports
      .filter(({ file, local }) => local && file.startsWith('client/'))
      .filter(({ file, target }) => {
        if (!/^(client|shared)\//.test(target)) return true;
        const page = pageOf(target);
        return page !== undefined && page !== pageOf(file);
      });
    expect(told(wrong)).toEqual([]);
  });

  test('neither shared nor the client knows Node', () => {
    expect(
      told(imports.filter(({ file, target }) => !file.startsWith('server/') && target.startsWith('node:'))),
    ).toEqual([]);
  });
});

describe('one door for each library', () => {
  const doors: Record<string, RegExp> = {
    'better-sqlite3': /^server\/db\//,
    mediasoup: /^server\/media\//,
    ws: /^server\/signalling\//,
    express: /^server\/http\//,
    'express-static-gzip': /^server\/http\//,
    'express-rate-limit': /^server\/http\//,
    '@valibot/to-json-schema': /^server\/http\//,
    'sdp-transform': /^server\/media\/sdp\.ts$/,
    tar: /^server\/db\/archive\.ts$/,
    sharp: /^server\/(shop\/images\.ts|demo\/render-pictures\.ts)$/,
    'csv-parse': /^server\/shop\/csv-read\.ts$/,
    'csv-stringify': /^server\/shop\/csv-write\.ts$/,
    compression: /^server\/http\//,
    cookie: /^server\/http\//,
    helmet: /^server\/http\//,
    'proxy-addr': /^server\/http\//,
    pino: /^server\/log\.ts$/,
    'prom-client': /^server\/metrics\.ts$/,
    qrcode: /^(server\/greeting\.ts$|client\/studio\/)/,
    'lucide-static': /^client\//,
    minisearch: /^client\/studio\//,
    valibot: /^(server|shared)\//,
    'mediasoup-client': /^client\/lib\//,
    'idb-keyval': /^client\/lib\//,
    preact: /^client\/(?!lib\/)/,
    '@preact/signals': /^client\/(?!lib\/)/,
    '@preact/signals-core': /^client\/lib\//,
  };
  // Set-up runs before there is anything but Node; its development server is Vite's.
  const atRunTime = imports.filter(
    ({ file, local, typeOnly }) => !local && !typeOnly && !file.startsWith('server/setup/'),
  );

  test.each(Object.entries(doors))('%s', (name, door) => {
    expect(
      told(atRunTime.filter(({ file, target }) => packageOf(target) === name && !door.test(file))),
    ).toEqual([]);
  });

  test('every library has one, and those of the server are dependencies', () => {
    const named = (folder: string) => [
      ...new Set(
        atRunTime.filter(({ file }) => file.startsWith(folder)).map(({ target }) => packageOf(target)),
      ),
    ];
    expect(named('').filter((name) => !name.startsWith('node:') && !(name in doors))).toEqual([]);
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const missing = [...named('server/'), ...named('shared/')].filter((name) => !(name in dependencies));
    expect(missing.filter((name) => !name.startsWith('node:'))).toEqual([]);
  });
});

describe('habits', () => {
  test('only config.ts reads the environment', () => {
    const readers = source('server/')
      .filter((file) => !file.startsWith('server/setup/') && file !== 'server/config.ts')
      .filter((file) =>
        /process\.env/.test(read(file).replaceAll(/(readConfig|terminalLanguage)\(process\.env\)/g, '')),
      );
    expect(readers).toEqual([]);
  });

  test('only the log and the commands that talk to people write to the terminal', () => {
    const talkers = new Set(
      ['backup', 'doctor', 'main', 'invite', 'import', 'restore', 'verify', 'greeting'].map(
        (name) => `server/${name}.ts`,
      ),
    );
    const writers = source('server/')
      .filter((file) => !file.startsWith('server/setup/') && !talkers.has(file))
      .filter((file) => /\bconsole\.|process\.std(out|err)/.test(read(file)));
    expect(writers).toEqual([]);
  });

  test('every source file opens with a comment', () => {
    const commented = /^(#!.*\n)?(\/\/|\/\*|--|<!--|<!doctype html>\s*<!--)/i;
    // A test says by its titles what it is about.
    const sources = files.filter((file) => /(?<!\.test)\.(ts|tsx|mjs|css|sql)$/.test(file));
    expect(sources.filter((file) => !commented.test(read(file)))).toEqual([]);
  });

  test('sizes, for the reader', () => {
    const sized = ['server/', 'client/', 'shared/']
      .flatMap(source)
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .sort((a, b) => a.lines - b.lines);
    const large = sized.filter(({ lines }) => lines > 300).map(({ file, lines }) => `${file} ${lines}`);
    console.log(
      `${sized.length} files, median ${sized[sized.length >> 1]?.lines} lines; above 300: ${large.join(', ') || 'none'}`,
    );
    expect(sized.length).toBeGreaterThan(50);
  });
});
