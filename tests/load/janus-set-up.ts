// What `--peer janus` needs of the machine: Debian's package, with its own service off, and a network namespace with an
// address that is not loopback's, which Janus would skip. What is sent to it still goes through the kernel's loopback.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages } from '../../server/setup/debian.mjs';

export const janusProgram = '/usr/bin/janus';
export const janusAddress = '10.99.0.1';

/** Installs what is missing; else says, in words, why there can be no such peer here. */
export const whyNoJanus = async (): Promise<string | null> => {
  if (process.getuid?.() !== 0)
    return 'Only root may make the network namespace that Janus needs: run this as root.';
  // Before the package: its service would be an open port that nobody asked for.
  if (!existsSync(janusProgram) && existsSync('/run/systemd/system'))
    spawnSync('systemctl', ['mask', 'janus.service']);
  try {
    await installPackages(['janus', 'iproute2', 'util-linux']);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const links = [
  'link set lo up',
  'link add sfu0 type veth peer name sfu1',
  `addr add ${janusAddress}/24 dev sfu0`,
  'link set sfu0 up',
  'link set sfu1 up',
];

/** Inside the namespace: throws where the kernel has no veth. */
export const makeAddress = (): void => {
  for (const link of links) {
    const { status, stderr } = spawnSync('ip', link.split(' '), { encoding: 'utf8' });
    if (status !== 0) throw new Error(`ip ${link}: ${stderr.trim()}`);
  }
};
