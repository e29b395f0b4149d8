// What can be done with one message, from the message itself: reply and report for everyone, and for the staff pin, remove, mute
// and ban. What cannot be undone, or is against a person, says what it does and is asked once. Never against the staff.
// Rules: CHT-33, CHT-34.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../shared/moderation.ts';
import type { Key } from '../../shared/i18n/index.ts';
import { t } from '../i18n.ts';
import type { ChatDesk } from '../lib/chat-desk.ts';
import { RequestError } from '../lib/replies.ts';
import { ActForm, type Choice } from './message-act-form.tsx';
import { nameOf } from './message-words.ts';
import { toast } from './toast.tsx';

type Act = 'report' | 'remove' | 'mute' | 'ban';
type Props = { desk: ChatDesk; message: MessageView; mine: boolean; onDone: () => void };

const told = (error: unknown): void =>
  toast(t(error instanceof RequestError ? `error.${error.code}` : 'error.internal'), 'bad');

/** True: done, and said. */
export const carriedOut = async (work: Promise<unknown>, done: Key, name = ''): Promise<boolean> => {
  try {
    await work;
    toast(t(done, { name }), 'ok');
    return true;
  } catch (error) {
    told(error);
    return false;
  }
};

const requestOf = ({ connection }: ChatDesk, act: Act, subjectId: string, { reason, amount }: Choice) => {
  if (act === 'report') return connection.request('moderation.report', { subjectId, reason });
  if (act === 'remove') return connection.request('moderation.remove', { subjectId });
  if (act === 'mute') return connection.request('moderation.mute', { subjectId, minutes: amount, reason });
  return connection.request('moderation.ban', { subjectId, hours: amount, reason });
};

export const MessageActs = ({ desk, message, mine, onDone }: Props) => {
  const [act, choose] = useState<Act | null>(null);
  const name = nameOf(message);
  if (act) {
    return (
      <ActForm
        key={act}
        act={act}
        name={name}
        onCancel={onDone}
        onDo={async (choice) => {
          const done = await carriedOut(requestOf(desk, act, message.id, choice), `chat.${act}.done`, name);
          if (done) onDone();
        }}
      />
    );
  }
  return <Offered desk={desk} message={message} mine={mine} onDone={onDone} onChoose={choose} />;
};

type OfferedProps = Props & { onChoose: (act: Act) => void };

/** Which acts there are: nobody reports himself, and nothing is done against the staff. */
const actsFor = ({ desk, message, mine }: Pick<Props, 'desk' | 'message' | 'mine'>): Act[] => {
  if (!desk.isStaff.value) return mine || message.role !== 'viewer' ? [] : ['report'];
  if (mine) return ['remove'];
  return message.role === 'viewer' ? ['remove', 'mute', 'ban'] : [];
};

const Offered = ({ desk, message, mine, onDone, onChoose }: OfferedProps) => {
  const box = useRef<HTMLDivElement>(null);
  const isPinned = desk.chat.value.pinned?.id === message.id;
  const pin = async (): Promise<void> => {
    const messageId = isPinned ? null : message.id;
    const work = desk.connection.request('chat.pin', { messageId });
    if (await carriedOut(work, isPinned ? 'chat.unpin.done' : 'chat.pin.done')) onDone();
  };
  const reply = (): void => {
    onDone();
    desk.talk.replyTo.value = message;
  };
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div class="acts" role="group" aria-label={nameOf(message)} ref={box}>
      <button type="button" class="button small" data-testid="chat-reply" onClick={reply}>
        {t('chat.do.reply')}
      </button>
      {desk.isStaff.value && (
        <button type="button" class="button small" data-testid="chat-pin" onClick={() => void pin()}>
          {t(isPinned ? 'chat.do.unpin' : 'chat.do.pin')}
        </button>
      )}
      {actsFor({ desk, message, mine }).map((act) => (
        <button
          key={act}
          type="button"
          class="button small"
          data-testid={`chat-${act}`}
          onClick={() => onChoose(act)}
        >
          {t(`chat.do.${act}`)}
        </button>
      ))}
    </div>
  );
};
