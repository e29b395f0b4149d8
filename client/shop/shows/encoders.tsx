// The keys with which OBS and other encoders send to a room: made and shown once, listed with their last use, revoked.
// Needs icons `copy`, `check`.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { limits } from '../../../shared/limits.ts';
import type { NewStreamKey, StreamKeyView } from '../../../shared/stream.ts';
import { t } from '../../i18n.ts';
import type { ApiErrorCode } from '../../lib/api.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { poll } from '../../ui/poll.ts';
import { toast } from '../../ui/toast.tsx';
import { codeOf } from '../parts/list.ts';
import { Empty, Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { Page } from '../parts/page.tsx';
import { useRoomName } from '../parts/room-name.ts';
import { tell } from '../parts/refused.tsx';
import { whenText } from '../parts/words.ts';

const refreshMs = 10_000;

type Props = { room: string; back: { href: string; label: string } };
type Known = { keys: StreamKeyView[]; url: string };

const Made = ({ made: { key, secret, url } }: { made: NewStreamKey }) => (
  <Notice kind="ok" title={t('encoders.made', { name: key.name })}>
    <p>{t('encoders.once')}</p>
    <CopyField label={t('encoders.server')} value={url} />
    <CopyField label={t('encoders.secret')} value={secret} />
  </Notice>
);

const NewKey = ({ room, onMade }: { room: string; onMade: (made: NewStreamKey) => void }) => {
  const name = useSignal('');
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);

  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    wrong.value = name.value.trim() ? null : t('encoders.name.wrong');
    if (wrong.value) return;
    busy.value = true;
    try {
      onMade(await office.makeStreamKey(room, name.value.trim()));
      name.value = '';
    } catch (error) {
      wrong.value = t(`error.${codeOf(error)}`);
    }
    busy.value = false;
  };

  return (
    <section class="card part" aria-labelledby="new-key-heading">
      <h2 id="new-key-heading">{t('encoders.new')}</h2>
      <form class="form" noValidate onSubmit={(event) => void make(event)}>
        <Field label={t('encoders.name')} hint={t('encoders.name.hint')} wrong={wrong.value}>
          {(ties) => (
            <input
              {...ties}
              class="input"
              autocomplete="off"
              maxLength={limits.streamKeyNameChars}
              value={name.value}
              onInput={(event) => (name.value = event.currentTarget.value)}
            />
          )}
        </Field>
        <div>
          <button type="submit" class="button primary" disabled={busy.value}>
            {t('encoders.make')}
          </button>
        </div>
      </form>
    </section>
  );
};

const KeyTable = ({ keys, onRevoke }: { keys: StreamKeyView[]; onRevoke: (key: StreamKeyView) => void }) => (
  <table class="table">
    <thead>
      <tr>
        <th scope="col">{t('shop.name')}</th>
        <th scope="col">{t('encoders.used')}</th>
        <th scope="col">
          <span class="visually-hidden">{t('encoders.revoke')}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {keys.map((key) => (
        <tr key={key.id} data-id={key.id}>
          <th scope="row">
            {key.name}
            <span class="quiet under">
              {t('encoders.madeBy', { who: key.madeBy, when: whenText(key.createdAt) })}
            </span>
          </th>
          <td class="numbers" data-label={t('encoders.used')}>
            {key.usedAt === null ? t('encoders.never') : whenText(key.usedAt)}
          </td>
          <td class="row-actions">
            <button
              type="button"
              class="button small"
              aria-label={t('encoders.revoke.name', { name: key.name })}
              onClick={() => onRevoke(key)}
            >
              {t('encoders.revoke')}
            </button>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

type AskProps = { asked: StreamKeyView | null; onClose: () => void; onRevoke: (key: StreamKeyView) => void };

const AskToRevoke = ({ asked, onClose, onRevoke }: AskProps) => (
  <Dialog
    open={asked !== null}
    onClose={onClose}
    title={t('encoders.revoke.title', { name: asked?.name ?? '' })}
    footer={
      <>
        <button type="button" class="button" onClick={onClose}>
          {t('common.cancel')}
        </button>
        <button type="button" class="button danger" onClick={() => asked && onRevoke(asked)}>
          {t('encoders.revoke')}
        </button>
      </>
    }
  >
    <p>{t('encoders.revoke.text')}</p>
  </Dialog>
);

export const Encoders = ({ room, back }: Props) => {
  const name = useRoomName(room).value;
  const known = useSignal<Known | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const made = useSignal<NewStreamKey | null>(null);
  const asked = useSignal<StreamKeyView | null>(null);

  const load = async (): Promise<void> => {
    try {
      known.value = await office.streamKeys(room);
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => poll(load, refreshMs), []);

  const revoke = async (key: StreamKeyView): Promise<void> => {
    asked.value = null;
    try {
      await office.revokeStreamKey(room, key.id);
      if (made.value?.key.id === key.id) made.value = null;
      toast(t('encoders.revoked', { name: key.name }), 'ok');
    } catch (error) {
      tell(error);
    }
    await load();
  };

  return (
    <Page title={t('encoders.of', { name })} back={back}>
      <p>{t('encoders.help')}</p>
      <p class="quiet">{t('encoders.how')}</p>
      {problem.value && (
        <LoadProblem code={problem.value} stale={known.value !== null} onRetry={() => void load()} />
      )}
      {known.value && !made.value && <CopyField label={t('encoders.server')} value={known.value.url} />}
      <div role="status">{made.value && <Made made={made.value} />}</div>
      <NewKey
        room={room}
        onMade={(key) => {
          made.value = key;
          void load();
        }}
      />
      <section class="card part" aria-labelledby="keys-heading">
        <h2 id="keys-heading">{t('encoders.keys')}</h2>
        {!known.value && !problem.value && <Skeleton rows={2} />}
        {known.value?.keys.length === 0 && (
          <Empty title={t('encoders.none')} text={t('encoders.none.help')} />
        )}
        {known.value && known.value.keys.length > 0 && (
          <KeyTable keys={known.value.keys} onRevoke={(key) => (asked.value = key)} />
        )}
      </section>
      <AskToRevoke
        asked={asked.value}
        onClose={() => (asked.value = null)}
        onRevoke={(key) => void revoke(key)}
      />
    </Page>
  );
};
