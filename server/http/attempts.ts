// How often one address may ask: for everyone who is not signed in, and more narrowly for what can be guessed.
// Rules: HTTP-4, HTTP-11.
import { rateLimit } from 'express-rate-limit';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors.ts';

export type Attempts = {
  perMinute: number;
  /** Only what failed counts: an address with many people behind it may ask often for what it knows. */
  failuresOnly?: boolean;
  skip?: (req: Request) => boolean;
  /** Who is counted, when it is not the address. */
  keyOf?: (req: Request) => string;
};

/** Throws `rate_limited`. */
export const attempts = ({
  perMinute,
  failuresOnly = false,
  skip = () => false,
  keyOf,
}: Attempts): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: failuresOnly,
    skip,
    ...(keyOf && { keyGenerator: keyOf }),
    handler: () => {
      throw new AppError('rate_limited');
    },
  });
