// Why the studio stays closed to this person or window, and where to go instead.
import { closeCodes } from '../../shared/protocol.ts';
import { t } from '../i18n.ts';
import { Notice } from '../ui/notice.tsx';

/** Null: open, but the visitor is none of the staff. */
type Props = { closedBy: number | null };
type Reason = 'signedOut' | 'noRoom' | 'replaced' | 'outdated' | 'closed';

const reasons: Record<number, Reason> = {
  [closeCodes.unauthorised]: 'signedOut',
  [closeCodes.not_found]: 'noRoom',
  [closeCodes.replaced]: 'replaced',
  [closeCodes.too_old]: 'outdated',
};

const reasonOf = (closedBy: number | null): Reason =>
  closedBy === null ? 'signedOut' : (reasons[closedBy] ?? 'closed');

const WayOut = ({ reason }: { reason: Reason }) => {
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
  return (
    <button type="button" class="button primary" onClick={() => location.reload()}>
      {t(reason === 'replaced' ? 'studio.continueHere' : 'common.reload')}
    </button>
  );
};

export const Barred = ({ closedBy }: Props) => {
  const reason = reasonOf(closedBy);
  return (
    <main class="barred" data-reason={reason}>
      <Notice kind={reason === 'replaced' ? 'info' : 'warn'} title={t(`studio.${reason}`)}>
        <p>{t(`studio.${reason}.help`)}</p>
        <div class="actions">
          <WayOut reason={reason} />
        </div>
      </Notice>
    </main>
  );
};
