// The chat in the studio: to read, to answer, and to keep civil. Rules: CHT-32, CHT-33.
import type { ChatDesk } from '../lib/chat-desk.ts';
import { MessagePanel } from '../ui/message-panel.tsx';

export const ChatPanel = ({ chat }: { chat: ChatDesk }) => <MessagePanel desk={chat} ask={null} />;
