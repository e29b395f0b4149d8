// The whole chat of a page: what waits for the staff, what is pinned, the messages, and the field. Fills the height it is given.
import { t } from '../i18n.ts';
import type { ChatDesk } from '../lib/chat-desk.ts';
import { carriedOut } from './message-acts.tsx';
import { MessageForm, type MaySay } from './message-form.tsx';
import { HeldMessages } from './message-held.tsx';
import { By, type Ask } from './message-item.tsx';
import { MessageList } from './message-list.tsx';

type Props = {
  desk: ChatDesk;
  /** Sends words to the host as a question; null: none are taken here and now. */
  ask: Ask;
  maySay?: MaySay;
  hint?: string | null;
};

export const MessagePanel = ({ desk, ask, maySay, hint }: Props) => (
  <div class="chat">
    <HeldMessages desk={desk} />
    <PinnedMessage desk={desk} />
    <MessageList desk={desk} ask={ask} />
    <MessageForm desk={desk} ask={ask} maySay={maySay} hint={hint} />
  </div>
);

const PinnedMessage = ({ desk }: { desk: ChatDesk }) => {
  const message = desk.chat.value.pinned;
  if (!message) return null;
  const unpin = (): void =>
    void carriedOut(desk.connection.request('chat.pin', { messageId: null }), 'chat.unpin.done');
  return (
    <section
      class="pinned-message"
      aria-label={t('chat.pinned')}
      data-testid="chat-pinned"
      data-id={message.id}
    >
      <div class="pinned-head">
        <h3 class="small">{t('chat.pinned')}</h3>
        {desk.isStaff.value && (
          <button type="button" class="button bare small" onClick={unpin}>
            {t('chat.do.unpin')}
          </button>
        )}
      </div>
      <By message={message} />
      <p class="text" dir="auto">
        {message.text}
      </p>
    </section>
  );
};
