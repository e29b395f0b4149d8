// The shop's rules: how long a piece is kept, how much one person may keep, how long names stay. Each with what it means, and
// above all the sentence that viewers will read.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { formatLocale, t } from '../../i18n.ts';
import { toast } from '../../ui/toast.tsx';
import { useEditing } from '../parts/editing.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { Refused } from '../parts/refused.tsx';
import { focusFirstWrong, SaveBar } from '../parts/save-bar.tsx';
import { TextField } from '../parts/texts.tsx';
import { moneyText, numberText, timeText } from '../parts/words.ts';
import { policyDraft, policyOf, ranges, type PolicyDraft, type PolicyWrong } from './policy-draft.ts';

type PartProps = { draft: PolicyDraft; wrong: PolicyWrong; set: (change: Partial<PolicyDraft>) => void };

const wrongText = (field: keyof PolicyDraft, wrong: PolicyWrong): string | null => {
  const kind = wrong[field];
  if (!kind) return null;
  const [least, most] = field in ranges ? ranges[field as keyof typeof ranges] : [0, 0];
  return t(`shop.policy.wrong.${kind}`, { least: numberText(least), most: numberText(most) });
};

type NumberProps = PartProps & {
  field: Exclude<keyof PolicyDraft, 'from'>;
  kind?: 'whole' | 'money' | 'text';
};

const PolicyField = ({ draft, wrong, set, field, kind = 'whole' }: NumberProps) => (
  <TextField
    label={t(`shop.policy.${field}`)}
    hint={t(`shop.policy.${field}.hint`)}
    kind={kind}
    value={draft[field]}
    wrong={wrongText(field, wrong)}
    onInput={(text) => set({ [field]: text })}
  />
);

const HoldPart = (props: PartProps) => (
  <fieldset class="card part">
    <legend>{t('shop.policy.hold')}</legend>
    <div class="choices">
      {(['show', 'placing'] as const).map((from) => (
        <label key={from} class="choice">
          <input
            type="radio"
            name="from"
            checked={props.draft.from === from}
            onChange={() => props.set({ from })}
          />
          <span>{t(`shop.policy.from.${from}`)}</span>
        </label>
      ))}
    </div>
    <div class="fields three">
      <PolicyField {...props} field="minutes" />
      <PolicyField {...props} field="extension" />
      <PolicyField {...props} field="offer" />
    </div>
  </fieldset>
);

const LimitsPart = (props: PartProps) => (
  <fieldset class="card part">
    <legend>{t('shop.policy.limits')}</legend>
    <div class="fields three">
      <PolicyField {...props} field="perVariant" />
      <PolicyField {...props} field="perShow" />
      <PolicyField {...props} field="perPerson" kind="money" />
      <PolicyField {...props} field="large" kind="money" />
      <PolicyField {...props} field="coolOff" />
    </div>
  </fieldset>
);

const OtherPart = (props: PartProps) => (
  <fieldset class="card part">
    <legend>{t('shop.policy.rest')}</legend>
    <div class="fields three">
      <PolicyField {...props} field="retention" />
      <PolicyField {...props} field="currency" kind="text" />
      <PolicyField {...props} field="hostAway" />
    </div>
  </fieldset>
);

const exampleAt = new Date(2026, 0, 1, 20, 30).getTime();

/** What a viewer who reserves at half past eight would be told. */
const Example = ({ draft }: { draft: PolicyDraft }) => {
  const read = policyOf(draft);
  if ('wrong' in read) return null;
  const { hold, perVariant, perPersonCents, currency } = read.policy;
  return (
    <figure class="example">
      <figcaption class="quiet small">{t('shop.policy.example')}</figcaption>
      <blockquote>
        <p>
          {hold.from === 'show'
            ? t('shop.policy.example.show', { minutes: numberText(hold.minutes) })
            : t('shop.policy.example.placing', { time: timeText(exampleAt + hold.minutes * 60_000) })}
        </p>
        <p class="quiet">
          {t('shop.policy.example.limits', {
            pieces: numberText(perVariant),
            sum: moneyText(perPersonCents, currency),
          })}
        </p>
      </blockquote>
    </figure>
  );
};

const readPolicy = async (): Promise<PolicyDraft> =>
  policyDraft((await office.policy()).policy, formatLocale());

export const PolicyForm = () => {
  const form = useRef<HTMLFormElement>(null);
  const editing = useEditing(readPolicy);
  const wrong = useSignal<PolicyWrong>({});
  const draft = editing.draft.value;

  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!draft) return;
    const read = policyOf(draft);
    wrong.value = 'wrong' in read ? read.wrong : {};
    if ('wrong' in read) return focusFirstWrong(form.current);
    const stored = await editing.save(async () =>
      policyDraft((await office.savePolicy(read.policy)).policy, formatLocale()),
    );
    if (stored) toast(t('shop.policy.saved'), 'ok');
  };

  if (editing.problem.value) return <LoadProblem code={editing.problem.value} onRetry={editing.load} />;
  if (!draft) return <Skeleton />;
  const props = { draft, wrong: wrong.value, set: editing.set };
  return (
    <form ref={form} class="long-form" noValidate onSubmit={(event) => void save(event)}>
      <Example draft={draft} />
      <HoldPart {...props} />
      <LimitsPart {...props} />
      <OtherPart {...props} />
      <Refused error={editing.refused.value} />
      <SaveBar
        isDirty={editing.isDirty.value}
        busy={editing.busy.value}
        label={t('common.save')}
        onUndo={editing.undo}
      />
    </form>
  );
};
