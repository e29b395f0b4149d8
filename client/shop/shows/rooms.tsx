// The rooms: what happens in them now, and the ways in.
import { formatLocale, t } from '../../i18n.ts';
import type { RoomRow } from '../../lib/api.ts';

const RoomState = ({ room }: { room: RoomRow }) => {
  if (room.show?.state === 'live') return <span class="live-badge">{t('shop.state.live')}</span>;
  return <span class="quiet">{t(room.show?.state === 'away' ? 'shop.state.away' : 'shop.state.off')}</span>;
};

type Props = { rooms: RoomRow[]; mayChange: boolean; mayMakeKeys: boolean };

export const RoomTable = ({ rooms, mayChange, mayMakeKeys }: Props) => (
  <table class="table">
    <thead>
      <tr>
        <th scope="col">{t('shop.room')}</th>
        <th scope="col">{t('shop.state')}</th>
        <th scope="col" class="number">
          {t('shop.viewers')}
        </th>
        <th scope="col">
          <span class="visually-hidden">{t('shop.goTo')}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {rooms.map((room) => (
        <tr key={room.slug} data-id={room.slug}>
          <th scope="row">
            {room.name}
            <span class="quiet address">/r/{room.slug}</span>
          </th>
          <td>
            <RoomState room={room} />
          </td>
          <td class="number" data-label={t('shop.viewers')}>
            {room.viewers.toLocaleString(formatLocale())}
          </td>
          <td class="row-actions">
            {mayChange && (
              <a
                class="button small"
                href={`/shop/shows/line-up/${room.slug}`}
                aria-label={`${t('shop.lineUp')}: ${room.name}`}
              >
                {t('shop.lineUp')}
              </a>
            )}
            <a
              class="button small"
              href={`/shop/shows/moderation/${room.slug}`}
              aria-label={`${t('shop.moderation')}: ${room.name}`}
            >
              {t('shop.moderation')}
            </a>
            {mayMakeKeys && (
              <a
                class="button small"
                href={`/shop/shows/encoders/${room.slug}`}
                aria-label={`${t('encoders.title')}: ${room.name}`}
              >
                OBS
              </a>
            )}
            <a class="button small" href={`/r/${room.slug}`} aria-label={`${t('shop.open')}: ${room.name}`}>
              {t('shop.open')}
            </a>
            <a
              class="button small"
              href={`/studio/${room.slug}`}
              aria-label={`${t('shop.studio')}: ${room.name}`}
            >
              {t('shop.studio')}
            </a>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
