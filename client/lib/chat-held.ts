// What waits for the staff: messages for approval and, apart, those from the shadow, until somebody approves or removes them.
// Asked for at each welcome, for a page that was away may have missed some. Only for the staff. Rules: CHT-32, CHT-40.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import { roleAtLeast } from '../../shared/model.ts';
import type { HeldMessage } from '../../shared/moderation.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import { call } from './api.ts';
import type { Connection } from './connection.ts';

type Held = readonly HeldMessage[];

/** Of those that nobody has to decide about, the last: a flood of them hides nothing. */
const shadowKept = 50;

export const forApproval = (held: Held): Held => held.filter(({ why }) => why === 'approval');
export const inShadow = (held: Held): Held => held.filter(({ why }) => why !== 'approval');

const put = (held: Held, messages: Held): Held => {
  const ids = new Set(messages.map(({ id }) => id));
  const all = [...held.filter(({ id }) => !ids.has(id)), ...messages].toSorted((a, b) => a.at - b.at);
  return [...forApproval(all), ...inShadow(all).slice(-shadowKept)];
};

const without = (held: Held, gone: string): Held =>
  held.some(({ id }) => id === gone) ? held.filter(({ id }) => id !== gone) : held;

export const reduceHeld = (held: Held, event: EventFrame): Held => {
  if (event.type === 'chat.held') return put(held, [event.body.message]);
  if (event.type === 'chat.said') return without(held, event.body.message.id);
  if (event.type === 'chat.removed') return without(held, event.body.messageId);
  return held;
};

const ask = async (room: string): Promise<HeldMessage[]> => {
  const path = `/rooms/${encodeURIComponent(room)}/held`;
  return (await call<{ messages: HeldMessage[] }>('GET', path)).messages;
};

type Parts = { connection: Pick<Connection, 'onEvent' | 'onWelcome' | 'welcome'>; room: string };

export const followHeld = (
  { connection, room }: Parts,
  load: (room: string) => Promise<HeldMessage[]> = ask,
): { held: ReadonlySignal<Held>; close: () => void } => {
  const held = signal<Held>([]);
  let asked = 0;
  const loadNow = async (): Promise<void> => {
    const role = connection.welcome.peek()?.role ?? 'viewer';
    if (!roleAtLeast(role, 'helper')) return;
    asked += 1;
    const turn = asked;
    const events: EventFrame[] = [];
    const stop = connection.onEvent((event) => void events.push(event));
    try {
      const messages = await load(room);
      // What was decided while the list was on its way.
      if (turn === asked) held.value = events.reduce(reduceHeld, messages as Held);
    } catch {
      // the next welcome asks again; events go on
    }
    stop();
  };
  const stops = [
    connection.onWelcome(() => void loadNow()),
    connection.onEvent((event) => {
      held.value = reduceHeld(held.peek(), event);
    }),
  ];
  void loadNow();
  return { held, close: () => stops.forEach((stop) => stop()) };
};
