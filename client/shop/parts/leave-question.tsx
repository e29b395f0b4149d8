// Asked once before unsaved changes are left behind.
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { go, wanted } from './travel.ts';

export const LeaveQuestion = () => {
  const address = wanted.value;
  const stay = (): void => {
    wanted.value = null;
  };
  return (
    <Dialog
      open={address !== null}
      title={t('shop.leave.title')}
      onClose={stay}
      footer={
        <>
          <button type="button" class="button danger" onClick={() => address && go(address, { leave: true })}>
            {t('shop.leave.leave')}
          </button>
          <button type="button" class="button" onClick={stay}>
            {t('shop.leave.stay')}
          </button>
        </>
      }
    >
      <p>{t('shop.leave.text')}</p>
    </Dialog>
  );
};
