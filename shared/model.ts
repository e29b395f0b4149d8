// The views that travel to clients, and the roles they travel to. Times are milliseconds since 1970 by the server.
import type { EventFrame } from './protocol.ts';
import type { MediaView } from './media.ts';
import type { MessageView, MyChat } from './moderation.ts';
import type { MyQuestions, QuestionView } from './questions.ts';
import type { Identity, Mine, Shelf, Terms } from './shop.ts';

/** From least to most allowed; each role may do all that the ones before it may. */
export const roles = ['viewer', 'helper', 'host', 'owner'] as const;
export type Role = (typeof roles)[number];
export const staffRoles = ['helper', 'host', 'owner'] as const;
export type StaffRole = (typeof staffRoles)[number];

export const roleAtLeast = (role: Role, least: Role): boolean => roles.indexOf(role) >= roles.indexOf(least);

/** `away`: the show goes on but the host's picture is gone ("back in a moment"). */
export type ShowState = 'live' | 'away' | 'ended';
export type ShowView = {
  id: string;
  state: ShowState;
  startedAt: number;
  /** When the host's picture went, while `away`. */
  awayAt: number | null;
  /** When the host paused it; it is away as long as that holds. */
  pausedAt: number | null;
  endedAt: number | null;
};

export type RoomView = {
  id: string;
  slug: string;
  name: string;
  /** The running or the last show; null before the first one. */
  show: ShowView | null;
};

/** How far the host's clock is from the server's, and how long its way to the server takes: both for `latency`. */
export type StageTiming = {
  /** Host clock minus server clock, in milliseconds. */
  clockOffsetMs: number;
  /** Encoding plus the way to the server, in milliseconds. */
  uplinkMs: number;
};

export type Snapshot = {
  room: RoomView;
  viewers: number;
  timing: StageTiming | null;
  shelf: Shelf;
  terms: Terms;
  identity: Identity;
  /** Of the running or the last show: the queue in its order, then what was answered; for the staff what is held as well. */
  questions: QuestionView[];
  /** The last messages, oldest first. */
  chat: { messages: MessageView[]; pinned: MessageView | null; hearts: number };
};

export type Welcome = {
  memberId: string;
  role: Role;
  nickname: string | null;
  /** The device's signed identity: kept by the client and sent with its next hello. */
  token: string;
  serverNow: number;
  /** The journal's position: all durable events up to here are in `snapshot` or in `missed`. */
  seq: number;
  /** Null when `missed` bridges the gap since the client's `lastSeq`. */
  snapshot: Snapshot | null;
  missed: EventFrame[];
  /** What this device has reserved and waits for, as it is now. Null in the studio. */
  mine: Mine | null;
  /** What this device asked and joined. Null in the studio. */
  myQuestions: MyQuestions | null;
  myChat: MyChat;
  /** For the room page: the receiving transport, made ahead to spare a round trip. Null when media is down. */
  media: MediaView | null;
};
