// Structured logs on standard error, one JSON object a line. error: a user saw a failure; warn: recoverable; info: one line
// per lifecycle transition; debug: the rest. Never tokens, keys, cookies or SDP: what could hold one is redacted as well.
// Rules: SEC-5.
import pino, { type Logger } from 'pino';

export type Log = Logger;

const secrets = ['token', 'cookie', 'authorization', 'invite', 'secret'];

export const openLog = (level: string, destination: pino.DestinationStream = pino.destination(2)): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: [...secrets, ...secrets.map((name) => `*.${name}`)], censor: '[redacted]' },
    },
    destination,
  );
