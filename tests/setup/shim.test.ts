import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findWorker, recipe, workerPlaces } from '../../server/setup/worker.mjs';
import { project, temporaryFolder } from './scaffold.ts';

const SOURCE = path.join(import.meta.dirname, 'srtp_shim_test.cpp');
const compiles = (source: string) =>
  spawnSync('g++', ['-E', '-x', 'c++', '-'], { input: source, stdio: ['pipe', 'ignore', 'ignore'] })
    .status === 0;

// A machine with mediasoup's ready-made worker needs neither the shim nor a compiler.
const canCompile = compiles('#include <srtp2/srtp.h>\n#include <openssl/crypto.h>\n');
const isNeeded = findWorker(workerPlaces(project)) === 'built';

test(
  'OPS-15 the stand-in of the worker for libsrtp 3 protects and unprotects as the worker expects',
  { timeout: 60_000 },
  (context) => {
    if (!canCompile && !isNeeded)
      return context.skip('no g++, libsrtp2-dev and libssl-dev, and no worker built with them');
    const binary = path.join(temporaryFolder(), 'srtp_shim_test');
    const flags = ['-std=c++20', '-Wall', '-Wextra', '-Werror', '-I', path.join(recipe, 'shim')];
    execFileSync('g++', [...flags, SOURCE, '-lsrtp2', '-lcrypto', '-o', binary], { stdio: 'pipe' });
    const { status, stdout } = spawnSync(binary, { encoding: 'utf8' });
    expect(stdout).toMatch(/^all ok/);
    expect(status).toBe(0);
  },
);
