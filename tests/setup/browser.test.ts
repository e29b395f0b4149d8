import path from 'node:path';
import { expect, test } from 'vitest';
import { browserPackages, findBrowser } from '../../server/setup/browser.mjs';
import { program, temporaryFolder, write } from './scaffold.ts';

test('OPS-9 the browser is CHROMIUM_BIN, else that of Debian, else one in the PATH, else a package to install', () => {
  const folder = temporaryFolder();
  const named = program(path.join(folder, 'named'), 'exit');
  const standard = program(path.join(folder, 'usr/chromium'), 'exit');
  const inPath = program(path.join(folder, 'bin/chromium'), 'exit');
  const PATH = `${folder}/empty:${folder}/bin`;

  expect(findBrowser({ CHROMIUM_BIN: named, PATH }, standard)).toBe(named);
  expect(findBrowser({ PATH }, standard)).toBe(standard);
  expect(findBrowser({ PATH }, `${standard}-not`)).toBe(inPath);
  expect(browserPackages({ PATH }, standard)).toEqual([]);
  expect(browserPackages({ PATH: `${folder}/empty` }, `${standard}-not`)).toEqual(['chromium']);
});

test('OPS-9 a CHROMIUM_BIN that cannot be run is refused with a sentence, not passed over', () => {
  const file = write(path.join(temporaryFolder(), 'chromium'), 'not a program');
  expect(() => findBrowser({ CHROMIUM_BIN: file })).toThrow(/CHROMIUM_BIN names .* not a program/);
  expect(() => findBrowser({ CHROMIUM_BIN: path.dirname(file) })).toThrow(/CHROMIUM_BIN/);
});
