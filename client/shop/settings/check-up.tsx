// The owner's check-up: what `npm run doctor` says, what needs mending first, and how viewers came. Rules: SHP-10.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Checkup, Finding, Verdict } from '../../../shared/checkup.ts';
import type { Key } from '../../../shared/i18n/index.ts';
import { t, tn } from '../../i18n.ts';
import type { ApiErrorCode } from '../../lib/api.ts';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { codeOf } from '../parts/list.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { numberText, timeText } from '../parts/words.ts';
import { PathTable } from './path-table.tsx';

const icons: Record<Verdict, string> = {
  good: 'circle-check',
  fair: 'circle-alert',
  bad: 'circle-alert',
  unknown: 'info',
};

const textOf = ({ about, outcome, values }: Finding): string =>
  t(
    `checkup.${about}.${outcome}` as Key,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'number' ? numberText(value) : value,
      ]),
    ),
  );

const Line = ({ finding }: { finding: Finding }) => (
  <li class={`checked ${finding.verdict}`} data-about={finding.about} data-verdict={finding.verdict}>
    <Icon name={icons[finding.verdict]} />
    <div>
      <h2>
        {t(`checkup.about.${finding.about}`)}
        <span class="verdict">{t(`checkup.verdict.${finding.verdict}`)}</span>
      </h2>
      <p>{textOf(finding)}</p>
    </div>
  </li>
);

const order: Verdict[] = ['bad', 'fair', 'unknown', 'good'];

/** What needs mending comes first; else as the doctor says it. */
const sorted = (findings: Finding[]): Finding[] =>
  [...findings].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));

const Summary = ({ findings }: { findings: Finding[] }) => {
  const bad = findings.filter(({ verdict }) => verdict === 'bad').length;
  return (
    <Notice
      kind={bad > 0 ? 'bad' : 'ok'}
      title={bad > 0 ? tn('checkup.notReady', bad) : t('checkup.ready')}
    />
  );
};

export const CheckUp = () => {
  const checkup = useSignal<Checkup | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const busy = useSignal(false);
  const load = async (): Promise<void> => {
    busy.value = true;
    try {
      checkup.value = await office.checkup();
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
    busy.value = false;
  };
  useEffect(() => void load(), []);

  const known = checkup.value;
  return (
    <>
      <div class="checks-top">
        <p class="quiet" role="status">
          {busy.value
            ? t('checkup.looking')
            : `${t('checkup.lead')} ${known ? t('checkup.at', { time: timeText(known.examinedAt) }) : ''}`}
        </p>
        <button type="button" class="button" disabled={busy.value} onClick={() => void load()}>
          {t('checkup.again')}
        </button>
      </div>
      {problem.value && (
        <LoadProblem code={problem.value} stale={known !== null} onRetry={() => void load()} />
      )}
      {!known && !problem.value && <Skeleton rows={8} />}
      {known && (
        <>
          <Summary findings={known.findings} />
          <ul class="card checks" aria-label={t('shop.settings.check-up')} data-testid="checks">
            {sorted(known.findings).map((finding) => (
              <Line key={`${finding.about} ${String(finding.values.url ?? '')}`} finding={finding} />
            ))}
          </ul>
          <PathTable paths={known.paths} />
        </>
      )}
    </>
  );
};
