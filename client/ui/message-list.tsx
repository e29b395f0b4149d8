// The messages, newest at the foot, where the list stays unless one scrolls up or does something with a line: then what is new
// is counted, and nothing moves under the finger. Read out by a log of its own, slowly enough to listen. Rules: CHT-28, CHT-35.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t, tn } from '../i18n.ts';
import type { ChatDesk } from '../lib/chat-desk.ts';
import { SpokenChat } from '../lib/chat-spoken.ts';
import type { Entry } from '../lib/chat-talk.ts';
import type { MessageView } from '../../shared/moderation.ts';
import { Icon } from './icon.tsx';
import { MessageItem, type Ask } from './message-item.tsx';
import { spokenOf } from './message-words.ts';

type Props = { desk: ChatDesk; ask: Ask };

const nearEndPx = 48;

const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean =>
  scrollHeight - scrollTop - clientHeight < nearEndPx;

const useEnd = (entries: readonly Entry[], frozen: boolean) => {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const endTop = useRef(0);
  const lastSeen = useRef<string | undefined>(undefined);
  const [unseen, setUnseen] = useState(0);
  const last = entries.at(-1);
  const toEnd = (): void => {
    const { current } = box;
    if (current) {
      current.scrollTop = current.scrollHeight;
      endTop.current = current.scrollTop;
    }
    atEnd.current = true;
    lastSeen.current = last?.key;
    setUnseen(0);
  };
  useLayoutEffect(() => {
    const since = entries.findIndex(({ key }) => key === lastSeen.current);
    const own = last?.mine && last.pending === 'sending' && last.key !== lastSeen.current;
    const { current } = box;
    // Scrolled up a moment ago: the browser tells it only with the next frame.
    if (current && current.scrollTop < endTop.current - nearEndPx && !isAtEnd(current)) atEnd.current = false;
    if (own || (atEnd.current && !frozen)) toEnd();
    else setUnseen(since === -1 ? 0 : entries.length - 1 - since);
  }, [entries, frozen]);
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    // The keyboard of a phone takes half of it away.
    const sizes = new ResizeObserver(() => atEnd.current && (current.scrollTop = current.scrollHeight));
    sizes.observe(current);
    return () => sizes.disconnect();
  }, []);
  const onScroll = (): void => {
    const { current } = box;
    if (!current) return;
    atEnd.current = isAtEnd(current);
    endTop.current = current.scrollTop;
    if (!atEnd.current || frozen) return;
    lastSeen.current = last?.key;
    setUnseen(0);
  };
  return { box, unseen, toEnd, onScroll };
};

export const MessageList = ({ desk, ask }: Props) => {
  const entries = desk.talk.entries.value;
  const [open, setOpen] = useState<string | null>(null);
  const isOpen = entries.some(({ key }) => key === open);
  const { box, unseen, toEnd, onScroll } = useEnd(entries, isOpen);
  return (
    <div class="messages-frame">
      <div class="messages" ref={box} onScroll={onScroll}>
        {entries.length === 0 && (
          <p class="empty quiet">{t(desk.isStaff.value ? 'chat.none.staff' : 'chat.none')}</p>
        )}
        <ul aria-label={t('chat.messages')} tabIndex={-1}>
          {entries.map((entry) => (
            <MessageItem
              key={entry.key}
              desk={desk}
              entry={entry}
              ask={ask}
              open={entry.key === open}
              onToggle={(wanted) => setOpen(wanted ? entry.key : null)}
            />
          ))}
        </ul>
      </div>
      {unseen > 0 && (
        <button type="button" class="button small newest" data-testid="chat-newest" onClick={toEnd}>
          <Icon name="arrow-down" />
          <span class="numbers">{tn('chat.newest', unseen)}</span>
        </button>
      )}
      <Log entries={entries} />
    </div>
  );
};

const linesInLog = 5;

/** The list itself is silent: opening its menus would be read as news. */
const Log = ({ entries }: { entries: readonly Entry[] }) => {
  const [lines, setLines] = useState<readonly { id: number; text: string }[]>([]);
  const heard = useRef(new Set(entries.map(({ message }) => message.id)));
  const spoken = useRef<SpokenChat<MessageView> | null>(null);
  spoken.current ??= new SpokenChat((messages) => {
    const text = spokenOf(messages);
    setLines((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, text }].slice(-linesInLog));
  });
  useEffect(() => {
    const fresh = entries.filter(({ message, mine }) => !mine && !heard.current.has(message.id));
    heard.current = new Set(entries.map(({ message }) => message.id));
    spoken.current?.add(fresh.map(({ message }) => message));
  }, [entries]);
  useEffect(() => () => spoken.current?.close(), []);
  return (
    <div class="visually-hidden" role="log" aria-live="polite" aria-label={t('chat.title')}>
      {lines.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
};
