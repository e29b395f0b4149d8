// The last lines of the chat over the picture of a phone, each on a scrim of its own; a tap on any of them opens
// the chat. Loaded with the sheets.
import { t } from '../i18n.ts';
import { nameOf, roleOf } from '../ui/message-words.ts';
import { chatOf } from './chat-of-visit.ts';
import { isWide } from './tabs.ts';
import type { Visit } from './visit.ts';

export const ChatLines = ({ visit }: { visit: Visit }) => {
  const { lines } = chatOf(visit);
  if (isWide.value || visit.connection.status.value === 'closed' || !visit.room.value.room) return null;
  const covered = visit.sheets.stack.value.length > 0;
  return (
    <div class="chat-lines">
      {/* Read out in the chat itself, which the button opens */}
      {lines.value.map((message) => (
        <p
          key={message.id}
          class="chat-line"
          aria-hidden="true"
          data-testid={covered ? undefined : 'chat-item'}
          data-id={message.id}
          data-role={message.role}
        >
          <b>{nameOf(message)}</b> {roleOf(message) && <span class="role">{roleOf(message)}</span>}{' '}
          <span dir="auto">{message.text}</span>
        </p>
      ))}
      <button
        type="button"
        class="chat-line write"
        data-testid="chat-open"
        aria-haspopup="dialog"
        aria-label={t('chat.open')}
        onClick={() => visit.sheets.open({ kind: 'chat' })}
      >
        {t('chat.write')}
      </button>
    </div>
  );
};
