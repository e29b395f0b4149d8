// The only reader of the environment. A bad or unknown value stops the start with a sentence that says what was expected; what is
// secret can lie in a file (systemd's credentials) and is in no sentence. Rules: OPS-31, SEC-20.
import { readFileSync } from 'node:fs';
import { availableParallelism, networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { isIP } from 'node:net';

/** A shop's TURN server, and the secret that it shares with us. */
export type Turn = { urls: string[]; secret: string };

export type Config = {
  port: number;
  host: string;
  dataDir: string;
  /** The origin that browsers use, without a trailing slash. */
  publicUrl: string;
  /** False when `publicUrl` was only guessed from host and port: then the request's own Host decides. */
  publicUrlGiven: boolean;
  /** Worker i listens on this port + i, UDP and TCP; 0: ports of the system's choosing (tests). */
  mediaPort: number;
  announcedAddress: string | undefined;
  turn: Turn | undefined;
  workers: number;
  /** What the shop's line can send; null: not known. */
  uplinkBitsPerSecond: number | null;
  demo: boolean;
  metricsToken: string | undefined;
  trustProxy: string[];
  logLevel: string;
};

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Env = Record<string, string | undefined>;

const known = new Set([
  'VETRINA_DATA_DIR',
  'VETRINA_PUBLIC_URL',
  'VETRINA_MEDIA_PORT',
  'VETRINA_ANNOUNCED_ADDRESS',
  'VETRINA_TURN_URLS',
  'VETRINA_TURN_SECRET',
  'VETRINA_TURN_SECRET_FILE',
  'VETRINA_WORKERS',
  'VETRINA_UPLINK_MBIT',
  'VETRINA_DEMO',
  'VETRINA_METRICS_TOKEN',
  'VETRINA_METRICS_TOKEN_FILE',
  'VETRINA_TRUST_PROXY',
  'VETRINA_LOG_LEVEL',
  'VETRINA_DEV_SERVER',
]);

const fail = (name: string, value: string, expected: string): never => {
  throw new ConfigError(`${name} is "${value}", but it must be ${expected}.`);
};

const integer = (env: Env, name: string, fallback: number, least: number, most: number): number => {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    return fail(name, text, `a whole number from ${least} to ${most}`);
  return value;
};

/** From `name`, or from the file that `name_FILE` names, without the line's end. */
const secretOf = (env: Env, name: string): string => {
  const given = env[name] ?? '';
  const file = env[`${name}_FILE`] ?? '';
  if (!file) return given;
  if (given) throw new ConfigError(`${name} and ${name}_FILE must not be given together.`);
  try {
    const text = readFileSync(file, 'utf8').trimEnd();
    if (text) return text;
  } catch {
    // Said below.
  }
  return fail(`${name}_FILE`, file, 'a file that can be read and is not empty');
};

const oneOf = <T extends string>(env: Env, name: string, fallback: T, allowed: readonly T[]): T => {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  return allowed.find((value) => value === text) ?? fail(name, text, `one of ${allowed.join(', ')}`);
};

const origin = (env: Env, name: string): string | undefined => {
  const text = env[name];
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username ||
    url.password
  )
    return fail(name, text, 'an origin such as https://live.example.com, with no path');
  return url.origin;
};

const address = (env: Env, name: string): string | undefined => {
  const text = env[name];
  if (!text) return undefined;
  const hostname = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*$/i;
  return isIP(text) || hostname.test(text) ? text : fail(name, text, 'an IP address or a host name');
};

const isNetwork = (text: string): boolean => {
  const [ip = '', prefix, ...rest] = text.split('/');
  const most = isIP(ip) === 6 ? 128 : 32;
  const prefixFits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most);
  return isIP(ip) !== 0 && prefixFits && rest.length === 0;
};

const addresses = (env: Env, name: string): string[] => {
  const list = (env[name] ?? '').split(',').map((part) => part.trim());
  const wrong = list.find(
    (part) => part && !isNetwork(part) && !/^(loopback|linklocal|uniquelocal)$/.test(part),
  );
  if (wrong) fail(name, wrong, 'a list of addresses or networks such as 127.0.0.1,10.0.0.0/8');
  return list.filter(Boolean);
};

// RFC 7065; `turns:` by UDP would be DTLS, which no browser speaks.
const turnUrl = /^(turn:[^\s?@/]+(\?transport=(udp|tcp))?|turns:[^\s?@/]+(\?transport=tcp)?)$/i;

const turn = (env: Env): Turn | undefined => {
  const urls = (env.VETRINA_TURN_URLS ?? '')
    .split(',')
    .map((url) => url.trim())
    .filter(Boolean);
  const wrong = urls.find((url) => !turnUrl.test(url));
  if (wrong)
    fail(
      'VETRINA_TURN_URLS',
      wrong,
      'a list such as turn:turn.example.com:3478?transport=udp,turns:turn.example.com:443?transport=tcp',
    );
  const secret = secretOf(env, 'VETRINA_TURN_SECRET');
  if (urls.length > 0 !== (secret !== ''))
    throw new ConfigError('VETRINA_TURN_URLS and VETRINA_TURN_SECRET must be given together, or neither.');
  return secret ? { urls, secret } : undefined;
};

/** As POSIX orders them: the first that is set and not empty. */
export const terminalLanguage = ({ LC_ALL, LC_MESSAGES, LANG }: Env): string =>
  LC_ALL || LC_MESSAGES || LANG || 'en';

const inUrl = (host: string) => (isIP(host) === 6 ? `[${host}]` : host);

/** Throws ConfigError. */
export const readConfig = (env: Env): Config => {
  const unknown = Object.keys(env).find((name) => name.startsWith('VETRINA_') && !known.has(name));
  if (unknown)
    throw new ConfigError(
      `${unknown} is not a setting of Vetrina. There are: ${[...known].sort().join(', ')}.`,
    );
  const port = integer(env, 'PORT', 8080, 0, 65_535);
  const host = env.HOST || '127.0.0.1';
  const given = origin(env, 'VETRINA_PUBLIC_URL');
  const reachable = /^(0\.0\.0\.0|::)$/.test(host) ? '127.0.0.1' : host;
  return {
    port,
    host,
    dataDir: resolve(env.VETRINA_DATA_DIR || './data'),
    publicUrl: given ?? `http://${inUrl(reachable)}:${port}`,
    publicUrlGiven: given !== undefined,
    mediaPort: integer(env, 'VETRINA_MEDIA_PORT', 44_400, 0, 65_000),
    announcedAddress: address(env, 'VETRINA_ANNOUNCED_ADDRESS'),
    turn: turn(env),
    workers: integer(env, 'VETRINA_WORKERS', availableParallelism(), 1, 64),
    uplinkBitsPerSecond: integer(env, 'VETRINA_UPLINK_MBIT', 0, 0, 100_000) * 1_000_000 || null,
    demo: oneOf(env, 'VETRINA_DEMO', '1', ['0', '1']) === '1',
    metricsToken: secretOf(env, 'VETRINA_METRICS_TOKEN') || undefined,
    trustProxy: addresses(env, 'VETRINA_TRUST_PROXY'),
    logLevel: oneOf(env, 'VETRINA_LOG_LEVEL', 'info', ['silent', 'fatal', 'error', 'warn', 'info', 'debug']),
  };
};

/**
 * Where the media ports listen and what they announce. On a wildcard address with nothing given, the first outward IPv4
 * address is announced: right on most machines with a public address, wrong behind NAT (then set the announced address).
 */
export const mediaAddresses = (
  config: Config,
): { listenAddress: string; announcedAddress: string | undefined } => {
  const wildcard = /^(0\.0\.0\.0|::)$/.test(config.host);
  const outward = () =>
    Object.values(networkInterfaces())
      .flat()
      .find((found) => found?.family === 'IPv4' && !found.internal)?.address;
  const loopback = /^(localhost|127\.|::1)/.test(config.host);
  return {
    // A reverse proxy on this machine leaves HOST at loopback, while the media must still be reached from outside.
    listenAddress:
      loopback && config.announcedAddress
        ? '0.0.0.0'
        : config.host === 'localhost'
          ? '127.0.0.1'
          : config.host,
    announcedAddress: config.announcedAddress ?? (wildcard ? (outward() ?? '127.0.0.1') : undefined),
  };
};
