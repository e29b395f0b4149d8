// The bar under the thumb: all products, the questions, and my reservations with the time that is left of the next one to end.
import { nextToEnd } from '../lib/hold-time.ts';
import { isOpen } from '../lib/mine.ts';
import { t } from '../i18n.ts';
import { Countdown } from '../ui/countdown.tsx';
import { openCount } from './asking.ts';
import type { Visit } from './visit.ts';

export const Bar = ({ visit }: { visit: Visit }) => {
  const { room, shelf } = visit.room.value;
  const { products } = shelf;
  const waiting = openCount(visit);
  return (
    <div class="bar">
      {products.length > 0 && (
        <button
          type="button"
          class="button over products-button"
          aria-haspopup="dialog"
          onClick={() => visit.sheets.open({ kind: 'products' })}
        >
          {t('room.products')} <span class="numbers">{products.length}</span>
        </button>
      )}
      {room && (
        <button
          type="button"
          class="button over questions-button"
          aria-haspopup="dialog"
          onClick={() => visit.sheets.open({ kind: 'questions' })}
        >
          <span>
            {t('room.questions')} {waiting > 0 && <span class="numbers">{waiting}</span>}
          </span>
        </button>
      )}
      <MyReservations visit={visit} />
      <button
        type="button"
        class="button over seller-link"
        aria-haspopup="dialog"
        onClick={() => visit.sheets.open({ kind: 'seller' })}
      >
        {t('room.seller')}
      </button>
    </div>
  );
};

const MyReservations = ({ visit }: { visit: Visit }) => {
  const { reservations, waiting } = visit.mine.value;
  const pending = (visit.desk.value?.outbox.pending.value ?? []).filter(
    ({ type }) => !type.startsWith('question.'),
  );
  if (reservations.length + waiting.length + pending.length === 0) return null;
  const covered = visit.sheets.stack.value.length > 0;
  const next = nextToEnd(reservations, visit.now.value);
  return (
    <button
      type="button"
      class="button over mine-button"
      data-testid="my-reservations"
      aria-haspopup="dialog"
      onClick={() => visit.sheets.open({ kind: 'mine' })}
    >
      <span>
        {t('room.mine')} <span class="numbers">{reservations.filter(isOpen).length}</span>
      </span>
      {next && <Countdown reservation={next} now={visit.now} testId={covered ? undefined : 'hold-timer'} />}
    </button>
  );
};
