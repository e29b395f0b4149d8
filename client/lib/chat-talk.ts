// What one says in the chat, on any page: the draft, one's own messages from the key to the acknowledgement, and what the list
// shows of them among the others'. A message that could not be sent waits and goes out once, with the same key. Never draws.
// Rules: CHT-29 … CHT-31, CHT-38, CHT-39.
import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { isErrorCode } from '../../shared/errors.ts';
import type { MessageView, MyChat } from '../../shared/moderation.ts';
import type { Role } from '../../shared/model.ts';
import { messagesKept, type ChatState } from './chat-state.ts';
import type { Connection } from './connection.ts';
import { RequestError, type RequestFailure } from './replies.ts';
import { newWriteKey } from './write-key.ts';

type ReplyTo = MessageView['replyTo'];
type Own = {
  key: string;
  text: string;
  replyTo: ReplyTo;
  at: number;
  /** `waiting`: for the network. `held`: for the shop. */
  state: 'sending' | 'waiting' | 'held' | 'said';
  message: MessageView | null;
};

export type Entry = {
  key: string;
  message: MessageView;
  mine: boolean;
  /** Null: it is said. */
  pending: 'sending' | 'waiting' | 'held' | null;
};

/** Why the last message was not said, and until when none will be, by the server's clock. */
export type Refused = { code: RequestFailure; until: number | null };

export type TalkParts = {
  connection: Pick<Connection, 'request' | 'status' | 'onWelcome' | 'welcome'>;
  chat: ReadonlySignal<ChatState>;
  /** As the others will see it. */
  author: () => { nickname: string | null; role: Role };
  /** The server's time. */
  now: () => number;
};

/** Later nobody would know what it was about. */
const sendableMs = 2 * 60_000;
const ownKept = 50;

const againMs = 3000;

/** The server's clock is known to a second or two. */
const clockSlackMs = 3000;

/** The answer may only have been lost: asked again with the same key it is said once. */
const isPassing = (code: RequestFailure): boolean =>
  !isErrorCode(code) || code === 'internal' || code === 'storage_failed';

export class Talk {
  readonly text = signal('');
  readonly replyTo = signal<MessageView | null>(null);
  readonly refused = signal<Refused | null>(null);
  /** What there is to read, oldest first; what is under way comes last. */
  readonly entries: ReadonlySignal<readonly Entry[]>;

  readonly #parts: TalkParts;
  readonly #own = signal<readonly Own[]>([]);
  /** From other pages of this device, and from before a reload. */
  readonly #earlier = signal<MyChat>({ said: [], waiting: [] });
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: TalkParts) {
    this.#parts = parts;
    this.entries = computed(() => this.#listed());
    const { connection } = parts;
    const { myChat } = connection.welcome.peek() ?? {};
    if (myChat) this.#earlier.value = myChat;
    this.#stop = connection.onWelcome((welcome) => {
      this.#takeOwn(welcome.myChat);
      this.#sendWaiting();
    });
  }

  /** Sends the draft; what is refused comes back into it. */
  say(): void {
    const text = this.text.peek().trim().replace(/\s+/g, ' ');
    if (!text) return;
    const to = this.replyTo.peek();
    const replyTo = to && { id: to.id, nickname: to.nickname, text: to.text };
    const own: Own = {
      key: newWriteKey(),
      text,
      replyTo,
      at: this.#parts.now(),
      state: 'sending',
      message: null,
    };
    this.text.value = '';
    this.replyTo.value = null;
    this.refused.value = null;
    this.#own.value = [...this.#own.peek(), own].slice(-ownKept);
    void this.#send(own);
  }

  /** Takes back what has not left yet. */
  discard(key: string): void {
    this.#own.value = this.#own.peek().filter((own) => own.key !== key || own.state !== 'waiting');
  }

  close(): void {
    this.#stop();
    clearTimeout(this.#timer);
  }

  #takeOwn({ said, waiting }: MyChat): void {
    const known = new Set([...this.#earlier.peek().said, ...said]);
    this.#earlier.value = { said: [...known].slice(-messagesKept), waiting };
    // What was held and is neither held nor said any more was not shown.
    const kept = new Set([...said, ...waiting.map(({ id }) => id)]);
    this.#own.value = this.#own
      .peek()
      .filter(({ state, message }) => state !== 'held' || (message && kept.has(message.id)));
  }

  #sendLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sendWaiting(), againMs);
  }

  async #send(own: Own): Promise<void> {
    const { key, text, replyTo } = own;
    try {
      const body = { key, text, replyTo: replyTo?.id ?? null };
      const { message, waits } = await this.#parts.connection.request('chat.say', body);
      this.#change(key, { state: waits ? 'held' : 'said', message });
    } catch (error) {
      this.#failed(own, error);
    }
  }

  #failed(own: Own, error: unknown): void {
    const { code, details } =
      error instanceof RequestError
        ? error
        : { code: 'internal' as const, details: {} as { until?: unknown } };
    if (isPassing(code) && this.#parts.now() - own.at < sendableMs) {
      this.#change(own.key, { state: 'waiting' });
      // Without a line the next welcome sends it.
      if (this.#parts.connection.status.peek() === 'open') this.#sendLater();
      return;
    }
    this.#own.value = this.#own.peek().filter(({ key }) => key !== own.key);
    if (!this.text.peek()) {
      this.text.value = own.text;
      // What it replied to is gone: it may be said by itself.
      this.replyTo.value =
        code === 'not_found'
          ? null
          : (this.#parts.chat.peek().messages.find(({ id }) => id === own.replyTo?.id) ?? null);
    }
    const until = typeof details.until === 'number' ? details.until : null;
    this.refused.value = { code, until };
  }

  #sendWaiting(): void {
    for (const own of this.#own.peek().filter(({ state }) => state === 'waiting')) {
      if (this.#parts.now() - own.at > sendableMs) {
        this.#failed(own, new RequestError('timeout'));
        continue;
      }
      this.#change(own.key, { state: 'sending' });
      void this.#send(own);
    }
  }

  #change(key: string, news: Partial<Own>): void {
    this.#own.value = this.#own.peek().map((own) => (own.key === key ? { ...own, ...news } : own));
  }

  /** Of what is under way: the messages that the room told before the answer came, which alone says whose they are. */
  #toldEarly(others: readonly MessageView[]): ReadonlyMap<string, string> {
    const { nickname, role } = this.#parts.author();
    const early = new Map<string, string>();
    const taken = new Set<string>();
    for (const { key, text, replyTo, at, message } of this.#own.value) {
      if (message) continue;
      const same = others.find(
        (other) =>
          !taken.has(other.id) &&
          other.at > at - clockSlackMs &&
          other.text === text &&
          other.nickname === nickname &&
          other.role === role &&
          other.replyTo?.id === replyTo?.id,
      );
      if (!same) continue;
      taken.add(same.id);
      early.set(key, same.id);
    }
    return early;
  }

  #listed(): readonly Entry[] {
    const { messages, facts } = this.#parts.chat.value;
    const own = this.#own.value;
    const earlier = this.#earlier.value;
    const saidEarlier = new Set([...earlier.said, ...earlier.waiting.map(({ id }) => id)]);
    const keys = new Map(own.flatMap(({ key, message }) => (message ? [[message.id, key] as const] : [])));
    const early = this.#toldEarly(messages.filter(({ id }) => !keys.has(id) && !saidEarlier.has(id)));
    for (const [key, id] of early) keys.set(id, key);
    const told = new Set(messages.map(({ id }) => id));
    const oldest = messages.length < messagesKept ? 0 : (messages[0]?.at ?? 0);
    const heard = messages.map((message): Entry => {
      const key = keys.get(message.id);
      return {
        key: key ?? message.id,
        message,
        mine: key !== undefined || saidEarlier.has(message.id),
        pending: null,
      };
    });
    // Acknowledged, but not told to the room: not yet, or to nobody else at all.
    const sent = own.flatMap(({ key, message, state }) => (message ? [{ key, message, state }] : []));
    const heldEarlier = earlier.waiting
      .filter(({ id }) => !keys.has(id))
      .map((message) => ({ key: message.id, message, state: 'held' as const }));
    const alone = [...sent, ...heldEarlier]
      .filter(({ message: { id, at } }) => !told.has(id) && !facts.removed.has(id) && at >= oldest)
      .map(({ key, message, state }): Entry => ({
        key,
        message,
        mine: true,
        pending: state === 'held' ? 'held' : null,
      }));
    const underWay = own.flatMap(({ key, text, replyTo, at, state }): Entry[] =>
      state === 'said' || state === 'held' || early.has(key)
        ? []
        : [
            {
              key,
              message: { id: key, text, replyTo, at, ...this.#parts.author() },
              mine: true,
              pending: state,
            },
          ],
    );
    const settled =
      alone.length === 0 ? heard : [...heard, ...alone].toSorted((a, b) => a.message.at - b.message.at);
    return [...settled, ...underWay];
  }
}
