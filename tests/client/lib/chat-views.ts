// Messages and events of a chat, for the tests of the client's chat.
import type { MessageView } from '../../../shared/moderation.ts';
import type { EventFrame } from '../../../shared/protocol.ts';

export const message = (n: number, changes: Partial<MessageView> = {}): MessageView => ({
  id: `message_${String(n).padStart(20, '0')}`,
  text: `Message ${n}`,
  nickname: 'Anna',
  role: 'viewer',
  at: n * 1000,
  replyTo: null,
  ...changes,
});
export const idOf = (n: number): string => message(n).id;
export const said = (seq: number, n: number, changes: Partial<MessageView> = {}): EventFrame => ({
  seq,
  type: 'chat.said',
  body: { message: message(n, changes) },
});
export const removed = (seq: number, n: number): EventFrame => ({
  seq,
  type: 'chat.removed',
  body: { messageId: idOf(n) },
});
export const pinned = (seq: number, n: number | null): EventFrame => ({
  seq,
  type: 'chat.pinned',
  body: { message: n === null ? null : message(n) },
});
export const hearts = (count: number): EventFrame => ({ type: 'hearts.counted', body: { hearts: count } });
