// What the networks bench needs of the machine: root, namespaces, TUN devices and three of Debian's packages; and the way
// into a network namespace of its own, which ends with the process and takes every device and route along.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages } from '../../server/setup/debian.mjs';

/** Installs what is missing where that is allowed; else says, in words, why there can be no bench here. */
export const whyNot = async (): Promise<string | null> => {
  if (process.platform !== 'linux') return 'Network namespaces are a thing of Linux.';
  if (process.getuid?.() !== 0) return 'Only root may make network namespaces: run this as root.';
  if (!existsSync('/dev/net/tun')) return 'There is no /dev/net/tun here: a bad line is made of TUN devices.';
  try {
    await installPackages(['iproute2', 'python3', 'util-linux']);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { status, stderr } = spawnSync('unshare', ['--net', 'ip', 'tuntap', 'add', 'try0', 'mode', 'tun'], {
    encoding: 'utf8',
  });
  return status === 0 ? null : `This machine lets root make no network namespace: ${stderr.trim()}`;
};

/** This very command again, inside, as this very process. */
export const enterNamespace = (): void => {
  const args = ['unshare', '--net', process.execPath, ...process.argv.slice(1), '--inside'];
  process.execve?.('/usr/bin/unshare', args, process.env);
};
