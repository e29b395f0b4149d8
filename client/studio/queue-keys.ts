// What the queue's keys do, and the words for what they did or could not do. Rule: STU-64.
import type { Key } from '../../shared/i18n/index.ts';
import { t } from '../i18n.ts';
import { announce } from '../ui/live-region.tsx';
import { toast } from '../ui/toast.tsx';
import type { RowActions } from './queue-row.tsx';
import type { Place, Queue } from './queue.ts';

/** Seen and read out: who pressed a key looks for its effect. */
const tell = (key: Key): void => toast(t(key));

export const takeNext = async (queue: Queue): Promise<void> => {
  if (queue.taking) return;
  if ((await queue.takeNext()) === 'empty')
    tell(queue.filter.peek() === 'all' ? 'studio.queue.noneWaiting' : 'studio.queue.noneHere');
};

const saidOf = {
  next: 'studio.queue.said.next',
  waiting: 'studio.queue.said.waiting',
  answered: 'studio.queue.said.answered',
} as const;

const moveBy = async (queue: Queue, id: string, to: Exclude<Place, 'answering'>): Promise<void> => {
  const text = queue.find(id)?.text ?? '';
  if (!(await queue.move(id, to))) return;
  announce(to === 'dismissed' ? t('studio.queue.said.dismissed') : t(saidOf[to], { text }));
};

export const undoDismissal = async (queue: Queue): Promise<void> => {
  const text = queue.undo.dismissed.peek().at(-1)?.text;
  if (text === undefined) tell('studio.queue.nothingToUndo');
  else if (await queue.undoDismissal()) announce(t('studio.queue.said.waiting', { text }));
};

export const queueKeys = (queue: Queue, actions: RowActions): Record<string, () => void> => {
  const withSelected = (work: (id: string) => void) => (): void => {
    const id = queue.selected.peek();
    if (id === null)
      tell(queue.waiting.peek().length > 0 ? 'studio.queue.noneSelected' : 'studio.queue.noneWaiting');
    else work(id);
  };
  const step = (by: 1 | -1) => (): void => {
    if (queue.step(by)) return;
    announce(t(queue.rows.peek().length > 0 ? 'studio.queue.end' : 'studio.queue.noneWaiting'));
  };
  return {
    ' ': () => void takeNext(queue),
    a: () => {
      const question = queue.onCamera.peek();
      if (question) void moveBy(queue, question.id, 'answered');
      else tell('studio.queue.nothing');
    },
    j: step(1),
    k: step(-1),
    n: withSelected((id) => void moveBy(queue, id, queue.find(id)?.state === 'next' ? 'waiting' : 'next')),
    r: withSelected((id) => actions.reply(id)),
    d: withSelected((id) => void moveBy(queue, id, 'dismissed')),
    u: () => void undoDismissal(queue),
  };
};
