// A question's way out: from the draft into the outbox, once it is wanted. Loaded with the sheets. Never draws. Rule: CLI-64.
import { effect } from '@preact/signals';
import { t } from '../i18n.ts';
import { emptyDraft } from '../lib/ask-draft.ts';
import { wishOf } from '../lib/ask-wish.ts';
import { toast } from '../ui/toast.tsx';
import { askingOf } from './asking.ts';
import type { Desk } from './desk.ts';
import type { Visit } from './visit.ts';

const send = (visit: Visit, { outbox }: Desk): void => {
  const { draft } = visit.asking;
  const { shelf } = visit.room.peek();
  const wish = wishOf(draft.peek(), shelf, t('ask.tryOn.text'));
  if (!wish || askingOf(visit) !== 'open') return;
  // Two different questions may be on their way; the same one twice is one.
  outbox.add('question.ask', JSON.stringify(wish), wish);
  draft.value = emptyDraft;
  visit.tab.value = 'questions';
  if (visit.sheets.stack.peek().at(-1)?.kind === 'ask') visit.sheets.close();
  if (visit.connection.status.peek() !== 'open') toast(t('ask.told.offline'));
};

export const startSending = (visit: Visit): void => {
  const { wanted } = visit.asking;
  effect(() => {
    const desk = visit.desk.value;
    if (!wanted.value || !desk) return;
    queueMicrotask(() => {
      if (wanted.peek()) send(visit, desk);
      wanted.value = false;
    });
  });
};
