// The answers that the studio offers again, by product; removed after one question.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { SavedAnswer } from '../../../shared/questions.ts';
import { t, tn } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { pagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office } from '../parts/office-api.ts';
import { tell } from '../parts/refused.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { filter, place } from '../parts/travel.ts';
import { allAnswers, answerGroups, type AnswerGroup } from './answer-groups.ts';

const Answer = ({ answer, onRemove }: { answer: SavedAnswer; onRemove: () => void }) => (
  <li class="entry answer" data-id={answer.id}>
    <div class="answer-words">
      <strong>{answer.question}</strong>
      <p>{answer.answer}</p>
      <p class="quiet small numbers">{tn('shop.answers.uses', answer.uses)}</p>
    </div>
    <button
      type="button"
      class="button small"
      aria-label={t('shop.answers.remove', { question: answer.question })}
      onClick={onRemove}
    >
      {t('shop.remove')}
    </button>
  </li>
);

type GroupProps = { group: AnswerGroup; onRemove: (answer: SavedAnswer) => void };

const Group = ({ group, onRemove }: GroupProps) => (
  <section class="card part">
    <h2>
      {group.productId === null ? (
        t('shop.answers.general')
      ) : (
        <a class="cell-link" href={`/shop/products/${group.productId}`}>
          {group.title}
        </a>
      )}
    </h2>
    <ul class="entries">
      {group.answers.map((answer) => (
        <Answer key={answer.id} answer={answer} onRemove={() => onRemove(answer)} />
      ))}
    </ul>
  </section>
);

type AskProps = { answer: SavedAnswer | null; onClose: () => void; onRemoved: (answer: SavedAnswer) => void };

const AskToRemove = ({ answer, onClose, onRemoved }: AskProps) => {
  const remove = async (): Promise<void> => {
    if (!answer) return;
    onClose();
    try {
      await office.removeAnswer(answer.id);
      toast(t('shop.answers.removed'), 'ok');
      onRemoved(answer);
    } catch (error) {
      tell(error);
    }
  };
  return (
    <Dialog
      open={answer !== null}
      title={t('shop.answers.remove.title')}
      onClose={onClose}
      footer={
        <>
          <button type="button" class="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="button" class="button danger" onClick={() => void remove()}>
            {t('shop.answers.remove.do')}
          </button>
        </>
      }
    >
      <blockquote class="quoted">{answer?.answer}</blockquote>
      <p>{t('shop.answers.remove.text')}</p>
    </Dialog>
  );
};

export const Answers = () => {
  const { q = '' } = place.value.query;
  const list = useMemo(() => pagedList<SavedAnswer>(), []);
  const removing = useSignal<SavedAnswer | null>(null);
  const load = (): Promise<void> =>
    list.load(async () => ({ rows: await allAnswers(office.answers), next: null }));
  useEffect(() => void load(), []);
  const state = list.state.value;
  return (
    <>
      <p class="quiet lead">{t('shop.answers.help')}</p>
      {(state.rows?.length ?? 0) > 0 && (
        <div class="filters">
          <SearchField label={t('shop.answers.search')} value={q} onSearch={(text) => filter({ q: text })} />
        </div>
      )}
      <ListView
        state={state}
        onRetry={() => void load()}
        onMore={() => {}}
        empty={<Empty title={t('shop.answers.empty')} text={t('shop.answers.empty.help')} />}
      >
        {(rows) => {
          const groups = answerGroups(rows, q);
          return groups.length === 0 ? (
            <Empty title={t('shop.nothingFound', { q })} text={t('shop.answers.found.help')} />
          ) : (
            <div class="answers">
              {groups.map((group) => (
                <Group
                  key={group.productId ?? ''}
                  group={group}
                  onRemove={(answer) => (removing.value = answer)}
                />
              ))}
            </div>
          );
        }}
      </ListView>
      <AskToRemove
        answer={removing.value}
        onClose={() => (removing.value = null)}
        onRemoved={({ id }) => list.replace((row) => row.id === id, null)}
      />
    </>
  );
};
