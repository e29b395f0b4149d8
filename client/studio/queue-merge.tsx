// Questions side by side that may ask the same: the one that stays, and those that go into it by one tap each. The similar ones
// come first; any other that waits can be found by its words. Rule: STU-65.
import { useSignal, type Signal } from '@preact/signals';
import { isOpenQuestion } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';
import { t, tn } from '../i18n.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { toast } from '../ui/toast.tsx';
import { askersOf, directionOf, firstOf } from './queue-order.ts';
import { Quoted } from './queue-parts.tsx';
import type { Queue } from './queue.ts';
import { askWords, nameOf } from './queue-words.ts';
import type { RunOfShow } from './run-of-show.ts';

type Props = { queue: Queue; run: RunOfShow; questionId: string | null; onClose: () => void };

const mostOthers = 10;

const isMergeable = ({ state }: QuestionView): boolean => isOpenQuestion(state);

const hasWords = ({ text }: QuestionView, words: string): boolean =>
  text.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());

/** Those about the same product first. */
const othersOf = (queue: Queue, kept: QuestionView, similar: readonly QuestionView[], words: string) =>
  queue.questions.value
    .filter(isMergeable)
    .filter(({ id }) => id !== kept.id && !similar.some((each) => each.id === id))
    .filter((question) => hasWords(question, words))
    .toSorted((a, b) => Number(b.productId === kept.productId) - Number(a.productId === kept.productId))
    .slice(0, mostOthers);

type CandidateProps = Pick<Props, 'queue' | 'run'> & {
  question: QuestionView;
  primary: boolean;
  onMerge: () => void;
};

const Candidate = ({ queue, run, question, primary, onMerge }: CandidateProps) => {
  const busy = queue.doing(question.id) !== null;
  return (
    <li class="merge-one" data-testid="merge-candidate" data-id={question.id}>
      <Quoted question={question} products={run.products.value} />
      <div class="merge-line">
        <span class="small quiet numbers">{askWords(question)}</span>
        <button
          type="button"
          class={primary ? 'button primary' : 'button'}
          data-testid="merge-into"
          disabled={busy || !queue.online.value}
          aria-label={nameOf(t('studio.merge.do'), question)}
          onClick={onMerge}
        >
          {t(busy ? 'studio.queue.doing.merging' : 'studio.merge.do')}
        </button>
      </div>
    </li>
  );
};

type SideProps = Pick<Props, 'queue' | 'run' | 'onClose'> & { opened: QuestionView };

const useMerge = ({ queue, onClose }: SideProps, kept: QuestionView, similar: readonly QuestionView[]) => {
  const say = (question: QuestionView): void => toast(tn('studio.merge.done', askersOf(question)), 'ok');
  const one = async (question: QuestionView): Promise<void> => {
    const merged = await queue.merge(directionOf(kept, question));
    if (!merged) return;
    say(merged);
    if (similar.every(({ id }) => id === question.id)) onClose();
  };
  const all = async (): Promise<void> => {
    let last: QuestionView | null = null;
    for (const question of similar) {
      const merged = await queue.merge(directionOf(kept, question));
      // Told already; what is left stays in the list.
      if (!merged) return;
      last = merged;
    }
    if (last) say(last);
    onClose();
  };
  return { one, all };
};

const Others = ({
  queue,
  run,
  kept,
  similar,
  words,
  onMerge,
}: Pick<Props, 'queue' | 'run'> & {
  kept: QuestionView;
  similar: readonly QuestionView[];
  words: Signal<string>;
  onMerge: (question: QuestionView) => void;
}) => {
  const others = othersOf(queue, kept, similar, words.value);
  const isAlone = others.length === 0 && words.value === '';
  if (isAlone) return similar.length === 0 ? <p class="quiet">{t('studio.merge.none')}</p> : null;
  return (
    <section class="stack" aria-labelledby="others-heading">
      <h3 id="others-heading">{t('studio.merge.others')}</h3>
      <Field label={t('studio.merge.search')}>
        {(ties) => (
          <input
            {...ties}
            class="input"
            type="search"
            value={words.value}
            onInput={(event) => (words.value = event.currentTarget.value)}
          />
        )}
      </Field>
      {others.length === 0 && <p class="quiet">{t('studio.merge.notFound')}</p>}
      <ul class="merge-list">
        {others.map((question) => (
          <Candidate
            key={question.id}
            queue={queue}
            run={run}
            question={question}
            primary={false}
            onMerge={() => onMerge(question)}
          />
        ))}
      </ul>
    </section>
  );
};

const Sides = (props: SideProps) => {
  const { queue, run, opened } = props;
  const words = useSignal('');
  const group = [opened, ...queue.similarTo(opened.id)];
  // Chosen once: what is merged meanwhile must not turn the sides around.
  const keptId = useSignal(firstOf(group.filter(isMergeable))?.id ?? opened.id);
  const kept = queue.find(keptId.value) ?? opened;
  const similar = group.filter((question) => question.id !== kept.id && isMergeable(question));
  const { one, all } = useMerge(props, kept, similar);
  if (!isMergeable(kept))
    return (
      <Notice kind="warn">
        <p>{t('studio.merge.over')}</p>
      </Notice>
    );
  return (
    <div class="stack merge">
      <p>{t('studio.merge.text')}</p>
      <div class="merge-sides">
        <section class="merge-kept" aria-labelledby="kept-heading" data-testid="merge-kept" data-id={kept.id}>
          <h3 id="kept-heading">{t('studio.merge.stays')}</h3>
          <Quoted question={kept} products={run.products.value} />
          <p class="small quiet numbers">{askWords(kept)}</p>
        </section>
        {similar.length > 0 && (
          <section class="stack" aria-labelledby="goes-heading">
            <h3 id="goes-heading">{t('studio.merge.goes')}</h3>
            <ul class="merge-list">
              {similar.map((question) => (
                <Candidate
                  key={question.id}
                  queue={queue}
                  run={run}
                  question={question}
                  primary={similar.length === 1}
                  onMerge={() => void one(question)}
                />
              ))}
            </ul>
            {similar.length > 1 && (
              <button
                type="button"
                class="button primary"
                data-testid="merge-all"
                disabled={!queue.online.value || similar.some(({ id }) => queue.doing(id) !== null)}
                onClick={() => void all()}
              >
                {t('studio.merge.doAll', { count: similar.length })}
              </button>
            )}
          </section>
        )}
      </div>
      <Others
        queue={queue}
        run={run}
        kept={kept}
        similar={similar}
        words={words}
        onMerge={(question) => void one(question)}
      />
    </div>
  );
};

export const QueueMerge = ({ queue, run, questionId, onClose }: Props) => {
  const opened = queue.find(questionId);
  return (
    <Dialog open={opened !== null} onClose={onClose} title={t('studio.merge.title')}>
      {opened && <Sides key={opened.id} queue={queue} run={run} opened={opened} onClose={onClose} />}
    </Dialog>
  );
};
