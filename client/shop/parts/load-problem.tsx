// A part of the back office that could not be loaded: why, and once more.
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n.ts';
import type { ApiErrorCode } from '../../lib/api.ts';
import { Notice } from '../../ui/notice.tsx';

/** `stale`: an older answer is still shown. */
type Props = { code: ApiErrorCode; stale?: boolean; onRetry: () => void };

export const LoadProblem = ({ code, stale = false, onRetry }: Props) => {
  useEffect(() => {
    addEventListener('online', onRetry);
    return () => removeEventListener('online', onRetry);
  }, [onRetry]);
  return (
    <Notice kind="bad" title={t(stale ? 'shop.stale' : 'shop.failedToLoad')} code={code}>
      <p>{t(`error.${code}`)}</p>
      <div class="actions">
        <button type="button" class="button" onClick={onRetry}>
          {t('common.retry')}
        </button>
      </div>
    </Notice>
  );
};
