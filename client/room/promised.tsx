// "Yours until 20:45. Code K7P-2Q. Pay at pick-up.": the promise right after the last tap, read out by the focus.
import { useEffect, useRef } from 'preact/hooks';
import type { ReservationView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { Countdown } from '../ui/countdown.tsx';
import { stateLine } from '../ui/hold-words.ts';
import { Icon } from '../ui/icon.tsx';
import type { Visit } from './visit.ts';

type Props = { visit: Visit; reservation: ReservationView };

export const Promised = ({ visit, reservation }: Props) => {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div class="promised">
      <h3 ref={title} tabIndex={-1}>
        <Icon name="circle-check" />
        {stateLine(reservation)}
      </h3>
      <p class="code numbers">
        <span class="small quiet">{t('reserve.code')}</span> <strong>{reservation.code}</strong>
      </p>
      <p>
        {t('reserve.payAtPickUp')} <Countdown reservation={reservation} now={visit.now} testId="hold-timer" />
        <a class="proof small" href={`/receipt#${reservation.receipt}`} target="_blank" rel="noopener">
          {t('reserve.receipt')}
        </a>
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={() => visit.sheets.open({ kind: 'mine' })}>
          {t('reserve.mine')}
        </button>
        <button type="button" class="button primary" onClick={() => visit.sheets.close()}>
          {t('reserve.goOnWatching')}
        </button>
      </div>
    </div>
  );
};
