// Owns finding the TURN server that the browser tests relay through: Debian's coturn, started by the tests on loopback and
// ended by them. Must never let Debian's own service of it run: an open port that nobody asked for. Rules: MED-28.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** @param {NodeJS.ProcessEnv} [env] */
export const turnProgram = (env = process.env) => env.TURNSERVER_BIN || '/usr/bin/turnserver';

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]} Debian's packages to install for the tests of relays.
 */
export function turnPackages(env) {
  return existsSync(turnProgram(env)) ? [] : ['coturn', 'openssl'];
}

/**
 * To be called before the package is installed: it would be enabled and started by systemd at once. Whoever wants the service
 * later says `systemctl unmask coturn`. Without systemd Debian leaves it off (/etc/default/coturn).
 */
export function keepTurnServiceOff() {
  if (existsSync('/run/systemd/system')) spawnSync('systemctl', ['mask', 'coturn.service']);
}
