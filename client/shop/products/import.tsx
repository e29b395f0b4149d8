// Taking products over from a CSV file: looked through first, with all that would change and all that is wrong with which
// row; then imported by one button. Nothing is kept of the file. Needs icon `upload`.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { limits } from '../../../shared/limits.ts';
import type { ImportReport, RowError } from '../../../shared/shop-api.ts';
import { t, tn } from '../../i18n.ts';
import { ApiError } from '../../lib/api.ts';
import { importFile } from '../../lib/import-file.ts';
import { DropField } from '../../ui/drop-field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../parts/page.tsx';
import { Refused, refusalOf } from '../parts/refused.tsx';
import { holdBack } from '../parts/travel.ts';
import { numberText } from '../parts/words.ts';
import { ImportResult, RowErrors } from './import-report.tsx';

type Step =
  | { is: 'choosing' }
  | { is: 'working'; dryRun: boolean; done: number; total: number }
  | { is: 'looked'; report: ImportReport }
  | { is: 'wrong'; rows: RowError[] }
  | { is: 'done'; report: ImportReport };

const Drop = ({ onFile }: { onFile: (file: File) => void }) => (
  <DropField large accept=".csv,text/csv" onFiles={([file]) => file && onFile(file)}>
    <Icon name="upload" />
    <strong>{t('shop.import.choose')}</strong>
    <span class="quiet small">{t('shop.import.choose.help')}</span>
  </DropField>
);

const Working = ({ dryRun, done, total }: { dryRun: boolean; done: number; total: number }) => (
  <div class="card part" role="status">
    <p>{t(dryRun ? 'shop.import.looking' : 'shop.import.working')}</p>
    <progress
      aria-label={t(dryRun ? 'shop.import.looking' : 'shop.import.working')}
      {...(total > 0 && { max: total, value: done })}
    />
    {total > 0 && (
      <p class="quiet small numbers">
        {t('shop.import.progress', { done: numberText(done), total: numberText(total) })}
      </p>
    )}
  </div>
);

export const Import = ({ back }: { back: { href: string; label: string } }) => {
  const step = useSignal<Step>({ is: 'choosing' });
  const file = useSignal<File | null>(null);
  const refused = useSignal<ApiError | null>(null);
  useEffect(() => holdBack(() => step.peek().is === 'working'), []);

  const run = async (chosen: File, dryRun: boolean): Promise<void> => {
    refused.value = null;
    file.value = chosen;
    const before = step.peek();
    step.value = { is: 'working', dryRun, done: 0, total: 0 };
    try {
      const outcome = await importFile(chosen, dryRun, (done, total) => {
        step.value = { is: 'working', dryRun, done, total };
      });
      if ('problem' in outcome) step.value = { is: 'wrong', rows: outcome.rows };
      else step.value = { is: dryRun ? 'looked' : 'done', report: outcome.report };
    } catch (error) {
      refused.value = refusalOf(error);
      step.value = before.is === 'looked' ? before : { is: 'choosing' };
    }
  };
  const choose = (chosen: File): void => {
    if (chosen.size <= limits.maxCsvBytes) void run(chosen, true);
    else refused.value = new ApiError('too_large');
  };
  const again = (): void => {
    step.value = { is: 'choosing' };
    file.value = null;
  };

  const now = step.value;
  return (
    <Page title={t('shop.import.title')} back={back}>
      <p class="quiet">{t('shop.import.help')}</p>
      <Refused error={refused.value} />
      {now.is === 'choosing' && <Drop onFile={choose} />}
      {now.is === 'working' && <Working {...now} />}
      {now.is === 'wrong' && (
        <>
          <RowErrors rows={now.rows} name={file.value?.name ?? ''} />
          <Drop onFile={choose} />
        </>
      )}
      {now.is === 'looked' && (
        <ImportResult report={now.report} name={file.value?.name ?? ''}>
          <button type="button" class="button" onClick={again}>
            {t('shop.import.another')}
          </button>
          {now.report.products.created + now.report.products.changed > 0 && (
            <button
              type="button"
              class="button primary"
              onClick={() => file.value && void run(file.value, false)}
            >
              {tn('shop.import.do', now.report.products.created + now.report.products.changed)}
            </button>
          )}
        </ImportResult>
      )}
      {now.is === 'done' && (
        <Notice
          kind="ok"
          title={tn('shop.import.done', now.report.products.created + now.report.products.changed)}
        >
          <div class="actions">
            <a class="button primary" href="/shop/products">
              {t('shop.import.toProducts')}
            </a>
            <button type="button" class="button" onClick={again}>
              {t('shop.import.another')}
            </button>
          </div>
        </Notice>
      )}
    </Page>
  );
};
