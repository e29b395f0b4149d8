// The field that writes to everyone: Enter sends, what is refused stays written, with the reason and the time that is left.
// Needs icon `x`.
import { useSignalEffect } from '@preact/signals';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { limits } from '../../shared/limits.ts';
import { t, tn } from '../i18n.ts';
import type { ChatDesk } from '../lib/chat-desk.ts';
import type { Refused } from '../lib/chat-talk.ts';
import { clockface } from '../lib/hold-time.ts';
import { Icon } from './icon.tsx';
import { announce } from './live-region.tsx';
import { AskInstead, type Ask } from './message-item.tsx';
import { nameOf } from './message-words.ts';
import { timeOf } from './moment.ts';

export type MaySay = () => boolean;
type Props = {
  desk: ChatDesk;
  ask: Ask;
  /** False: something has to be asked before; the words stay. */
  maySay?: MaySay | undefined;
  hint?: string | null | undefined;
};

const fewLeft = 30;

/** What is left of a refusal's time, once a second; zero when there is none. */
const useTimeLeft = ({ talk, now }: ChatDesk): number => {
  const until = talk.refused.value?.until ?? null;
  const [, tick] = useState(0);
  useEffect(() => {
    if (until === null) return;
    const timer = setInterval(() => {
      tick((n) => n + 1);
      if (now() < until) return;
      clearInterval(timer);
      talk.refused.value = null;
      announce(t('chat.mayWrite'));
    }, 1000);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, until - now());
};

const refusalWords = ({ code, until }: Refused, leftMs: number): string => {
  if (code === 'slow_down' && until !== null) return t('chat.slow', { time: clockface(leftMs) });
  if (code === 'muted' && until !== null) return t('chat.muted', { time: timeOf(Date.now() + leftMs) });
  if (code === 'not_found') return t('chat.refused.gone');
  if (code === 'timeout' || code === 'offline') return t('chat.refused.unsent');
  return t(`error.${code}`);
};

export const MessageForm = ({ desk, ask, maySay, hint }: Props) => {
  const { talk } = desk;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const leftMs = useTimeLeft(desk);
  const refused = talk.refused.value;
  const words = refused ? refusalWords(refused, leftMs) : (hint ?? null);
  const text = talk.text.value;
  const isReady = text.trim().length > 0 && leftMs === 0;
  const left = limits.messageChars - text.length;
  // Said once: what counts down would be read each second.
  useEffect(() => {
    if (words) announce(words);
  }, [refused, hint]);
  useSignalEffect(() => {
    if (talk.replyTo.value) field.current?.focus();
  });
  const send = (event: Event): void => {
    event.preventDefault();
    if (isReady && (maySay?.() ?? true)) talk.say();
  };
  const asked = ask
    ? (question: string): void => {
        talk.text.value = '';
        field.current?.focus();
        ask(question);
      }
    : null;
  return (
    <form class="chat-form" onSubmit={send}>
      <ReplyingTo desk={desk} />
      <AskInstead desk={desk} text={text} ask={asked} />
      {words && (
        <p
          class="refused small numbers"
          id={`${id}-why`}
          data-testid="chat-refused"
          data-code={refused?.code}
        >
          {words}
        </p>
      )}
      <div class="chat-field">
        <textarea
          class="input"
          ref={field}
          data-testid="chat-input"
          aria-label={t('chat.input')}
          {...(words && { 'aria-describedby': `${id}-why` })}
          placeholder={t('chat.input.hint')}
          rows={1}
          maxLength={limits.messageChars}
          enterkeyhint="send"
          value={text}
          onInput={(event) => (talk.text.value = event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && !event.isComposing && send(event)}
        />
        {left <= fewLeft && (
          <span class="left small numbers">
            <span aria-hidden="true">{left}</span>
            <span class="visually-hidden">{tn('chat.left', left)}</span>
          </span>
        )}
        <button
          type="submit"
          class={isReady ? 'button primary' : 'button'}
          data-testid="chat-send"
          aria-disabled={!isReady}
        >
          {t('chat.send')}
        </button>
      </div>
    </form>
  );
};

const ReplyingTo = ({ desk: { talk } }: { desk: ChatDesk }) => {
  const to = talk.replyTo.value;
  if (!to) return null;
  return (
    <div class="replying small" data-testid="chat-replying">
      <p class="quoted">
        <b>{t('chat.replyTo', { name: nameOf(to) })}</b> <span dir="auto">{to.text}</span>
      </p>
      <button
        type="button"
        class="button bare"
        aria-label={t('common.cancel')}
        onClick={() => (talk.replyTo.value = null)}
      >
        <Icon name="x" />
      </button>
    </div>
  );
};
