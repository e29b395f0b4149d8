// Everything at the counter, loaded together and apart from the page: the sheets, the outbox, the questions, their words and icons.
// oxlint-disable-next-line import/no-unassigned-import -- a stylesheet that comes with its chunk
import './counter.css';
// oxlint-disable-next-line import/no-unassigned-import -- likewise
import './questions.css';
// oxlint-disable-next-line import/no-unassigned-import -- likewise
import './chat.css';
// oxlint-disable-next-line import/no-unassigned-import -- likewise
import './line.css';
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import heart from 'lucide-static/icons/heart.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import minus from 'lucide-static/icons/minus.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import settings from 'lucide-static/icons/settings-2.svg?raw';
import { t } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { AskSheet } from './ask-sheet.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { LineSheet } from './line-sheet.tsx';
import { MineSheet } from './mine-sheet.tsx';
import { ProductList } from './product-list.tsx';
import { ProductSheet } from './product-sheet.tsx';
import { QuestionsSheet } from './questions-sheet.tsx';
import { SellerSheet } from './seller-sheet.tsx';
import type { SheetView } from './sheets.ts';
import type { Visit } from './visit.ts';

export { openDesk } from './desk.ts';
export { startTelling } from './telling.ts';
export { AnsweringNow } from './answering-now.tsx';
export { AboutLine, LettersLeft, questionChars } from './ask-extras.tsx';
export { HeartButton } from './chat-hearts.tsx';
export { ChatLines } from './chat-lines.tsx';
export { Column } from './column.tsx';
export { InAppNotice } from './in-app.tsx';
export { startShowingLast } from './last-picture.ts';
export { LineButton } from './line-sheet.tsx';
export { startSending } from './sending.ts';

addIcons({
  'arrow-down': arrowDown,
  'arrow-left': arrowLeft,
  check,
  'circle-alert': circleAlert,
  'circle-check': circleCheck,
  ellipsis,
  heart,
  info,
  minus,
  plus,
  'settings-2': settings,
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
  if (view.kind === 'questions') return t('room.questions');
  if (view.kind === 'ask') return t('ask.title');
  if (view.kind === 'chat') return t('chat.title');
  if (view.kind === 'line') return t('line.title');
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
  if (view.kind === 'questions') return <QuestionsSheet visit={visit} />;
  if (view.kind === 'ask') return <AskSheet visit={visit} />;
  if (view.kind === 'chat') return <ChatPanel visit={visit} />;
  if (view.kind === 'line') return <LineSheet visit={visit} />;
  const product = productOf(visit, view.id);
  if (!product) return <p class="quiet">{t('reserve.gone.text')}</p>;
  return <ProductSheet key={product.id} visit={visit} product={product} first={view.first} />;
};
