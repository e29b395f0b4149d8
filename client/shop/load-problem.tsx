// A part of the back office that could not be loaded: why, and once more.
import { t } from '../i18n.ts';
import { ApiError, type ApiErrorCode } from '../lib/api.ts';
import { Notice } from '../ui/notice.tsx';

export const codeOf = (error: unknown): ApiErrorCode => (error instanceof ApiError ? error.code : 'internal');

type Props = { code: ApiErrorCode; onRetry: () => void };

export const LoadProblem = ({ code, onRetry }: Props) => (
  <Notice kind="bad" title={t('shop.failedToLoad')} code={code}>
    <p>{t(`error.${code}`)}</p>
    <div class="actions">
      <button type="button" class="button" onClick={onRetry}>
        {t('common.retry')}
      </button>
    </div>
  </Notice>
);
