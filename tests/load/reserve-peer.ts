// What the bench needs of another database's server: started privately on a free port, in a folder of this run, stopped at
// its end. How it is installed and when it is not there.
import { spawnSync } from 'node:child_process';
import { installPackages, missingPackages } from '../../server/setup/debian.mjs';

export type PeerOptions = { folder: string; port: number; cores: number[] | null; variants: number };
export type Peer = { name: string; pid: number; at: string; stop: () => Promise<void> };

const there = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** Installs what is missing where that is allowed; else says how. Never throws: a bench without peers still measures. */
export const furnishPeers = async (): Promise<void> => {
  try {
    const wanted = ['postgresql', ...(there('redis-server') ? [] : ['redis-server'])];
    if (missingPackages(wanted).length > 0) await installPackages(wanted);
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
  }
};
