// What a room shows and in which order: products found by name, moved by buttons, taken out; saved together. Needs icons
// `arrow-up`, `arrow-down`, `plus`, `trash-2`.
import { limits } from '../../../shared/limits.ts';
import type { ProductRow } from '../../../shared/shop-api.ts';
import type { ProductView } from '../../../shared/shop.ts';
import { t, tn } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { announce } from '../../ui/live-region.tsx';
import { toast } from '../../ui/toast.tsx';
import { useEditing, type Editing } from '../parts/editing.ts';
import { Empty, Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { moved } from '../parts/order.ts';
import { Page } from '../parts/page.tsx';
import { useRoomName } from '../parts/room-name.ts';
import { Refused } from '../parts/refused.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { Thumbnail } from '../parts/thumbnail.tsx';
import { numberText } from '../parts/words.ts';
import { ProductSearch } from './product-search.tsx';

type Item = { id: string; title: string; imageId: string | null; available: number };
type Draft = { items: Item[] };
type Props = { room: string; back: { href: string; label: string } };

const itemOf = ({ id, title, images, variants }: ProductView): Item => ({
  id,
  title,
  imageId: images[0]?.id ?? null,
  available: variants.reduce((sum, { available }) => sum + available, 0),
});
const itemOfRow = ({ id, title, imageId, onHand, held }: ProductRow): Item => ({
  id,
  title,
  imageId,
  available: onHand - held,
});

type RowProps = { item: Item; at: number; last: number; onMove: (by: number) => void; onRemove: () => void };

const Row = ({ item, at, last, onMove, onRemove }: RowProps) => (
  <li class="line-up-row" data-id={item.id}>
    <span class="numbers quiet position">{at + 1}</span>
    <Thumbnail imageId={item.imageId} />
    <div class="line-up-words">
      <a href={`/shop/products/${item.id}`}>{item.title}</a>
      <span class="quiet small">{tn('shop.available', item.available)}</span>
    </div>
    <div class="row-buttons">
      <button
        type="button"
        class="button bare"
        aria-label={t('shop.moveUp', { name: item.title })}
        aria-disabled={at === 0}
        onClick={() => onMove(-1)}
      >
        <Icon name="arrow-up" />
      </button>
      <button
        type="button"
        class="button bare"
        aria-label={t('shop.moveDown', { name: item.title })}
        aria-disabled={at === last}
        onClick={() => onMove(1)}
      >
        <Icon name="arrow-down" />
      </button>
      <button
        type="button"
        class="button bare"
        aria-label={t('shop.takeOut', { name: item.title })}
        onClick={onRemove}
      >
        <Icon name="trash-2" />
      </button>
    </div>
  </li>
);

const Items = ({ editing, items }: { editing: Editing<Draft>; items: Item[] }) => {
  const move = (at: number, by: number): void => {
    const next = moved(items, at, by);
    editing.set({ items: next });
    const item = items[at];
    const place = next.findIndex(({ id }) => id === item?.id) + 1;
    if (item) announce(t('shop.movedTo', { name: item.title, place: numberText(place) }));
  };
  return (
    <ol class="line-up">
      {items.map((item, at) => (
        <Row
          key={item.id}
          item={item}
          at={at}
          last={items.length - 1}
          onMove={(by) => move(at, by)}
          onRemove={() => editing.set({ items: items.filter(({ id }) => id !== item.id) })}
        />
      ))}
    </ol>
  );
};

export const LineUp = ({ room, back }: Props) => {
  const name = useRoomName(room);
  const editing = useEditing<Draft>(async () => ({
    items: (await office.lineUp(room)).products.map(itemOf),
  }));
  const items = editing.draft.value?.items;

  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!items) return;
    const stored = await editing.save(async () => ({
      items: (
        await office.setLineUp(
          room,
          items.map(({ id }) => id),
        )
      ).products.map(itemOf),
    }));
    if (stored) toast(t('shop.lineUp.saved', { name: name.value }), 'ok');
  };

  return (
    <Page title={t('shop.lineUp.of', { name: name.value })} back={back}>
      <p class="quiet">{t('shop.lineUp.help')}</p>
      {editing.problem.value && <LoadProblem code={editing.problem.value} onRetry={editing.load} />}
      {!items && !editing.problem.value && <Skeleton />}
      {items && (
        <div class="line-up-page">
          <form class="long-form" onSubmit={(event) => void save(event)}>
            <section class="card part" aria-label={t('shop.lineUp')}>
              {items.length === 0 ? (
                <Empty title={t('shop.lineUp.empty')} text={t('shop.lineUp.empty.help')} />
              ) : (
                <Items editing={editing} items={items} />
              )}
            </section>
            <Refused error={editing.refused.value} />
            <SaveBar
              isDirty={editing.isDirty.value}
              busy={editing.busy.value}
              label={t('shop.lineUp.save')}
              onUndo={editing.undo}
            />
          </form>
          <ProductSearch
            taken={items.map(({ id }) => id)}
            isFull={items.length >= limits.lineUpProducts}
            onAdd={(row) => {
              editing.set({ items: [...items, itemOfRow(row)] });
              announce(t('shop.added', { name: row.title }));
            }}
          />
        </div>
      )}
    </Page>
  );
};
