// One message: who said it, in what role, what it replies to; what can be done with it lies behind one button at its end.
// Needs icon `ellipsis`.
import { useEffect, useRef } from 'preact/hooks';
import type { MessageView } from '../../shared/moderation.ts';
import { t } from '../i18n.ts';
import type { ChatDesk } from '../lib/chat-desk.ts';
import { looksLikeQuestion } from '../lib/chat-question.ts';
import type { Entry } from '../lib/chat-talk.ts';
import { Icon } from './icon.tsx';
import { announce } from './live-region.tsx';
import { MessageActs } from './message-acts.tsx';
import { nameOf, roleOf, shortText } from './message-words.ts';
import { timeOf } from './moment.ts';

export type Ask = ((text: string) => void) | null;
type Props = {
  desk: ChatDesk;
  entry: Entry;
  ask: Ask;
  open: boolean;
  onToggle: (open: boolean) => void;
};

export const By = ({ message, mine = false }: { message: MessageView; mine?: boolean }) => {
  const role = roleOf(message);
  return (
    <p class="by small">
      <b class="who">{mine ? t('chat.you') : nameOf(message)}</b> {role && <span class="role">{role}</span>}{' '}
      <time class="quiet" dateTime={new Date(message.at).toISOString()}>
        {timeOf(message.at)}
      </time>
    </p>
  );
};

export const Quoted = ({ replyTo }: Pick<MessageView, 'replyTo'>) =>
  replyTo && (
    <p class="quoted small">
      <b>{nameOf(replyTo)}</b> <span dir="auto">{replyTo.text}</span>
    </p>
  );

export const MessageItem = ({ desk, entry, ask, open, onToggle }: Props) => {
  const { message, mine, pending } = entry;
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    onToggle(false);
    button.current?.focus();
  };
  return (
    <li
      class="message"
      data-testid="chat-item"
      data-id={pending && pending !== 'held' ? undefined : message.id}
      data-role={message.role}
      data-mine={mine}
      data-pending={pending ?? undefined}
    >
      <div class="words">
        <Quoted replyTo={message.replyTo} />
        <By message={message} mine={mine} />
        <p class="text" dir="auto">
          {message.text}
        </p>
        {pending && <Pending desk={desk} entry={entry} />}
        {mine && <AskInstead desk={desk} text={message.text} ask={ask} />}
      </div>
      {!pending && (
        <button
          type="button"
          class="button bare more"
          ref={button}
          data-testid="chat-actions"
          aria-expanded={open}
          aria-label={t('chat.actions', { name: nameOf(message), text: shortText(message.text) })}
          onClick={() => onToggle(!open)}
        >
          <Icon name="ellipsis" />
        </button>
      )}
      {open && !pending && <MessageActs desk={desk} message={message} mine={mine} onDone={close} />}
    </li>
  );
};

const pendingWords = { sending: 'chat.sending', waiting: 'chat.waiting', held: 'chat.waits' } as const;

const Pending = ({ desk, entry: { key, pending } }: { desk: ChatDesk; entry: Entry }) => {
  const before = useRef(pending);
  useEffect(() => {
    if (pending === 'held' && before.current !== 'held') announce(t('chat.waits'));
    before.current = pending;
  }, [pending]);
  return (
    <p class="unsaid small quiet">
      {pending && t(pendingWords[pending])}
      {pending === 'waiting' && (
        <button type="button" class="button bare small" onClick={() => desk.talk.discard(key)}>
          {t('chat.discard')}
        </button>
      )}
    </p>
  );
};

type AskProps = { desk: ChatDesk; text: string; ask: Ask };

/** Under one's own words, and while they are written. */
export const AskInstead = ({ desk, text, ask }: AskProps) => {
  const said = text.trim();
  if (!ask || desk.isStaff.value || desk.asked.value.has(said) || !looksLikeQuestion(said)) return null;
  return (
    <button
      type="button"
      class="button small ask-instead"
      data-testid="ask-instead"
      onClick={() => {
        desk.asked.value = new Set([...desk.asked.peek(), said]);
        ask(said);
      }}
    >
      {t('chat.ask')}
    </button>
  );
};
