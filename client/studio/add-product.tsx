// A search over the shop's products, to add them to the run of show while it goes on. Stays open, for several come in a row.
// Hosts and owners only: the panel draws no button for a helper. Rule: STU-53.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { limits } from '../../shared/limits.ts';
import type { ProductRow, Replies } from '../../shared/shop-api.ts';
import { t, tn } from '../i18n.ts';
import type { ApiError, ApiErrorCode } from '../lib/api.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { announce, LiveRegion } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { money } from '../ui/price.tsx';
import { ProductPicture } from '../ui/product-picture.tsx';
import type { RunOfShow } from './run-of-show.ts';
import { codeOf, studioApi } from './studio-api.ts';

type Props = { run: RunOfShow; open: boolean; onClose: () => void };

/** Long enough that a word typed in one go is one question. */
const pauseMs = 200;

const ResultRow = ({ run, row, onAdd }: { run: RunOfShow; row: ProductRow; onAdd: () => void }) => {
  const { id, title, imageId, fromCents, currency } = row;
  const isIn = run.products.value.some((product) => product.id === id);
  const full = run.products.value.length >= limits.lineUpProducts;
  return (
    <li class="add-row" data-id={id}>
      <ProductPicture
        image={imageId === null ? undefined : { id: imageId, alt: '', width: 48, height: 48 }}
        title={title}
        sizes="48px"
        decorative
      />
      <div class="run-words">
        <p class="run-title">{title}</p>
        <p class="small quiet numbers">
          {fromCents === null ? t('common.price.none') : money(fromCents, currency)} ·{' '}
          {tn('studio.run.available', row.onHand - row.held)}
        </p>
      </div>
      {isIn ? (
        <p class="small quiet add-done">{t('studio.add.added')}</p>
      ) : (
        <button
          type="button"
          class="button"
          aria-label={t('studio.add.addIt', { title })}
          disabled={run.saving.value || full || !run.online.value}
          onClick={onAdd}
        >
          {t('studio.add.add')}
        </button>
      )}
    </li>
  );
};

type Found = { rows: ProductRow[]; next: string | null; q: string };

/** Of answers that overtake each other the one to the newest question counts. */
const useSearch = (q: Signal<string>, problem: Signal<ApiErrorCode | null>) => {
  const found = useSignal<Found | null>(null);
  const asked = useRef(0);
  const ask = async (cursor: string | null = null): Promise<void> => {
    const number = ++asked.current;
    const words = q.peek().trim();
    problem.value = null;
    try {
      const reply: Replies['products'] = await studioApi.products(words, cursor);
      if (number !== asked.current) return;
      const before = cursor === null ? [] : (found.peek()?.rows ?? []);
      found.value = { rows: [...before, ...reply.products], next: reply.next, q: words };
    } catch (error) {
      if (number === asked.current) problem.value = codeOf(error);
    }
  };
  return { found, ask };
};

const NothingFound = ({ q }: { q: string }) =>
  q ? (
    <p class="quiet">{t('studio.add.nothing', { q })}</p>
  ) : (
    <div class="panel-empty">
      <p class="quiet">{t('studio.add.noProducts')}</p>
      <a class="button" href="/shop/products/new" target="_blank" rel="noopener">
        {t('studio.run.newProduct')} <span class="visually-hidden">{t('studio.newTab')}</span>
      </a>
    </div>
  );

const Search = ({ run }: { run: RunOfShow }) => {
  const q = useSignal('');
  const problem = useSignal<ApiErrorCode | null>(null);
  const { found, ask } = useSearch(q, problem);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    void ask();
    return () => clearTimeout(timer.current);
  }, []);

  const add = async ({ id, title }: ProductRow): Promise<void> => {
    problem.value = null;
    try {
      await run.add(id);
      announce(t('studio.add.said', { title }));
    } catch (error) {
      problem.value = (error as ApiError).code;
    }
  };
  const { rows, next, q: answered } = found.value ?? { rows: [], next: null, q: '' };

  return (
    <div class="add-product">
      <Field label={t('studio.add.search')}>
        {(ties) => (
          <input
            {...ties}
            class="input"
            type="search"
            autofocus
            autocomplete="off"
            spellcheck={false}
            maxLength={80}
            value={q.value}
            onInput={(event) => {
              q.value = event.currentTarget.value;
              clearTimeout(timer.current);
              timer.current = setTimeout(() => void ask(), pauseMs);
            }}
          />
        )}
      </Field>
      {run.products.value.length >= limits.lineUpProducts && (
        <Notice>
          <p>{t('studio.add.full', { count: limits.lineUpProducts })}</p>
        </Notice>
      )}
      {problem.value && (
        <Notice kind="bad" code={problem.value}>
          <p>{t(`error.${problem.value}`)}</p>
          <div class="actions">
            <button type="button" class="button" onClick={() => void ask()}>
              {t('common.retry')}
            </button>
          </div>
        </Notice>
      )}
      {!found.value && !problem.value && <div class="skeleton run-skeleton" aria-hidden="true" />}
      {found.value && rows.length === 0 && <NothingFound q={answered} />}
      <ul class="add-list">
        {rows.map((row) => (
          <ResultRow key={row.id} run={run} row={row} onAdd={() => void add(row)} />
        ))}
      </ul>
      {next !== null && (
        <button type="button" class="button" onClick={() => void ask(next)}>
          {t('studio.add.more')}
        </button>
      )}
      <LiveRegion />
    </div>
  );
};

export const AddProduct = ({ run, open, onClose }: Props) => (
  <Dialog
    open={open}
    onClose={onClose}
    title={t('studio.add.title')}
    footer={
      <button type="button" class="button" onClick={onClose}>
        {t('studio.run.done')}
      </button>
    }
  >
    <Search run={run} />
  </Dialog>
);
