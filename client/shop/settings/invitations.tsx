// One invitation link at a time: for whom, shown once, copied. The link is a key to the shop: it is kept nowhere.
import { useSignal } from '@preact/signals';
import { staffRoles, type StaffRole } from '../../../shared/model.ts';
import { t } from '../../i18n.ts';
import { api, type Invite, type RoomRow } from '../../lib/api.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { tell } from '../parts/refused.tsx';
import { dayText } from '../parts/words.ts';
import { OpenInvites } from './open-invites.tsx';

const Ready = ({ invite }: { invite: Invite }) => {
  const date = dayText(invite.expiresAt);
  return (
    <Notice kind="ok" title={t('shop.invite.ready')}>
      <p>{t('shop.invite.once', { date })}</p>
      <CopyField label={t('shop.invite.link')} value={invite.link} />
    </Notice>
  );
};

export const Invitations = ({ rooms }: { rooms: RoomRow[] }) => {
  const role = useSignal<StaffRole>('host');
  /** Null until chosen: then the first room. */
  const chosen = useSignal<string | null>(null);
  const invite = useSignal<Invite | null>(null);
  const busy = useSignal(false);
  const everywhere = role.value === 'owner';
  const room = everywhere ? null : (chosen.value ?? rooms[0]?.slug ?? null);

  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    invite.value = null;
    try {
      invite.value = await api.invite(room, role.value);
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };

  return (
    <>
      <section class="card part" aria-labelledby="invite-heading">
        <h2 id="invite-heading">{t('shop.invite')}</h2>
        <form class="form columns" onSubmit={(event) => void make(event)}>
          <Field label={t('shop.invite.role')}>
            {(ties) => (
              <select
                {...ties}
                class="input"
                value={role.value}
                onChange={(event) => (role.value = event.currentTarget.value as StaffRole)}
              >
                {staffRoles.map((each) => (
                  <option key={each} value={each}>
                    {t(`shop.invite.role.${each}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t('shop.invite.room')}>
            {(ties) => (
              <select
                {...ties}
                class="input"
                value={room ?? ''}
                disabled={everywhere}
                onChange={(event) => (chosen.value = event.currentTarget.value)}
              >
                {everywhere && <option value="">{t('shop.everywhere')}</option>}
                {rooms.map(({ slug, name }) => (
                  <option key={slug} value={slug}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div>
            <button
              type="submit"
              class="button primary"
              disabled={busy.value || (!everywhere && room === null)}
            >
              {t('shop.invite.create')}
            </button>
          </div>
        </form>
        <div role="status">{invite.value && <Ready invite={invite.value} />}</div>
      </section>
      <OpenInvites made={invite} />
    </>
  );
};
