// The run of show while its order is changed: a draft that nobody sees until the host is done. Up, down and out by buttons;
// the focus stays on what was moved. Rule: STU-54.
import { useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ProductView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import type { ApiError } from '../lib/api.ts';
import { Icon } from '../ui/icon.tsx';
import { announce } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProductPicture } from '../ui/product-picture.tsx';
import { toast } from '../ui/toast.tsx';
import type { RunOfShow } from './run-of-show.ts';
import { moved, type Step } from './run-order.ts';

export type Draft = { ids: readonly string[]; base: readonly string[] };
type Props = { run: RunOfShow; draft: Signal<Draft | null> };

const EditRow = ({
  product,
  at,
  all,
  onMove,
  onRemove,
}: {
  product: ProductView;
  at: number;
  all: number;
  onMove: (step: Step) => void;
  onRemove: () => void;
}) => {
  const { title } = product;
  const last = at === all;
  return (
    <li class="run-row editing" data-id={product.id}>
      <span class="run-at numbers">{at}</span>
      <ProductPicture image={product.images[0]} title={title} sizes="56px" decorative />
      <p class="run-title">{title}</p>
      <div class="run-moves">
        <button
          type="button"
          class="button bare"
          data-move={`${product.id} -1`}
          aria-label={t('studio.run.up', { title })}
          aria-disabled={at === 1}
          onClick={() => onMove(-1)}
        >
          <Icon name="arrow-up" />
        </button>
        <button
          type="button"
          class="button bare"
          data-move={`${product.id} 1`}
          aria-label={t('studio.run.down', { title })}
          aria-disabled={last}
          onClick={() => onMove(1)}
        >
          <Icon name="arrow-down" />
        </button>
        <button
          type="button"
          class="button bare"
          aria-label={t('studio.run.remove', { title })}
          onClick={onRemove}
        >
          <Icon name="trash-2" />
        </button>
      </div>
    </li>
  );
};

export const RunEdit = ({ run, draft }: Props) => {
  const list = useRef<HTMLOListElement>(null);
  const focusOn = useRef<string | null>(null);
  const ids = draft.value?.ids ?? [];
  const products = ids.flatMap((id) => run.products.value.find((product) => product.id === id) ?? []);
  const pinned = run.pinned.value;

  const change = (next: readonly string[]): void => {
    if (draft.value) draft.value = { ...draft.value, ids: next };
  };
  const move = ({ id, title }: ProductView, step: Step): void => {
    const next = moved(ids, id, step);
    if (next === ids) return;
    focusOn.current = `${id} ${step}`;
    announce(t('studio.run.movedTo', { title, at: next.indexOf(id) + 1, all: next.length }));
    change(next);
  };
  // A row that changes its place loses the focus.
  useLayoutEffect(() => {
    if (!focusOn.current) return;
    list.current?.querySelector<HTMLElement>(`[data-move="${focusOn.current}"]`)?.focus();
    focusOn.current = null;
  });

  const remove = ({ id, title }: ProductView): void => {
    announce(t('studio.run.removed', { title }));
    const after = ids[ids.indexOf(id) + 1] ?? ids[ids.indexOf(id) - 1];
    if (after) focusOn.current = `${after} 1`;
    change(ids.filter((each) => each !== id));
  };

  return (
    <>
      <p class="small quiet">{t('studio.run.edit.help')}</p>
      {pinned && !ids.includes(pinned.id) && (
        <Notice>
          <p>{t('studio.run.edit.pinnedGoes', { title: pinned.title })}</p>
        </Notice>
      )}
      <ol class="run-list" ref={list}>
        {products.map((product, index) => (
          <EditRow
            key={product.id}
            product={product}
            at={index + 1}
            all={products.length}
            onMove={(step) => move(product, step)}
            onRemove={() => remove(product)}
          />
        ))}
      </ol>
    </>
  );
};

/** Done or not: both end the draft; only a saved one is told. */
export const EditButtons = ({ run, draft }: Props) => {
  const problem = useSignal<ApiError | null>(null);
  const save = async (): Promise<void> => {
    const { ids, base } = draft.value ?? { ids: [], base: [] };
    problem.value = null;
    try {
      await run.reorder(ids, base);
      draft.value = null;
      toast(t('studio.run.saved'), 'ok');
    } catch (error) {
      problem.value = error as ApiError;
    }
  };
  const saving = run.saving.value;
  return (
    <>
      <div class="run-tools">
        <button type="button" class="button" disabled={saving} onClick={() => (draft.value = null)}>
          {t('common.cancel')}
        </button>
        <button type="button" class="button primary" disabled={saving} onClick={() => void save()}>
          {t(saving ? 'studio.run.saving' : 'studio.run.done')}
        </button>
      </div>
      {problem.value && (
        <Notice kind="bad" code={problem.value.code}>
          <p>{t(`error.${problem.value.code}`)}</p>
        </Notice>
      )}
    </>
  );
};
