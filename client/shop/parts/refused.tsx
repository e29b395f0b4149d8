// A write that was refused: the sentence, with the code small. For forms; what has no form says it in a toast (tell).
import { t } from '../../i18n.ts';
import { ApiError } from '../../lib/api.ts';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toast.tsx';
import { codeOf } from './list.ts';

export const refusalOf = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('internal');

export const tell = (error: unknown): void => toast(t(`error.${codeOf(error)}`), 'bad');

export const Refused = ({ error }: { error: ApiError | null }) =>
  error && (
    <Notice kind="bad" code={error.code}>
      <p>{t(`error.${error.code}`)}</p>
    </Notice>
  );
