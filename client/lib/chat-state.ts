// What a page knows of the room's chat: the last messages, the pinned one, all hearts. Pure; part of the one reducer in
// room-state.ts. What was removed never comes back, whatever comes late or doubled, and is quoted no longer. A crowd's words
// are let in together, a few times a second. Rules: CHT-20 … CHT-23.
import type { MessageView } from '../../shared/moderation.ts';
import type { Snapshot } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';

/** More than anybody scrolls back through. */
export const messagesKept = 200;

export type ChatState = {
  /** Oldest first. */
  messages: readonly MessageView[];
  pinned: MessageView | null;
  /** Since the room opened. */
  hearts: number;
  facts: {
    /** The snapshot's position: what was said up to it is in it, or was removed. */
    since: number;
    removed: ReadonlySet<string>;
    pinnedAt: number;
    /** Of this socket: a server that was started anew counts from zero. */
    heartsAreTold: boolean;
  };
};

export const emptyChat: ChatState = {
  messages: [],
  pinned: null,
  hearts: 0,
  facts: { since: 0, removed: new Set(), pinnedAt: 0, heartsAreTold: false },
};

export const chatFromSnapshot = ({ messages, pinned, hearts }: Snapshot['chat'], seq: number): ChatState => ({
  messages,
  pinned,
  hearts,
  facts: { since: seq, removed: new Set(), pinnedAt: seq, heartsAreTold: true },
});

/** Another socket, perhaps another server: whatever number of hearts it tells first is the truth. */
export const onNewSocket = (chat: ChatState): ChatState => ({
  ...chat,
  facts: { ...chat.facts, heartsAreTold: false },
});

/** Ids begin with their time. */
const byTime = (a: MessageView, b: MessageView): number => a.at - b.at || (a.id < b.id ? -1 : 1);

const withoutQuotes = (message: MessageView, removed: ReadonlySet<string>): MessageView =>
  message.replyTo && removed.has(message.replyTo.id) ? { ...message, replyTo: null } : message;

const said = (chat: ChatState, message: MessageView, seq: number): ChatState => {
  const { since, removed } = chat.facts;
  if (seq <= since || removed.has(message.id) || chat.messages.some(({ id }) => id === message.id))
    return chat;
  const news = withoutQuotes(message, removed);
  return { ...chat, messages: [...chat.messages, news].toSorted(byTime).slice(-messagesKept) };
};

const gone = (chat: ChatState, id: string): ChatState => {
  if (chat.facts.removed.has(id)) return chat;
  const removed = new Set([...chat.facts.removed, id].slice(-2 * messagesKept));
  return {
    ...chat,
    messages: chat.messages.filter((each) => each.id !== id).map((each) => withoutQuotes(each, removed)),
    pinned: chat.pinned && chat.pinned.id !== id ? withoutQuotes(chat.pinned, removed) : null,
    facts: { ...chat.facts, removed },
  };
};

const pinned = (chat: ChatState, message: MessageView | null, seq: number): ChatState => {
  const { pinnedAt, removed } = chat.facts;
  if (seq <= pinnedAt) return chat;
  const shown = message && !removed.has(message.id) ? withoutQuotes(message, removed) : null;
  return { ...chat, pinned: shown, facts: { ...chat.facts, pinnedAt: seq } };
};

const counted = (chat: ChatState, told: number): ChatState => {
  const { heartsAreTold } = chat.facts;
  const hearts = heartsAreTold ? Math.max(chat.hearts, told) : told;
  if (heartsAreTold && hearts === chat.hearts) return chat;
  return { ...chat, hearts, facts: { ...chat.facts, heartsAreTold: true } };
};

/** The same chat when the event says nothing new about it. */
export const reduceChat = (chat: ChatState, event: EventFrame): ChatState => {
  const seq = event.seq ?? 0;
  switch (event.type) {
    case 'chat.said':
      return said(chat, event.body.message, seq);
    case 'chat.removed':
      return gone(chat, event.body.messageId);
    case 'chat.pinned':
      return pinned(chat, event.body.message, seq);
    case 'hearts.counted':
      return counted(chat, event.body.hearts);
    default:
      return chat;
  }
};

export const crowdEveryMs = 250;

/** Lets what a crowd says through at once while it is calm, else together; never out of order with the other events. */
export const pacedEvents = (
  apply: (events: readonly EventFrame[]) => void,
  everyMs = crowdEveryMs,
): { take: (event: EventFrame) => void; flush: () => void } => {
  let waiting: EventFrame[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    const events = waiting;
    waiting = [];
    clearTimeout(timer);
    timer = undefined;
    if (events.length > 0) apply(events);
  };
  const rest = (): void => {
    const wasBusy = waiting.length > 0;
    flush();
    if (wasBusy) timer = setTimeout(rest, everyMs);
  };
  const take = (event: EventFrame): void => {
    waiting.push(event);
    if (event.type !== 'chat.said' && event.type !== 'hearts.counted') return flush();
    if (timer !== undefined) return;
    flush();
    timer = setTimeout(rest, everyMs);
  };
  return { take, flush };
};
