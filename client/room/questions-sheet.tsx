// The questions on a phone: the list, and the way to ask under the thumb.
import { t } from '../i18n.ts';
import { askingOf } from './asking.ts';
import { QuestionList } from './question-list.tsx';
import type { Visit } from './visit.ts';

export const QuestionsSheet = ({ visit }: { visit: Visit }) => (
  <div class="questions-sheet">
    <QuestionList visit={visit} />
    {askingOf(visit) === 'open' && (
      <div class="panel">
        <button
          type="button"
          class="button primary large wide"
          onClick={() => visit.sheets.push({ kind: 'ask' })}
        >
          {t('ask.title')}
        </button>
      </div>
    )}
  </div>
);
