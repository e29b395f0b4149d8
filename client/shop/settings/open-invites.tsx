// The invitations that still let somebody in: for whom, by whom, until when; taken back after one question. Rule: BOF-35.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n.ts';
import { api, type ApiErrorCode, type OpenInvite } from '../../lib/api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { codeOf } from '../parts/list.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { tell } from '../parts/refused.tsx';
import { dayText, whenText } from '../parts/words.ts';

type RowProps = { invite: OpenInvite; onRevoke: () => void };

const placeOf = ({ room }: OpenInvite): string => room ?? t('shop.everywhere');

const Row = ({ invite, onRevoke }: RowProps) => {
  const role = t(`common.role.${invite.role}`);
  return (
    <tr data-id={invite.id}>
      <th scope="row">{role}</th>
      <td data-label={t('shop.where')}>{placeOf(invite)}</td>
      <td data-label={t('shop.invites.made')}>
        {whenText(invite.createdAt)}
        {invite.madeBy && <span class="quiet under">{invite.madeBy}</span>}
      </td>
      <td data-label={t('shop.invites.until')}>{dayText(invite.expiresAt)}</td>
      <td class="row-actions">
        <button
          type="button"
          class="button small"
          aria-label={t('shop.invites.revoke.of', {
            role,
            room: placeOf(invite),
            when: whenText(invite.createdAt),
          })}
          onClick={onRevoke}
        >
          {t('shop.invites.revoke')}
        </button>
      </td>
    </tr>
  );
};

type AskProps = { invite: OpenInvite | null; onClose: () => void; onRevoked: () => void };

const AskToRevoke = ({ invite, onClose, onRevoked }: AskProps) => {
  const revoke = async (): Promise<void> => {
    if (!invite) return;
    onClose();
    try {
      await api.revokeInvite(invite.id);
      toast(t('shop.invites.revoked'), 'ok');
    } catch (error) {
      tell(error);
    }
    onRevoked();
  };
  return (
    <Dialog
      open={invite !== null}
      onClose={onClose}
      title={t('shop.invites.revoke.title')}
      footer={
        <>
          <button type="button" class="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="button" class="button danger" onClick={() => void revoke()}>
            {t('shop.invites.revoke')}
          </button>
        </>
      }
    >
      <p>{t('shop.invites.revoke.text')}</p>
    </Dialog>
  );
};

/** `made`: the link that was made last, for one more is open then. */
export const OpenInvites = ({ made }: { made: Signal<unknown> }) => {
  const invites = useSignal<OpenInvite[]>([]);
  const problem = useSignal<ApiErrorCode | null>(null);
  const revoking = useSignal<OpenInvite | null>(null);
  const load = async (): Promise<void> => {
    try {
      invites.value = (await api.invites()).invites;
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void load(), [made.value]);
  if (problem.value) return <LoadProblem code={problem.value} onRetry={() => void load()} />;
  return (
    <section class="card part" aria-labelledby="invites-heading">
      <h2 id="invites-heading">{t('shop.invites')}</h2>
      {invites.value.length === 0 ? (
        <p class="quiet">{t('shop.invites.empty')}</p>
      ) : (
        <table class="table cards">
          <thead>
            <tr>
              <th scope="col">{t('shop.role')}</th>
              <th scope="col">{t('shop.where')}</th>
              <th scope="col">{t('shop.invites.made')}</th>
              <th scope="col">{t('shop.invites.until')}</th>
              <th scope="col">
                <span class="visually-hidden">{t('shop.invites.revoke')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invites.value.map((invite) => (
              <Row key={invite.id} invite={invite} onRevoke={() => (revoking.value = invite)} />
            ))}
          </tbody>
        </table>
      )}
      <AskToRevoke
        invite={revoking.value}
        onClose={() => (revoking.value = null)}
        onRevoked={() => void load()}
      />
    </section>
  );
};
