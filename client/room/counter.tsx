// Everything at the counter, loaded together and apart from the page: the sheets, the outbox, their words and icons.
// oxlint-disable-next-line import/no-unassigned-import -- a stylesheet that comes with its chunk
import './counter.css';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import minus from 'lucide-static/icons/minus.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { reserve as reserveEn } from '../../shared/i18n/en/reserve.ts';
import { seller as sellerEn } from '../../shared/i18n/en/seller.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { reserve as reserveIt } from '../../shared/i18n/it/reserve.ts';
import { seller as sellerIt } from '../../shared/i18n/it/seller.ts';
import { addWords, t } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { MineSheet } from './mine-sheet.tsx';
import { ProductList } from './product-list.tsx';
import { ProductSheet } from './product-sheet.tsx';
import { SellerSheet } from './seller-sheet.tsx';
import type { SheetView } from './sheets.ts';
import type { Visit } from './visit.ts';

export { openDesk } from './desk.ts';
export { startTelling } from './telling.ts';
export { ProductList } from './product-list.tsx';

addWords({ en: reserveEn, it: reserveIt }, { en: sellerEn, it: sellerIt }, { en: errorsEn, it: errorsIt });
addIcons({
  'arrow-left': arrowLeft,
  'circle-alert': circleAlert,
  'circle-check': circleCheck,
  info,
  minus,
  plus,
});

/** The open sheet, if there is one. */
export const SheetHost = ({ visit }: { visit: Visit }) => {
  const { stack, close, back } = visit.sheets;
  const view = stack.value.at(-1);
  if (!view) return null;
  return (
    <Sheet
      title={titleOf(visit, view)}
      view={JSON.stringify(view)}
      onClose={close}
      onBack={stack.value.length > 1 ? back : undefined}
    >
      <View visit={visit} view={view} />
      {(view.kind === 'products' || view.kind === 'mine') && (
        <p class="sheet-foot">
          <button
            type="button"
            class="button bare small"
            onClick={() => visit.sheets.push({ kind: 'seller' })}
          >
            {t('room.seller')}
          </button>
        </p>
      )}
    </Sheet>
  );
};

const titleOf = (visit: Visit, view: SheetView): string => {
  if (view.kind === 'products') return t('reserve.products');
  if (view.kind === 'mine') return t('reserve.mine');
  if (view.kind === 'seller') return t('room.seller');
  return productOf(visit, view.id)?.title ?? t('reserve.gone.title');
};

const productOf = (visit: Visit, id: string) =>
  visit.room.value.shelf.products.find((product) => product.id === id);

const View = ({ visit, view }: { visit: Visit; view: SheetView }) => {
  if (view.kind === 'products')
    return (
      <ProductList visit={visit} onOpen={(id) => visit.sheets.push({ kind: 'product', id, first: 'look' })} />
    );
  if (view.kind === 'mine') return <MineSheet visit={visit} />;
  if (view.kind === 'seller') return <SellerSheet visit={visit} />;
  const product = productOf(visit, view.id);
  if (!product) return <p class="quiet">{t('reserve.gone.text')}</p>;
  return <ProductSheet key={product.id} visit={visit} product={product} first={view.first} />;
};
