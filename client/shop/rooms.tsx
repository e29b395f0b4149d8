// The rooms of the shop: which there are, what happens in them, and a new one.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { limits } from '../../shared/limits.ts';
import { formatLocale, t } from '../i18n.ts';
import { api, type ApiErrorCode, type RoomRow } from '../lib/api.ts';
import { Field } from '../ui/field.tsx';
import { poll } from '../ui/poll.ts';
import { toast } from '../ui/toast.tsx';
import { codeOf, LoadProblem } from './load-problem.tsx';
import { isSlug, slugFrom } from './slug.ts';

const refreshMs = 10_000;

type Props = { rooms: Signal<RoomRow[] | null> };

const RoomState = ({ room }: { room: RoomRow }) => {
  if (room.show?.state === 'live') return <span class="live-badge">{t('shop.state.live')}</span>;
  return <span class="quiet">{t(room.show?.state === 'away' ? 'shop.state.away' : 'shop.state.off')}</span>;
};

const RoomTable = ({ rooms }: { rooms: RoomRow[] }) => (
  <table class="table">
    <thead>
      <tr>
        <th scope="col">{t('shop.room')}</th>
        <th scope="col">{t('shop.state')}</th>
        <th scope="col" class="number">
          {t('shop.viewers')}
        </th>
        <th scope="col">
          <span class="visually-hidden">{t('signIn.goTo')}</span>
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

const NewRoom = ({ onMade }: { onMade: () => void }) => {
  const name = useSignal('');
  /** Null while it follows the name. */
  const ownSlug = useSignal<string | null>(null);
  const wrong = useSignal<{ name?: string; slug?: string }>({});
  const busy = useSignal(false);
  const slug = ownSlug.value ?? slugFrom(name.value);

  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = name.value.trim();
    wrong.value = {
      ...(wanted.length < 2 && { name: t('shop.newRoom.name.wrong') }),
      ...(!isSlug(slug) && { slug: t('shop.newRoom.slug.wrong') }),
    };
    if (wrong.value.name || wrong.value.slug) return;
    busy.value = true;
    try {
      await api.createRoom(slug, wanted);
      toast(t('shop.newRoom.created', { name: wanted }), 'ok');
      name.value = '';
      ownSlug.value = null;
      onMade();
    } catch (error) {
      wrong.value = { slug: t(`error.${codeOf(error)}`) };
    }
    busy.value = false;
  };

  return (
    <form class="form" onSubmit={(event) => void make(event)} noValidate>
      <h3>{t('shop.newRoom')}</h3>
      <Field label={t('shop.newRoom.name')} wrong={wrong.value.name ?? null}>
        {(ties) => (
          <input
            {...ties}
            class="input"
            autocomplete="off"
            maxLength={limits.roomNameChars}
            value={name.value}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        label={t('shop.newRoom.slug')}
        hint={t('shop.newRoom.slug.hint', { link: `${location.host}/r/${slug || '…'}` })}
        wrong={wrong.value.slug ?? null}
      >
        {(ties) => (
          <input
            {...ties}
            class="input"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={limits.slugChars}
            value={slug}
            onInput={(event) => (ownSlug.value = event.currentTarget.value.toLowerCase())}
          />
        )}
      </Field>
      <div>
        <button type="submit" class="button" disabled={busy.value}>
          {t('shop.newRoom.create')}
        </button>
      </div>
    </form>
  );
};

export const Rooms = ({ rooms }: Props) => {
  const problem = useSignal<ApiErrorCode | null>(null);
  const load = async (): Promise<void> => {
    try {
      rooms.value = (await api.rooms()).rooms;
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => poll(load, refreshMs), []);

  const known = rooms.value;
  return (
    <section class="card part" aria-labelledby="rooms-heading">
      <h2 id="rooms-heading">{t('shop.rooms')}</h2>
      {problem.value && <LoadProblem code={problem.value} onRetry={() => void load()} />}
      {known?.length === 0 && <p class="quiet">{t('shop.rooms.empty')}</p>}
      {known && known.length > 0 && <RoomTable rooms={known} />}
      {!known && !problem.value && <div class="skeleton table-skeleton" aria-busy="true" />}
      <NewRoom onMade={() => void load()} />
    </section>
  );
};
