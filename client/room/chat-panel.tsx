// The chat in the room: a sheet on a phone, a tab of the column on a wide page. Who has no name yet is asked for one with the
// first message. Loaded with the sheets. Rule: CHT-36.
import { useSignalEffect } from '@preact/signals';
import { useState } from 'preact/hooks';
import { t } from '../i18n.ts';
import { MessagePanel } from '../ui/message-panel.tsx';
import { askOf, chatOf } from './chat-of-visit.ts';
import { NameSheet } from './name-sheet.tsx';
import type { Visit } from './visit.ts';

export const ChatPanel = ({ visit }: { visit: Visit }) => {
  const { desk } = chatOf(visit);
  const [naming, name] = useState(false);
  const [wasAsked, setWasAsked] = useState(false);
  const isUnnamed = visit.nickname.value === null && !desk.isStaff.value;
  const isClosed = visit.connection.status.value === 'closed';
  // Whoever is out reads why, and nothing over it.
  useSignalEffect(() => {
    if (visit.connection.status.value === 'closed') queueMicrotask(visit.sheets.close);
  });
  const maySay = (): boolean => {
    if (!isUnnamed || wasAsked) return true;
    name(true);
    return false;
  };
  const named = (): void => {
    name(false);
    setWasAsked(true);
    // Closed without a name: what was written may be said as a guest, but not by closing a window.
    if (visit.nickname.peek() !== null) desk.talk.say();
  };
  if (isClosed) return null;
  return (
    <>
      <MessagePanel
        desk={desk}
        ask={askOf(visit)}
        maySay={maySay}
        hint={isUnnamed && wasAsked && desk.talk.text.value ? t('chat.unnamed') : null}
      />
      <NameSheet visit={visit} open={naming} onClose={named} />
    </>
  );
};
