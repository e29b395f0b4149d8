// The chat and the hearts of this visit, made once when their chunk is there, and what else the room adds to them: the way to
// the host as a question. Never draws.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { MessageView } from '../../shared/moderation.ts';
import { t } from '../i18n.ts';
import { emptyDraft } from '../lib/ask-draft.ts';
import { wishOf } from '../lib/ask-wish.ts';
import { openChat, type ChatDesk } from '../lib/chat-desk.ts';
import { Hearts } from '../lib/chat-hearts.ts';
import { followLines } from '../lib/chat-lines.ts';
import { toast } from '../ui/toast.tsx';
import { askingOf } from './asking.ts';
import type { Visit } from './visit.ts';

type ChatOfVisit = {
  desk: ChatDesk;
  lines: ReadonlySignal<readonly MessageView[]>;
  hearts: Hearts;
  /** Those that rise now, by number. */
  rising: ReadonlySignal<readonly number[]>;
  landed: (id: number) => void;
};

const risingAtOnce = 12;

const open = (visit: Visit): ChatOfVisit => {
  const { connection, room, slug } = visit;
  const rising = signal<readonly number[]>([]);
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let lastId = 0;
  const onRise = (): void => {
    // A page that nobody sees would gather them.
    if (still.matches || document.visibilityState === 'hidden') return;
    lastId += 1;
    rising.value = [...rising.peek(), lastId].slice(-risingAtOnce);
  };
  const desk = openChat({
    connection,
    room: slug,
    state: room,
    nickname: () => visit.nickname.peek(),
    now: visit.serverNow,
  });
  return {
    desk,
    lines: followLines(computed(() => room.value.chat.messages)).lines,
    hearts: new Hearts({ connection, total: computed(() => room.value.chat.hearts), onRise }),
    rising,
    landed: (id) => (rising.value = rising.peek().filter((each) => each !== id)),
  };
};

const opened = new WeakMap<Visit, ChatOfVisit>();

export const chatOf = (visit: Visit): ChatOfVisit => {
  const chat = opened.get(visit) ?? open(visit);
  opened.set(visit, chat);
  return chat;
};

/** Null while the room takes no questions. */
export const askOf = (visit: Visit): ((text: string) => void) | null => {
  if (askingOf(visit) !== 'open') return null;
  return (text) => {
    const wish = wishOf({ ...emptyDraft, text }, visit.room.peek().shelf);
    const outbox = visit.desk.peek()?.outbox;
    if (!wish || !outbox) return;
    // What comes of it is told as of any question (asking-told.ts).
    outbox.add('question.ask', JSON.stringify(wish), wish);
    if (visit.connection.status.peek() !== 'open') toast(t('ask.told.offline'));
  };
};
