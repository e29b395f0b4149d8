// By which ways the viewers of the last day got their picture, and what to do about it. Rules: SHP-11.
import type { PathCounts } from '../../../shared/checkup.ts';
import { t } from '../../i18n.ts';
import { numberText } from '../parts/words.ts';
import { adviceOf, waysOf, type Ways } from './path-advice.ts';

const order: (keyof Ways)[] = ['udp', 'tcp', 'relay', 'none'];

export const PathTable = ({ paths }: { paths: PathCounts }) => {
  const ways = waysOf(paths);
  const isEmpty = order.every((way) => ways[way] === 0);
  return (
    <section class="card part" aria-labelledby="paths-heading" data-testid="viewer-paths">
      <h2 id="paths-heading">{t('checkup.paths')}</h2>
      <p class="quiet">{t(isEmpty ? 'checkup.paths.empty' : 'checkup.paths.help')}</p>
      {!isEmpty && (
        <>
          <table class="table paths-table">
            <thead>
              <tr>
                <th scope="col">{t('checkup.paths.way')}</th>
                <th scope="col" class="number">
                  {t('checkup.paths.count')}
                </th>
              </tr>
            </thead>
            <tbody>
              {order.map((way) => (
                <tr key={way} data-way={way}>
                  <th scope="row">{t(`checkup.path.${way}`)}</th>
                  <td class="number">{numberText(ways[way])}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {adviceOf(ways).map((advice) => (
            <p key={advice} data-advice={advice}>
              {t(`checkup.advice.${advice}`)}
            </p>
          ))}
        </>
      )}
    </section>
  );
};
