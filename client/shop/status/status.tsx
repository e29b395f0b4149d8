// How the shop runs, for its owner: small live plots of the last quarter of an hour, what lies on the disk, what is kept how long.
// Asked anew every five seconds while the page is seen. Rules: SHP-21.
import { useEffect, useMemo } from 'preact/hooks';
import type { Status } from '../../../shared/status.ts';
import { t } from '../../i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { poll } from '../../ui/poll.ts';
import { pagedList } from '../parts/list.ts';
import { ListView } from '../parts/list-view.tsx';
import { office } from '../parts/office-api.ts';
import { timeText, whenText } from '../parts/words.ts';
import { Kept } from './kept.tsx';
import { byMinute, bytesText, measures, worriesOf } from './measures.ts';
import { Plot } from './plot.tsx';

const refreshMs = 5000;

const useStatus = () => {
  const list = useMemo(() => pagedList<Status>(), []);
  const load = (): Promise<void> => list.load(async () => ({ rows: [await office.status()], next: null }));
  useEffect(() => {
    void load();
    return poll(async () => {
      if (list.state.peek().busy === 'no') await list.refresh();
    }, refreshMs);
  }, []);
  return { list, load };
};

const Plots = ({ status }: { status: Status }) => (
  <section class="part" aria-labelledby="plots-heading">
    <h2 id="plots-heading">{t('status.lately')}</h2>
    {status.samples.length === 0 ? (
      <p class="quiet">{t('status.soon')}</p>
    ) : (
      <>
        <div class="live-plots">
          {measures.map((measure) => (
            <Plot key={measure.name} status={status} measure={measure} />
          ))}
        </div>
        <Numbers status={status} />
      </>
    )}
  </section>
);

const Numbers = ({ status }: { status: Status }) => (
  <details class="numbers-of-plots">
    <summary>{t('status.numbers')}</summary>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('status.time')}</th>
          {measures.map(({ name }) => (
            <th key={name} scope="col" class="number">
              {t(`status.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {byMinute(status).map((sample) => (
          <tr key={sample.at}>
            <th scope="row">{timeText(sample.at)}</th>
            {measures.map(({ name, value, text }) => {
              const now = value(sample);
              return (
                <td key={name} class="number" data-label={t(`status.${name}`)}>
                  {now === null ? t('status.none') : text(now)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

const Stored = ({ status }: { status: Status }) => {
  const { disk, databaseBytes, backup } = status;
  return (
    <section class="card part" aria-labelledby="stored-heading">
      <h2 id="stored-heading">{t('status.stored')}</h2>
      <dl class="facts">
        <div>
          <dt>{t('status.backup')}</dt>
          <dd>
            {backup === null
              ? t('status.backup.never')
              : t('status.backup.made', { when: whenText(backup.at), size: bytesText(backup.bytes) })}
          </dd>
        </div>
        <div>
          <dt>{t('status.database')}</dt>
          <dd>{bytesText(databaseBytes)}</dd>
        </div>
        <div>
          <dt>{t('status.disk')}</dt>
          <dd>
            {t('status.disk.free', { free: bytesText(disk.freeBytes), total: bytesText(disk.totalBytes) })}
          </dd>
        </div>
      </dl>
    </section>
  );
};

export const StatusTab = () => {
  const { list, load } = useStatus();
  return (
    <ListView state={list.state.value} onRetry={() => void load()} onMore={() => {}} empty={null}>
      {([status]) =>
        status && (
          <div class="status">
            {worriesOf(status).map((worry) => (
              <Notice key={worry} kind="info" title={t(`status.${worry}`)}>
                <p>{t(`status.${worry}.help`)}</p>
              </Notice>
            ))}
            <Plots status={status} />
            <Stored status={status} />
            <Kept retention={status.retention} />
          </div>
        )
      }
    </ListView>
  );
};
