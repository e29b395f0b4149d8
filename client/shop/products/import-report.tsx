// What an import would change, product by product, with the notes of what it leaves out; or which rows are wrong and why.
import type { ComponentChildren } from 'preact';
import type { ImportChange, ImportReport, RowError, RowNote } from '../../../shared/shop-api.ts';
import { t, tn } from '../../i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { numberText } from '../parts/words.ts';

const mostShown = 200;

const RowTable = ({ rows, caption }: { rows: (RowError | RowNote)[]; caption: string }) => (
  <table class="table cards">
    <caption class="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        <th scope="col" class="number">
          {t('shop.import.row')}
        </th>
        <th scope="col">{t('shop.import.column')}</th>
        <th scope="col">{t('shop.import.why')}</th>
      </tr>
    </thead>
    <tbody>
      {rows.slice(0, mostShown).map(({ row, column, code, value }, at) => (
        <tr key={at}>
          <th scope="row" class="number" data-label={t('shop.import.row')}>
            {numberText(row)}
          </th>
          <td data-label={t('shop.import.column')}>{column ?? '–'}</td>
          <td>{t(`import.${code}`, { column: column ?? '', value: value ?? '' })}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

export const RowErrors = ({ rows, name }: { rows: RowError[]; name: string }) => (
  <section class="card part" aria-labelledby="errors-heading">
    <Notice kind="bad" title={tn('shop.import.wrong', rows.length)}>
      <p>{t('shop.import.wrong.help', { name })}</p>
    </Notice>
    <h2 id="errors-heading" class="visually-hidden">
      {t('shop.import.why')}
    </h2>
    <RowTable rows={rows} caption={t('shop.import.why')} />
    {rows.length > mostShown && <p class="quiet">{tn('shop.import.moreRows', rows.length - mostShown)}</p>}
  </section>
);

const whatText = ({ action, variants, details }: ImportChange): string => {
  if (action === 'create') return tn('shop.variants', variants);
  return details.map((detail) => t(`shop.import.detail.${detail}`)).join(', ') || '–';
};

const Changes = ({ report }: { report: ImportReport }) => {
  // What stays as it is comes last: it is there to be found, not to be read.
  const order = { create: 0, change: 1, unchanged: 2 } as const;
  const changes = report.changes.toSorted((a, b) => order[a.action] - order[b.action]).slice(0, mostShown);
  return (
    <table class="table cards">
      <caption class="visually-hidden">{t('shop.import.changes')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('shop.product')}</th>
          <th scope="col">{t('shop.import.action')}</th>
          <th scope="col">{t('shop.import.what')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.handle} data-action={change.action}>
            <th scope="row">
              {change.title}
              <span class="quiet under">{change.handle}</span>
            </th>
            <td>
              <span class={`tag ${change.action}`}>{t(`shop.import.action.${change.action}`)}</span>
            </td>
            <td data-label={t('shop.import.what')}>{whatText(change)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

type Props = { report: ImportReport; name: string; children: ComponentChildren };

export const ImportResult = ({ report, name, children }: Props) => {
  const { created, changed, unchanged } = report.products;
  const hidden = created + changed + unchanged - Math.min(mostShown, report.changes.length);
  return (
    <section class="card part" aria-labelledby="result-heading">
      <h2 id="result-heading">{t(`shop.import.looked.${report.format}`, { name })}</h2>
      <dl class="figures">
        {(['created', 'changed', 'unchanged'] as const).map((kind) => (
          <div key={kind}>
            <dt>{t(`shop.import.${kind}`)}</dt>
            <dd class="numbers">{numberText(report.products[kind])}</dd>
          </div>
        ))}
      </dl>
      {created + changed === 0 && (
        <Notice>
          <p>{t('shop.import.nothing')}</p>
        </Notice>
      )}
      <div class="actions">{children}</div>
      <Changes report={report} />
      {hidden > 0 && <p class="quiet">{tn('shop.import.moreProducts', hidden)}</p>}
      {report.notes.length > 0 && (
        <>
          <h3>{t('shop.import.notes')}</h3>
          <RowTable rows={report.notes} caption={t('shop.import.notes')} />
        </>
      )}
    </section>
  );
};
