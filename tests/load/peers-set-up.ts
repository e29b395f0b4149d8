// What the peers bench needs of the machine: aiortc from Debian, and encoders that only Debian's unstable has (FFmpeg speaks
// WHIP since version 8), in a chroot of their own that is kept in the cache.
import { spawnSync, type StdioOptions } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { installPackages } from '../../server/setup/debian.mjs';
import { whyNot as whyNoNetworks } from './networks-set-up.ts';

const { XDG_CACHE_HOME = '' } = process.env;
const cache = join(isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'vetrina');
export const unstable = join(cache, 'debian-unstable');

const packages = [
  'ffmpeg',
  'simple-whip-client',
  ...['base', 'good', 'bad'].map((set) => `gstreamer1.0-plugins-${set}`),
  'gstreamer1.0-nice',
];

const stdio: StdioOptions = ['ignore', 'ignore', 'inherit'];

const run = (command: string, args: string[]): void => {
  const { status } = spawnSync(command, args, {
    stdio,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
};

/** Half-made it has another name. */
const makeUnstable = (): void => {
  if (existsSync(unstable)) return;
  console.error('Debian unstable with FFmpeg and GStreamer, once: about four minutes …');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'building-unstable-'));
  try {
    run('debootstrap', ['--variant=minbase', 'sid', folder]);
    run('chroot', [folder, 'apt-get', 'install', '-y', '--no-install-recommends', ...packages]);
    renameSync(folder, unstable);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
};

/** Installs what is missing; else says, in words, why there can be no bench here. */
export const whyNot = async (): Promise<string | null> => {
  const reason = await whyNoNetworks();
  if (reason) return reason;
  try {
    await installPackages(['debootstrap', 'python3-aiortc']);
    makeUnstable();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
