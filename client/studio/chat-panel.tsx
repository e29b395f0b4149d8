// The chat in the studio: to read, to answer, and to keep civil. Rules: CHT-32, CHT-33.
import { t } from '../i18n.ts';
import type { ChatDesk } from '../lib/chat-desk.ts';
import { MessagePanel } from '../ui/message-panel.tsx';

export const ChatPanel = ({ chat }: { chat: ChatDesk }) => (
  <>
    <h2 class="visually-hidden">{t('chat.title')}</h2>
    <MessagePanel desk={chat} ask={null} />
  </>
);
