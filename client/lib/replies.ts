// The requests that wait for their reply: numbers them, matches `re`, and fails them on refusal, time-out or loss of
// the socket. Never touches the socket. Rule: SES-31.
import type { ErrorCode } from '../../shared/errors.ts';
import type { ReplyFrame } from '../../shared/protocol.ts';

/** `offline`: the socket was not open or was lost before the reply; `timeout`: no reply in time. */
export type RequestFailure = ErrorCode | 'offline' | 'timeout';

export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestFailure;
  readonly details: Record<string, unknown>;

  constructor(code: RequestFailure, details: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

type Waiting = {
  resolve: (body: unknown) => void;
  reject: (error: RequestError) => void;
  timer: ReturnType<typeof setTimeout>;
};

export class Replies {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** A new request's id, and the promise of its reply's body. */
  expect(timeoutMs: number): { id: number; body: Promise<unknown> } {
    const id = ++this.#lastId;
    const body = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => this.#take(id)?.reject(new RequestError('timeout')), timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer });
    });
    return { id, body };
  }

  settle(frame: ReplyFrame): void {
    const waiting = frame.re === null ? undefined : this.#take(frame.re);
    if (frame.ok) waiting?.resolve(frame.body);
    else waiting?.reject(new RequestError(frame.error.code, frame.error.details));
  }

  failAll(code: RequestFailure): void {
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(new RequestError(code));
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting) clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}
