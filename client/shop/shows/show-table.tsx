// Every show with its state, its time and what was reserved in it.
import { t } from '../../i18n.ts';
import type { ShowRow } from '../../../shared/shop-api.ts';
import { addressOf } from '../parts/address.ts';
import { currency } from '../parts/currency.ts';
import { moneyText, numberText, timeText, whenText } from '../parts/words.ts';

type Props = { shows: ShowRow[] };

const State = ({ show }: { show: ShowRow }) =>
  show.state === 'live' ? (
    <span class="live-badge">{t('common.live')}</span>
  ) : (
    <span class="quiet">{t(show.state === 'away' ? 'shop.state.away' : 'shop.show.ended')}</span>
  );

const spanText = ({ startedAt, endedAt }: ShowRow): string =>
  endedAt === null ? whenText(startedAt) : `${whenText(startedAt)} – ${timeText(endedAt)}`;

export const ShowTable = ({ shows }: Props) => (
  <table class="table cards">
    <thead>
      <tr>
        <th scope="col">{t('shop.show.when')}</th>
        <th scope="col">{t('shop.show.state')}</th>
        <th scope="col" class="number">
          {t('shop.show.reservations')}
        </th>
        <th scope="col" class="number">
          {t('shop.show.pieces')}
        </th>
        <th scope="col" class="number">
          {t('shop.show.value')}
        </th>
      </tr>
    </thead>
    <tbody>
      {shows.map((show) => (
        <tr key={show.id} data-id={show.id}>
          <th scope="row">
            <a href={addressOf({ page: 'reservations', query: { show: show.id } })}>{show.roomName}</a>
            <span class="quiet under numbers">{spanText(show)}</span>
          </th>
          <td>
            <State show={show} />
          </td>
          <td class="number" data-label={t('shop.show.reservations')}>
            {numberText(show.reservations)}
          </td>
          <td class="number" data-label={t('shop.show.pieces')}>
            {numberText(show.pieces)}
          </td>
          <td class="number" data-label={t('shop.show.value')}>
            {moneyText(show.cents, currency.value)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
