// Who the shop is: what the law wants on every public page, where to pick up, and what happens to names and numbers.
import { t } from '../../i18n.ts';
import { toast } from '../../ui/toast.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useEditing } from '../parts/editing.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { Refused } from '../parts/refused.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { TextField } from '../parts/texts.tsx';
import type { Identity } from '../../../shared/shop.ts';

/** What must not be empty before the first viewer comes. */
const needed = ['name', 'seat', 'email', 'vat', 'pickUp', 'privacy'] as const;

const shapes: Record<keyof Identity, { maxLength: number; rows?: number; kind?: 'email' | 'tel' }> = {
  name: { maxLength: 120 },
  seat: { maxLength: 300, rows: 2 },
  email: { maxLength: 120, kind: 'email' },
  phone: { maxLength: 40, kind: 'tel' },
  vat: { maxLength: 40 },
  rea: { maxLength: 40 },
  pickUp: { maxLength: 500, rows: 4 },
  privacy: { maxLength: 8000, rows: 10 },
};

const read = async (): Promise<Identity> => (await office.shop()).identity;

export const IdentityForm = () => {
  const editing = useEditing(read);
  const draft = editing.draft.value;

  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (draft && (await editing.save(async () => (await office.saveShop(draft)).identity)))
      toast(t('shop.identity.saved'), 'ok');
  };

  if (editing.problem.value) return <LoadProblem code={editing.problem.value} onRetry={editing.load} />;
  if (!draft) return <Skeleton />;
  const missing = needed.filter((field) => !draft[field].trim());
  const field = (name: keyof Identity) => (
    <TextField
      key={name}
      label={t(`shop.identity.${name}`)}
      hint={t(`shop.identity.${name}.hint`)}
      value={draft[name]}
      onInput={(text) => editing.set({ [name]: text })}
      {...shapes[name]}
    />
  );
  return (
    <form class="long-form" noValidate onSubmit={(event) => void save(event)}>
      {missing.length > 0 && (
        <Notice title={t('shop.identity.missing')}>
          <p>{missing.map((name) => t(`shop.identity.${name}`)).join(' · ')}</p>
        </Notice>
      )}
      <fieldset class="card part">
        <legend>{t('shop.identity.who')}</legend>
        <div class="fields two">{(['name', 'seat', 'email', 'phone', 'vat', 'rea'] as const).map(field)}</div>
      </fieldset>
      <fieldset class="card part">
        <legend>{t('shop.identity.what')}</legend>
        {(['pickUp', 'privacy'] as const).map(field)}
      </fieldset>
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
