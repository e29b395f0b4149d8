// One product: its form, its pictures, its stock and prices behind every number; archived and restored.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { t } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toast.tsx';
import { addressOf } from '../parts/address.ts';
import { currency } from '../parts/currency.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { Page } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { focusFirstWrong, SaveBar } from '../parts/save-bar.tsx';
import { TextField } from '../parts/texts.tsx';
import { go, holdBack } from '../parts/travel.ts';
import type { Draft, Wrong } from './draft.ts';
import { productEditor, type Editor } from './editor.ts';
import { PictureFields } from './picture-fields.tsx';
import { pictures as newPictures, type Pictures } from './pictures.ts';
import { StockDrawer } from './stock-drawer.tsx';
import { VariantFields } from './variant-fields.tsx';
import { VariantList } from './variant-list.tsx';

type Props = { id: string | null; mayChange: boolean; back: { href: string; label: string } };
type PartProps = { draft: Draft; wrong: Wrong; set: (change: Partial<Draft>) => void };

const Basics = ({ draft, wrong, set }: PartProps) => (
  <fieldset class="card part">
    <legend>{t('shop.product')}</legend>
    <TextField
      label={t('shop.product.title')}
      value={draft.title}
      maxLength={120}
      wrong={wrong.title && t(`shop.wrong.${wrong.title}`)}
      onInput={(title) => set({ title })}
    />
    <TextField
      label={t('shop.product.description')}
      value={draft.description}
      maxLength={4000}
      rows={5}
      onInput={(description) => set({ description })}
    />
  </fieldset>
);

const Details = ({ draft, set }: PartProps) => (
  <fieldset class="card part">
    <legend>{t('shop.product.details')}</legend>
    <div class="fields two">
      {(['sizeNotes', 'care'] as const).map((field) => (
        <TextField
          key={field}
          label={t(`shop.product.${field}`)}
          hint={t(`shop.product.${field}.hint`)}
          value={draft[field]}
          maxLength={1000}
          rows={3}
          onInput={(text) => set({ [field]: text })}
        />
      ))}
    </div>
  </fieldset>
);

const Safety = ({ draft, set }: PartProps) => (
  <fieldset class="card part">
    <legend>{t('shop.product.safety')}</legend>
    <p class="quiet small">{t('shop.product.safety.help')}</p>
    <div class="fields two">
      {(['maker', 'responsible'] as const).map((field) => (
        <TextField
          key={field}
          label={t(`shop.product.${field}`)}
          hint={t(`shop.product.${field}.hint`)}
          value={draft[field]}
          maxLength={500}
          rows={3}
          onInput={(text) => set({ [field]: text })}
        />
      ))}
    </div>
    <TextField
      label={t('shop.product.warnings')}
      hint={t('shop.product.warnings.hint')}
      value={draft.warnings}
      maxLength={1000}
      rows={2}
      onInput={(warnings) => set({ warnings })}
    />
  </fieldset>
);

const ArchiveButton = ({ editor }: { editor: Editor }) => {
  const product = editor.product.value;
  if (!product) return null;
  const archived = product.archivedAt !== null;
  const turn = async (): Promise<void> => {
    const done = await editor.run(() => (archived ? office.restore(product.id) : office.archive(product.id)));
    if (done)
      toast(t(archived ? 'shop.product.restored' : 'shop.product.archived', { name: product.title }), 'ok');
  };
  return (
    <button
      type="button"
      class="button"
      disabled={editor.busy.value || editor.isDirty.value}
      onClick={() => void turn()}
    >
      <Icon name="archive" />
      {t(archived ? 'shop.product.restore' : 'shop.product.archive')}
    </button>
  );
};

const Notices = ({ editor, mayChange }: { editor: Editor; mayChange: boolean }) => (
  <>
    {(editor.product.value?.archivedAt ?? null) !== null && (
      <Notice title={t('shop.product.isArchived')}>
        <p>{t('shop.product.isArchived.help')}</p>
      </Notice>
    )}
    {!mayChange && (
      <Notice>
        <p>{t('shop.product.readOnly')}</p>
      </Notice>
    )}
    {editor.merged.value && (
      <Notice kind="warn" title={t('shop.merged')}>
        <p>{t('shop.merged.help')}</p>
      </Notice>
    )}
  </>
);

/** Saves the form, then sends the pictures that waited for it. */
const useSaving = (editor: Editor, pictures: Pictures, isNew: boolean) => {
  const form = useRef<HTMLFormElement>(null);
  const send = (id: string) => pictures.send(id, editor.take);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const money =
      editor.product.peek()?.variants.find(({ price }) => price)?.price?.currency ?? currency.peek();
    const saved = await editor.save(money);
    if (saved === 'wrong') return focusFirstWrong(form.current);
    if (!saved) return;
    toast(t(isNew ? 'shop.product.created' : 'shop.product.saved', { name: saved.title }), 'ok');
    const sent = await send(saved.id);
    if (!sent) toast(t('shop.picture.failed'), 'bad');
    if (isNew) go(addressOf({ page: 'products', rest: [saved.id] }), { replace: true, leave: true });
  };
  return { form, save, send };
};

export const ProductPage = ({ id, mayChange, back }: Props) => {
  const editor = useMemo(() => productEditor(id), []);
  const pictures = useMemo(newPictures, []);
  const open = useSignal<{ variantId: string; tab: 'ledger' | 'prices' } | null>(null);
  const { form, save, send } = useSaving(editor, pictures, id === null);
  useEffect(() => void editor.load(), []);
  useEffect(() => holdBack(() => editor.isDirty.peek() || pictures.waiting.peek().length > 0), []);
  useEffect(() => pictures.close, []);

  const product = editor.product.value;
  const draft = editor.draft.value;
  const money = product?.variants.find(({ price }) => price)?.price?.currency ?? currency.value;
  const set = (change: Partial<Draft>): void => {
    editor.draft.value = { ...editor.draft.peek(), ...change };
  };
  const parts = { draft, wrong: editor.wrong.value, set };
  const title = id === null ? t('shop.products.new') : (product?.title ?? t('shop.product'));
  const onStock = (variantId: string, tab: 'ledger' | 'prices'): void => {
    open.value = { variantId, tab };
  };
  const addedPictures = (): void => {
    if (product) void send(product.id);
  };

  return (
    <Page title={title} back={back} actions={mayChange && product && <ArchiveButton editor={editor} />}>
      {editor.problem.value && (
        <LoadProblem
          code={editor.problem.value}
          stale={product !== null}
          onRetry={() => void editor.load()}
        />
      )}
      {id !== null && !product && !editor.problem.value && <Skeleton />}
      {(id === null || product) && (
        <form ref={form} class="long-form" noValidate onSubmit={(event) => void save(event)}>
          <Notices editor={editor} mayChange={mayChange} />
          <fieldset class="long-form" disabled={!mayChange}>
            <Basics {...parts} />
            {mayChange && <PictureFields {...parts} pictures={pictures} onAdded={addedPictures} />}
          </fieldset>
          {mayChange ? (
            <VariantFields {...parts} money={money} product={product} onStock={onStock} />
          ) : (
            product && <VariantList product={product} onStock={onStock} />
          )}
          <fieldset class="long-form" disabled={!mayChange}>
            <Details {...parts} />
            <Safety {...parts} />
          </fieldset>
          <Refused error={editor.refused.value} />
          {mayChange && (
            <SaveBar
              isDirty={editor.isDirty.value || (id === null && pictures.waiting.value.length > 0)}
              busy={editor.busy.value}
              label={t(id === null ? 'shop.product.create' : 'common.save')}
              onUndo={id === null ? null : editor.undo}
            />
          )}
        </form>
      )}
      {product && open.value && (
        <StockDrawer
          productId={product.id}
          variantId={open.value.variantId}
          tab={open.value.tab}
          mayPrice={mayChange}
          onClose={() => (open.value = null)}
          onChanged={() => void editor.load()}
        />
      )}
    </Page>
  );
};
