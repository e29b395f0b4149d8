// Cookies, origins and addresses of HTTP requests and WebSocket upgrades: one reading for both. Rules: IDN-6, SEC-2, SEC-3.
import { parseCookie, stringifySetCookie } from 'cookie';
import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import { limits } from '../../shared/limits.ts';
import { roleAtLeast, type Role } from '../../shared/model.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Db } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { hashSecret } from '../ids.ts';
import * as staff from '../identity/staff.ts';

const touchEveryMs = 60 * 60 * 1000;

export class Auth {
  readonly #config: Config;
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #trusted: (address: string, hop: number) => boolean;
  readonly #touched = new Map<string, number>();

  constructor(config: Config, db: Db, clock: Clock) {
    this.#config = config;
    this.#db = db;
    this.#clock = clock;
    this.#trusted = proxyAddr.compile(config.trustProxy);
  }

  get #secure(): boolean {
    return this.#config.publicUrl.startsWith('https:');
  }

  // The __Host- prefix binds the cookie to this host over TLS (RFC 6265bis §4.1.3.2); browsers refuse it over plain HTTP.
  get #cookieName(): string {
    return this.#secure ? '__Host-vetrina' : 'vetrina';
  }

  /** The client's address, believing X-Forwarded-For from trusted proxies only. */
  addressOf = (req: IncomingMessage): string => proxyAddr(req, this.#trusted);

  secretOf(req: IncomingMessage): string | null {
    return parseCookie(req.headers.cookie ?? '')[this.#cookieName] ?? null;
  }

  visitorOf = (req: IncomingMessage): staff.Staff | null => {
    const secret = this.secretOf(req);
    if (!secret) return null;
    const now = this.#clock.now();
    const found = this.#db.read((sql) => staff.findBySession(sql, secret, now));
    if (found) this.#touch(secret, now);
    return found;
  };

  /** Throws `unauthorised` or `not_allowed`. */
  require(req: IncomingMessage, least: Role): staff.Staff {
    const visitor = this.visitorOf(req);
    if (!visitor) throw new AppError('unauthorised');
    if (!roleAtLeast(visitor.role, least)) throw new AppError('not_allowed');
    return visitor;
  }

  cookie(secret: string | null): string {
    return stringifySetCookie({
      name: this.#cookieName,
      value: secret ?? '',
      httpOnly: true,
      // Lax, not Strict: the studio's link is opened from mails and messages. Writes check the origin as well.
      sameSite: 'lax',
      secure: this.#secure,
      path: '/',
      maxAge: secret === null ? 0 : limits.sessionMs / 1000,
    });
  }

  /**
   * Whether a browser's request comes from our own pages. Without an Origin there is no browser page behind it (RFC 6454;
   * browsers always send one with WebSockets and with unsafe methods). `Origin: null` is refused. What a browser itself says of
   * where a request comes from (Sec-Fetch-Site, W3C Fetch Metadata) counts as well.
   */
  originAllowed = (req: IncomingMessage): boolean => {
    const { origin, host, 'sec-fetch-site': site = 'same-origin' } = req.headers;
    if (site !== 'same-origin' && site !== 'none') return false;
    if (origin === undefined) return true;
    if (this.#config.publicUrlGiven) return origin === this.#config.publicUrl;
    return URL.canParse(origin) && new URL(origin).host === host;
  };

  // At most one write an hour for each session at work.
  #touch(secret: string, now: number): void {
    const hash = hashSecret(secret);
    if (now - (this.#touched.get(hash) ?? 0) < touchEveryMs) return;
    this.#touched.set(hash, now);
    this.#db.write((tx) => staff.touchSession(tx, secret, now)).catch(() => this.#touched.delete(hash));
  }
}
