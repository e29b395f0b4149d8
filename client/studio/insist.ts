// A wish of the host's that says how things are to stand (which product shows, where a question is): done twice it is done
// once. So what went into a dead socket is sent again over the next one, for as long as the host may still mean it.
// Rule: NET-34.
import type { ReplyBody } from '../../shared/requests.ts';
import { RequestError, type Connection, type RequestInput } from '../lib/connection.ts';

type Line = Pick<Connection, 'request' | 'status'>;
type Wish = 'product.pin' | 'question.move';

/** About as long as a tunnel; later the host has seen that it was not done. */
export const insistMs = 60_000;

const isLost = (error: unknown): boolean =>
  error instanceof RequestError && (error.code === 'offline' || error.code === 'timeout');

/** False: not in time. */
const reopened = async ({ status }: Line, withinMs: number): Promise<boolean> => {
  if (withinMs <= 0) return false;
  const stops: (() => void)[] = [];
  // Goes on later than the welcome, which what was missed follows in the same turn.
  const isOpen = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, withinMs, false);
    const stop = status.subscribe((now) => now === 'open' && resolve(true));
    stops.push(() => clearTimeout(timer), stop);
  });
  for (const stop of stops) stop();
  return isOpen;
};

/** Null: `isWanted` said meanwhile that there is nothing left to do. Throws RequestError. */
export const insist = async <T extends Wish>(
  line: Line,
  type: T,
  body: RequestInput<T>,
  isWanted: () => boolean,
): Promise<ReplyBody<T> | null> => {
  const endsAt = performance.now() + insistMs;
  for (;;) {
    try {
      return await line.request(type, body);
    } catch (error) {
      if (!isLost(error) || !(await reopened(line, endsAt - performance.now()))) throw error;
      if (!isWanted()) return null;
    }
  }
};
