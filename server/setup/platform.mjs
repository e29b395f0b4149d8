// Owns the question "can Vetrina run on this machine at all?", answered with a sentence or with nothing.
// Must parse on old Node versions: no newer syntax, no imports.

const NODE = 20;
const NPM = 10;

/**
 * @param {{ platform: string, arch: string, versions: { node: string }, env: { npm_config_user_agent?: string } }} host
 *   Node's `process`, or a part of it.
 * @returns {string | undefined} What is wrong and what to do about it.
 */
export function platformProblem(host) {
  const system = host.platform + ' ' + host.arch;
  if (system !== 'linux x64' && system !== 'linux arm64') {
    return (
      'Vetrina runs on Linux on x64 or arm64; this is ' + system + '. A small Debian VM is all it takes.'
    );
  }
  if (majorOf(host.versions.node) < NODE) {
    return (
      'Vetrina needs Node.js ' +
      NODE +
      ' or newer to set itself up; this is ' +
      host.versions.node +
      '. Please update it.'
    );
  }
  // Inside `npm run`, npm says its version here: "npm/10.8.2 node/v20.20.2 linux x64 …".
  const npm = /^npm\/(\S+)/.exec(host.env.npm_config_user_agent || '');
  return npm && npm[1] ? npmProblem(npm[1]) : undefined;
}

/**
 * @param {string} version
 * @returns {string | undefined}
 */
export function npmProblem(version) {
  if (majorOf(version) >= NPM) return undefined;
  return (
    'Vetrina needs npm ' + NPM + ' or newer; this is ' + version + '. `npm install -g npm@10` brings it.'
  );
}

/** @param {string} version */
function majorOf(version) {
  return Number(version.split('.')[0]);
}
