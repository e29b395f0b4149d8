// What the chat's lists and forms need, gathered for any page: what is said, one's own talk, what waits for the staff, and who
// one is. Never draws.
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { roleAtLeast } from '../../shared/model.ts';
import type { HeldMessage } from '../../shared/moderation.ts';
import { followHeld } from './chat-held.ts';
import type { ChatState } from './chat-state.ts';
import { Talk } from './chat-talk.ts';
import type { Connection } from './connection.ts';
import type { RoomState } from './room-state.ts';

export type ChatDesk = {
  connection: Pick<Connection, 'request' | 'status'>;
  chat: ReadonlySignal<ChatState>;
  talk: Talk;
  /** Empty for viewers. */
  held: ReadonlySignal<readonly HeldMessage[]>;
  isStaff: ReadonlySignal<boolean>;
  /** What was sent on to the host as a question: not offered again. */
  asked: Signal<ReadonlySet<string>>;
  /** The server's time. */
  now: () => number;
};

export type ChatParts = {
  connection: Connection;
  room: string;
  state: ReadonlySignal<RoomState>;
  nickname: () => string | null;
  now: () => number;
};

export const openChat = ({ connection, room, state, nickname, now }: ChatParts): ChatDesk => {
  const chat = computed(() => state.value.chat);
  const role = computed(() => connection.welcome.value?.role ?? 'viewer');
  const author = () => ({ nickname: nickname(), role: role.peek() });
  const { held } = followHeld({ connection, room });
  return {
    connection,
    chat,
    talk: new Talk({ connection, chat, author, now }),
    held,
    isStaff: computed(() => roleAtLeast(role.value, 'helper')),
    asked: signal<ReadonlySet<string>>(new Set()),
    now,
  };
};
