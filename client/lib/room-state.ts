// What a page knows about its room: one pure reducer for the snapshot, for missed events and for live ones.
// Every fact remembers the `seq` that set it, so a late, doubled or reordered event can never win over a newer one.
// The shelf's part is in shelf-state.ts, the questions' in questions-state.ts, the chat's in
// chat-state.ts. Never asks the server for anything. Rules: SES-40 … SES-42.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Capacity } from '../../shared/media.ts';
import type { RoomView, Snapshot, StageTiming } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import type { Identity, Terms } from '../../shared/shop.ts';
import {
  chatFromSnapshot,
  emptyChat,
  onNewSocket,
  pacedEvents,
  reduceChat,
  type ChatState,
} from './chat-state.ts';
import type { Connection } from './connection.ts';
import { reduceQuestions, withUnseen, type QuestionsState } from './questions-state.ts';
import { emptyShelf, reduceShelf, shelfFromSnapshot, type ShelfState } from './shelf-state.ts';

export type RoomState = {
  room: RoomView | null;
  viewers: number;
  timing: StageTiming | null;
  /** For the studio alone. */
  capacity: Capacity | null;
  shelf: ShelfState;
  /** Both null before the first snapshot. */
  terms: Terms | null;
  identity: Identity | null;
  /** Of the running or the last show, in the order of the queue. */
  questions: QuestionsState;
  chat: ChatState;
  /** The journal's position at which each durable fact was set. */
  setAt: { name: number; show: number };
};

export const emptyRoom: RoomState = {
  room: null,
  viewers: 0,
  timing: null,
  capacity: null,
  shelf: emptyShelf,
  terms: null,
  identity: null,
  questions: [],
  chat: emptyChat,
  setAt: { name: 0, show: 0 },
};

/** A snapshot holds all facts up to `seq`: it replaces everything. */
export const fromSnapshot = (snapshot: Snapshot, seq: number): RoomState => ({
  room: snapshot.room,
  viewers: snapshot.viewers,
  timing: snapshot.timing,
  capacity: null,
  shelf: shelfFromSnapshot(snapshot.shelf, seq),
  terms: snapshot.terms,
  identity: snapshot.identity,
  questions: snapshot.questions,
  chat: chatFromSnapshot(snapshot.chat, seq),
  setAt: { name: seq, show: seq },
});

const named = (state: RoomState, renamed: RoomView, seq: number): RoomState => {
  if (seq <= state.setAt.name) return state;
  const showIsNewer = state.room !== null && state.setAt.show > seq;
  const show = showIsNewer ? state.room!.show : renamed.show;
  return {
    ...state,
    room: { ...renamed, show },
    setAt: { name: seq, show: Math.max(seq, state.setAt.show) },
  };
};

export const reduce = (state: RoomState, event: EventFrame): RoomState => {
  switch (event.type) {
    case 'room.renamed':
      return named(state, event.body.room, event.seq ?? 0);
    case 'show.changed': {
      const seq = event.seq ?? 0;
      if (!state.room || seq <= state.setAt.show) return state;
      return {
        ...state,
        room: { ...state.room, show: event.body.show },
        // Another show has questions of its own.
        questions: state.room.show?.id === event.body.show.id ? state.questions : [],
        setAt: { ...state.setAt, show: seq },
      };
    }
    case 'audience.counted':
      return state.viewers === event.body.viewers ? state : { ...state, viewers: event.body.viewers };
    case 'line.told':
      return { ...state, capacity: event.body.capacity };
    case 'stage.timed':
      return { ...state, timing: event.body.timing };
    default: {
      const shelf = reduceShelf(state.shelf, event);
      const questions = reduceQuestions(state.questions, event);
      const chat = reduceChat(state.chat, event);
      const same = shelf === state.shelf && questions === state.questions && chat === state.chat;
      return same ? state : { ...state, shelf, questions, chat };
    }
  }
};

/** The room as a signal, fed by the connection until the page goes. */
export const followRoom = (
  connection: Pick<Connection, 'onEvent' | 'onWelcome'>,
): ReadonlySignal<RoomState> => {
  const state = signal(emptyRoom);
  const { take, flush } = pacedEvents((events) => {
    state.value = events.reduce(reduce, state.peek());
  });
  connection.onWelcome(({ snapshot, seq, myQuestions }) => {
    // What came through the last socket is of before.
    flush();
    const known = state.peek();
    const told = snapshot ? fromSnapshot(snapshot, seq) : { ...known, chat: onNewSocket(known.chat) };
    state.value = { ...told, questions: withUnseen(told.questions, myQuestions?.unseen ?? []) };
  });
  connection.onEvent(take);
  return state;
};
