import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildClient, clientIsCurrent } from '../../server/setup/client.mjs';
import { hashOfFiles } from '../../server/setup/stamp.mjs';
import { fakeProject, heard, read, temporaryFolder, write } from './scaffold.ts';

// Stands in for Vite: builds the page that client/page says, or fails when it says so.
const VITE = `import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
appendFileSync('builds.log', process.argv.slice(2).join(' ') + ' ' + process.env.NODE_ENV + '\\n');
const page = readFileSync('client/page', 'utf8');
if (page === 'broken') { console.error('page is broken'); process.exit(1); }
mkdirSync('dist/client', { recursive: true });
writeFileSync('dist/client/page', page);`;

function projectWithClient() {
  const project = fakeProject();
  write(
    path.join(project, 'node_modules/.bin/vite'),
    VITE.replace(/^import (.*) from 'node:fs';/, "const $1 = require('node:fs');"),
  );
  write(path.join(project, 'client/page'), 'one');
  return project;
}

test('OPS-10 the pages are built once, and again when what they are made from changes', async () => {
  const project = projectWithClient();
  heard();
  expect(await buildClient(project)).toBe(true);
  expect(await buildClient(project)).toBe(false);
  expect(read(path.join(project, 'builds.log'))).toBe('build production\n');

  write(path.join(project, 'client/page'), 'two');
  write(path.join(project, 'shared/limits.ts'), 'export const a = 1;');
  expect(await buildClient(project)).toBe(true);
  expect(read(path.join(project, 'dist/client/page'))).toBe('two');
  write(path.join(project, 'tsconfig.json'), '{}');
  expect(clientIsCurrent(project)).toBe(false);
});

test('OPS-10 a failing build is quoted, and the pages are not taken for current', async () => {
  const project = projectWithClient();
  heard();
  await buildClient(project);
  write(path.join(project, 'client/page'), 'broken');
  await expect(buildClient(project)).rejects.toThrow(/page is broken[^]*could not be built/);
  write(path.join(project, 'client/page'), 'one');
  expect(clientIsCurrent(project)).toBe(false);
  expect(existsSync(path.join(project, 'dist/client'))).toBe(true);
});

test('OPS-10 a stamp follows names and contents, and what does not exist', () => {
  const root = temporaryFolder();
  const stamps = new Set([hashOfFiles(root, ['a', 'b'])]);
  write(path.join(root, 'a/one'), 'text');
  stamps.add(hashOfFiles(root, ['a', 'b']));
  write(path.join(root, 'a/one'), 'other');
  stamps.add(hashOfFiles(root, ['a', 'b']));
  write(path.join(root, 'a/two'), '');
  stamps.add(hashOfFiles(root, ['a', 'b']));
  write(path.join(root, 'b'), '');
  stamps.add(hashOfFiles(root, ['a', 'b']));
  expect(stamps.size).toBe(5);
  expect(stamps).toContain(hashOfFiles(root, ['a', 'b']));
});
