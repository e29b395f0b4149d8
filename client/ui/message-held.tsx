// What waits for the staff, above the chat, to be shown to all or removed; and folded away, for it calls nobody, what its sender
// alone sees, each with why. Rules: CHT-32, CHT-40.
import { useState } from 'preact/hooks';
import type { HeldMessage } from '../../shared/moderation.ts';
import { t, tn } from '../i18n.ts';
import type { ChatDesk } from '../lib/chat-desk.ts';
import { forApproval, inShadow } from '../lib/chat-held.ts';
import { carriedOut } from './message-acts.tsx';
import { By, Quoted } from './message-item.tsx';
import { nameOf, shortText } from './message-words.ts';

export const HeldMessages = ({ desk }: { desk: ChatDesk }) => {
  if (!desk.isStaff.value) return null;
  const waiting = forApproval(desk.held.value);
  const shadow = inShadow(desk.held.value);
  return (
    <>
      {waiting.length > 0 && (
        <section class="held" aria-label={tn('chat.held', waiting.length)}>
          <h3 class="small numbers">{tn('chat.held', waiting.length)}</h3>
          <List desk={desk} held={waiting} />
        </section>
      )}
      {shadow.length > 0 && (
        <details class="held in-shadow" data-testid="chat-shadow">
          <summary class="small numbers">{tn('chat.shadow', shadow.length)}</summary>
          <List desk={desk} held={shadow} />
        </details>
      )}
    </>
  );
};

const List = ({ desk, held }: { desk: ChatDesk; held: readonly HeldMessage[] }) => (
  <ul>
    {held.map((message) => (
      <Held key={message.id} desk={desk} message={message} />
    ))}
  </ul>
);

const Held = ({ desk, message }: { desk: ChatDesk; message: HeldMessage }) => {
  const [busy, setBusy] = useState(false);
  const about = `${nameOf(message)}: ${shortText(message.text)}`;
  const act = async (what: 'approve' | 'remove'): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const work =
      what === 'approve'
        ? desk.connection.request('chat.approve', { messageId: message.id })
        : desk.connection.request('moderation.remove', { subjectId: message.id });
    await carriedOut(work, what === 'approve' ? 'chat.held.done' : 'chat.remove.done');
    setBusy(false);
  };
  return (
    <li class="message" data-testid="held-item" data-id={message.id} data-why={message.why}>
      <div class="words">
        <Quoted replyTo={message.replyTo} />
        <By message={message} />
        <p class="text" dir="auto">
          {message.text}
        </p>
        <p class="small quiet">{t(`chat.held.${message.why}`)}</p>
      </div>
      <div class="acts">
        <button
          type="button"
          class="button small"
          data-testid="chat-approve"
          aria-busy={busy}
          aria-label={`${t('chat.do.approve')}: ${about}`}
          onClick={() => void act('approve')}
        >
          {t('chat.do.approve')}
        </button>
        <button
          type="button"
          class="button small"
          data-testid="held-remove"
          aria-busy={busy}
          aria-label={`${t('chat.do.remove')}: ${about}`}
          onClick={() => void act('remove')}
        >
          {t('chat.do.remove')}
        </button>
      </div>
    </li>
  );
};
