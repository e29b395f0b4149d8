// The table of reservations; each row's code opens its details.
import type { ReservationEntry } from '../../../shared/shop.ts';
import { t } from '../../i18n.ts';
import { addressOf } from '../parts/address.ts';
import { moneyText, numberText, whenText } from '../parts/words.ts';
import { StateTag } from './state-tag.tsx';

type Props = { entries: ReservationEntry[]; query: Record<string, string> };

export const whoText = ({ name, nickname }: ReservationEntry): string =>
  name ?? nickname ?? t('shop.reservation.nobody');

const untilText = ({ state, expiresAt, endedAt, placedAt }: ReservationEntry): string => {
  if (state === 'held')
    return expiresAt === null
      ? t('shop.reservation.untilEnd')
      : t('shop.reservation.until', { time: whenText(expiresAt) });
  return whenText(endedAt ?? placedAt);
};

export const ReservationTable = ({ entries, query }: Props) => (
  <table class="table cards reservations-table">
    <thead>
      <tr>
        <th scope="col">{t('shop.reservation.code')}</th>
        <th scope="col">{t('shop.reservation.who')}</th>
        <th scope="col">{t('shop.product')}</th>
        <th scope="col" class="number">
          {t('shop.reservation.pieces')}
        </th>
        <th scope="col" class="number">
          {t('shop.reservation.value')}
        </th>
        <th scope="col">{t('shop.reservation.state')}</th>
      </tr>
    </thead>
    <tbody>
      {entries.map((entry) => (
        <tr key={entry.id} data-id={entry.id}>
          <th scope="row">
            <a class="code-link numbers" href={addressOf({ page: 'reservations', rest: [entry.id], query })}>
              {entry.code}
            </a>
          </th>
          <td>
            <span class={entry.name || entry.nickname ? '' : 'quiet'}>{whoText(entry)}</span>
            {entry.contact && <span class="quiet under">{entry.contact}</span>}
          </td>
          <td class="wide-cell">
            {entry.title}
            {entry.variant && <span class="quiet under">{entry.variant}</span>}
          </td>
          <td class="number" data-label={t('shop.reservation.pieces')}>
            {numberText(entry.quantity)}
          </td>
          <td class="number" data-label={t('shop.reservation.value')}>
            {moneyText(entry.quantity * entry.unitCents, entry.currency)}
          </td>
          <td>
            <StateTag state={entry.state} />
            <span class="quiet under numbers">{untilText(entry)}</span>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
