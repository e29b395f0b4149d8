// What arrives at the shop, asked again and again: the first look is cheap, a close one only while the panel is open.
// Never draws. Rules: STU-94.
import { signal } from '@preact/signals';
import type { StreamFacts } from '../../shared/stream.ts';
import type { Connection } from '../lib/connection.ts';

const askEveryMs = 2_000;

export class Doctor {
  /** Null: nothing is sent, or nothing is known. */
  readonly stream = signal<StreamFacts | null>(null);
  readonly closely = signal(false);
  readonly #connection: Pick<Connection, 'request' | 'status'>;

  constructor(connection: Pick<Connection, 'request' | 'status'>) {
    this.#connection = connection;
  }

  /** Until the result is called. */
  watch(): () => void {
    const timer = setInterval(() => void this.ask(), askEveryMs);
    void this.ask();
    return () => clearInterval(timer);
  }

  /** Never rejects: the next question is two seconds away. */
  async ask(): Promise<void> {
    if (document.hidden || this.#connection.status.peek() !== 'open') return;
    const closely = this.closely.peek();
    try {
      this.stream.value = (await this.#connection.request('stream.examine', { closely })).stream;
    } catch {
      this.stream.value = null;
    }
  }
}
