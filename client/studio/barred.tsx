// Why the studio stays closed to this person or window, and where to go instead.
import { closeCodes } from '../../shared/protocol.ts';
import { t } from '../i18n.ts';
import { Notice } from '../ui/notice.tsx';
import type { Broadcast } from './broadcast.ts';

type Props = { closedBy: number | null; broadcast: Broadcast };
type Reason = 'signedOut' | 'helper' | 'noRoom' | 'replaced' | 'outdated' | 'closed';

const reasons: Record<number, Reason> = {
  [closeCodes.unauthorised]: 'signedOut',
  [closeCodes.not_found]: 'noRoom',
  [closeCodes.replaced]: 'replaced',
  [closeCodes.too_old]: 'outdated',
};

const reasonOf = (closedBy: number | null, role: string | undefined): Reason => {
  if (closedBy !== null) return reasons[closedBy] ?? 'closed';
  return role === 'helper' ? 'helper' : 'signedOut';
};

const WayOut = ({ reason, room }: { reason: Reason; room: string }) => {
  if (reason === 'signedOut') {
    return (
      <a class="button primary" href="/sign-in">
        {t('common.signIn')}
      </a>
    );
  }
  if (reason === 'noRoom') {
    return (
      <a class="button primary" href="/">
        {t('common.home')}
      </a>
    );
  }
  if (reason === 'helper') {
    return (
      <a class="button primary" href={`/r/${room}`}>
        {t('studio.toRoom')}
      </a>
    );
  }
  return (
    <button type="button" class="button primary" onClick={() => location.reload()}>
      {t(reason === 'replaced' ? 'studio.continueHere' : 'common.reload')}
    </button>
  );
};

export const Barred = ({ closedBy, broadcast }: Props) => {
  const reason = reasonOf(closedBy, broadcast.connection.welcome.value?.role);
  return (
    <main class="barred" data-reason={reason}>
      <Notice kind={reason === 'replaced' ? 'info' : 'warn'} title={t(`studio.${reason}`)}>
        <p>{t(`studio.${reason}.help`)}</p>
        <div class="actions">
          <WayOut reason={reason} room={broadcast.room} />
        </div>
      </Notice>
    </main>
  );
};
