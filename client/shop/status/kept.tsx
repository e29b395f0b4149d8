// What is kept how long, and that it really goes.
import type { Retention } from '../../../shared/status.ts';
import { t } from '../../i18n.ts';
import { numberText, whenText } from '../parts/words.ts';
import { spanText } from './measures.ts';

export const Kept = ({ retention }: { retention: Retention }) => (
  <section class="card part" aria-labelledby="kept-heading">
    <h2 id="kept-heading">{t('status.kept')}</h2>
    <p class="quiet">
      {t('status.kept.help')}{' '}
      {retention.ranAt === null
        ? t('status.kept.soon')
        : t('status.kept.ran', { when: whenText(retention.ranAt) })}
    </p>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('status.kept.what')}</th>
          <th scope="col">{t('status.kept.for')}</th>
          <th scope="col" class="number">
            {t('status.kept.last')}
          </th>
          <th scope="col" class="number">
            {t('status.kept.total')}
          </th>
        </tr>
      </thead>
      <tbody>
        {retention.kinds.map(({ kind, keptMs, last, total }) => (
          <tr key={kind} data-kind={kind}>
            <th scope="row">{t(`status.kept.${kind}`)}</th>
            <td data-label={t('status.kept.for')}>{spanText(keptMs)}</td>
            <td class="number" data-label={t('status.kept.last')}>
              {numberText(last)}
            </td>
            <td class="number" data-label={t('status.kept.total')}>
              {numberText(total)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    <p class="quiet small">{t('status.kept.books')}</p>
  </section>
);
