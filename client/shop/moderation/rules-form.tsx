// The rules of a room: pace, links, words, approval, shadow; each with what it means for who writes. Helpers read them.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toast.tsx';
import { useEditing } from '../parts/editing.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { Refused } from '../parts/refused.tsx';
import { focusFirstWrong, SaveBar } from '../parts/save-bar.tsx';
import { TextField } from '../parts/texts.tsx';
import { numberText } from '../parts/words.ts';
import { RuleTry } from './rule-try.tsx';
import {
  countWords,
  mostWords,
  rulesDraft,
  rulesOf,
  slowest,
  wordsIn,
  type RulesDraft,
  type RulesWrong,
} from './rules-draft.ts';

type PartProps = {
  draft: RulesDraft;
  wrong: RulesWrong;
  set: (change: Partial<RulesDraft>) => void;
  mayChange: boolean;
};

type GroupProps = { title: string; mayChange: boolean; children: ComponentChildren };

const Group = ({ title, mayChange, children }: GroupProps) => (
  <fieldset class="card part" disabled={!mayChange}>
    <legend>{title}</legend>
    {children}
  </fieldset>
);

type TickProps = PartProps & { field: 'links' | 'approveChat' | 'approveQuestions' | 'shadow' };

const Tick = ({ draft, set, field }: TickProps) => (
  <label class="choice">
    <input
      type="checkbox"
      checked={draft[field]}
      onChange={(event) => set({ [field]: event.currentTarget.checked })}
    />
    <span>
      {t(`shop.rules.${field}`)}
      <span class="quiet under">{t(`shop.rules.${field}.hint`)}</span>
    </span>
  </label>
);

const PacePart = (props: PartProps) => (
  <Group title={t('shop.rules.flow')} mayChange={props.mayChange}>
    <div class="slow-field">
      <TextField
        label={t('shop.rules.slow')}
        hint={t('shop.rules.slow.hint')}
        kind="whole"
        value={props.draft.slow}
        wrong={props.wrong.slow && t('shop.rules.slow.wrong', { most: numberText(slowest) })}
        onInput={(slow) => props.set({ slow })}
      />
    </div>
    <div class="choices">
      <Tick {...props} field="approveChat" />
      <Tick {...props} field="approveQuestions" />
      <Tick {...props} field="links" />
    </div>
  </Group>
);

const wordsWrong = ({ words }: RulesWrong): string | null =>
  words
    ? t(`shop.rules.words.${words.why}`, { line: words.line, text: words.text, most: numberText(mostWords) })
    : null;

const WordsPart = (props: PartProps) => (
  <Group title={t('shop.rules.words')} mayChange={props.mayChange}>
    <TextField
      label={t('shop.rules.words.label')}
      hint={t('shop.rules.words.hint')}
      rows={8}
      value={props.draft.words}
      wrong={wordsWrong(props.wrong)}
      onInput={(words) => props.set({ words })}
    />
    <p class="quiet small numbers">
      {t('shop.rules.words.count', {
        count: numberText(countWords(props.draft.words)),
        most: numberText(mostWords),
      })}
    </p>
  </Group>
);

const ShadowPart = (props: PartProps) => (
  <Group title={t('shop.rules.refused')} mayChange={props.mayChange}>
    <div class="choices">
      <Tick {...props} field="shadow" />
    </div>
    <p class="quiet small">{t('shop.rules.shadow.honest')}</p>
  </Group>
);

export const RulesForm = ({ room, mayChange }: { room: string; mayChange: boolean }) => {
  const form = useRef<HTMLFormElement>(null);
  const editing = useEditing<RulesDraft>(async () => rulesDraft((await office.rules(room)).rules));
  const wrong = useSignal<RulesWrong>({});
  const draft = editing.draft.value;

  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!draft || !mayChange) return;
    const read = rulesOf(draft);
    wrong.value = 'wrong' in read ? read.wrong : {};
    if ('wrong' in read) return focusFirstWrong(form.current);
    const stored = await editing.save(async () =>
      rulesDraft((await office.saveRules(room, read.rules)).rules),
    );
    if (stored) toast(t('shop.rules.saved'), 'ok');
  };

  if (editing.problem.value) return <LoadProblem code={editing.problem.value} onRetry={editing.load} />;
  if (!draft) return <Skeleton />;
  const props = { draft, wrong: wrong.value, set: editing.set, mayChange };
  return (
    <form ref={form} class="long-form" noValidate onSubmit={(event) => void save(event)}>
      {!mayChange && (
        <Notice>
          <p>{t('shop.rules.readOnly')}</p>
        </Notice>
      )}
      <PacePart {...props} />
      <WordsPart {...props} />
      <section class="card part">
        <RuleTry words={wordsIn(draft.words).words} links={draft.links} />
      </section>
      <ShadowPart {...props} />
      <Refused error={editing.refused.value} />
      {mayChange && (
        <SaveBar
          isDirty={editing.isDirty.value}
          busy={editing.busy.value}
          label={t('shop.rules.save')}
          onUndo={() => {
            wrong.value = {};
            editing.undo();
          }}
        />
      )}
    </form>
  );
};
