import path from 'node:path';
import { expect, test } from 'vitest';
import { turnPackages, turnProgram } from '../../server/setup/turn.mjs';
import { program, temporaryFolder } from './scaffold.ts';

test('MED-28 the TURN server of the tests is TURNSERVER_BIN, else that of Debian, else a package to install', () => {
  const named = program(path.join(temporaryFolder(), 'turnserver'), 'exit');
  expect(turnProgram({ TURNSERVER_BIN: named })).toBe(named);
  expect(turnPackages({ TURNSERVER_BIN: named })).toEqual([]);
  expect(turnProgram({})).toBe('/usr/bin/turnserver');
  expect(turnPackages({ TURNSERVER_BIN: `${named}-not` })).toEqual(['coturn', 'openssl']);
});
