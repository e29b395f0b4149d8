// How a message's sender is called, and what is read out of new ones.
import type { MessageView } from '../../shared/moderation.ts';
import { t, tn } from '../i18n.ts';

type Named = Pick<MessageView, 'nickname'>;

export const nameOf = ({ nickname }: Named): string => nickname ?? t('chat.guest');

/** Null: nobody of the staff. */
export const roleOf = ({ role }: Pick<MessageView, 'role'>): string | null =>
  role === 'viewer' ? null : t(`common.role.${role}`);

const sentenceOf = (message: MessageView): string => {
  const role = roleOf(message);
  const name = role ? t('chat.spoken.staff', { name: nameOf(message), role }) : nameOf(message);
  const { text, replyTo } = message;
  return replyTo
    ? t('chat.spoken.reply', { name, other: nameOf(replyTo), text })
    : t('chat.spoken', { name, text });
};

export const spokenOf = (messages: readonly MessageView[]): string => {
  const last = messages.at(-1);
  if (!last) return '';
  if (messages.length === 1) return sentenceOf(last);
  return t('chat.spoken.more', { several: tn('chat.newest', messages.length), last: sentenceOf(last) });
};

const shownChars = 40;
export const shortText = (text: string): string =>
  text.length > shownChars ? `${text.slice(0, shownChars).trimEnd()}…` : text;
