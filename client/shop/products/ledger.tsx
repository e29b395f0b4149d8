// A variant's stock ledger, newest first: what moved, who did it, why and when, each with the hash that makes it provable.
// Needs icon `copy`.
import { useEffect, useMemo } from 'preact/hooks';
import type { LedgerEntry } from '../../../shared/shop-api.ts';
import { t } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { toast } from '../../ui/toast.tsx';
import { whoText } from '../parts/actor.ts';
import { pagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office } from '../parts/office-api.ts';
import { differenceText, whenText } from '../parts/words.ts';

const copyHash = async (hash: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(hash);
    toast(t('shop.ledger.copied'), 'ok');
  } catch {
    toast(t('common.copyFailed'), 'bad'); // no clipboard on http:// addresses
  }
};

const Differences = ({ entry }: { entry: LedgerEntry }) => (
  <ul class="differences numbers">
    {(['onHand', 'held', 'sold'] as const)
      .filter((counter) => entry[counter] !== 0)
      .map((counter) => (
        <li key={counter} data-sign={entry[counter] > 0 ? 'more' : 'less'}>
          {t('shop.ledger.difference', {
            what: t(`shop.stock.${counter}`),
            difference: differenceText(entry[counter]),
          })}
        </li>
      ))}
  </ul>
);

const Entry = ({ entry, ofOne }: { entry: LedgerEntry; ofOne: boolean }) => (
  <li class="entry">
    <p class="entry-top">
      <strong>{t(`shop.ledger.${entry.kind}`)}</strong>
      <time class="quiet small" dateTime={new Date(entry.at).toISOString()}>
        {whenText(entry.at)}
      </time>
    </p>
    <Differences entry={entry} />
    <p class="quiet small entry-foot">
      <span>{whoText(entry.actor)}</span>
      {!ofOne && entry.code && entry.reservationId && (
        <a class="numbers" href={`/shop/reservations/${entry.reservationId}`}>
          {entry.code}
        </a>
      )}
      {entry.reason && <span>{entry.reason}</span>}
      <button
        type="button"
        class="hash"
        title={entry.hash}
        aria-label={t('shop.ledger.copy', { hash: entry.hash.slice(0, 8) })}
        onClick={() => void copyHash(entry.hash)}
      >
        {entry.hash.slice(0, 8)}…
        <Icon name="copy" />
      </button>
    </p>
  </li>
);

/** `ofOne`: of a single reservation, whose code need not be told with each. */
export const Entries = ({ entries, ofOne = false }: { entries: LedgerEntry[]; ofOne?: boolean }) => (
  <ol class="entries">
    {entries.map((entry) => (
      <Entry key={entry.seq} entry={entry} ofOne={ofOne} />
    ))}
  </ol>
);

export const Ledger = ({ variantId }: { variantId: string }) => {
  const list = useMemo(() => pagedList<LedgerEntry>(), []);
  const load = (): Promise<void> =>
    list.load(async (cursor) => {
      const { entries, next } = await office.ledger(variantId, cursor);
      return { rows: entries, next };
    });
  useEffect(() => void load(), []);
  return (
    <section class="part" aria-labelledby="ledger-heading">
      <h3 id="ledger-heading">{t('shop.ledger')}</h3>
      <ListView
        state={list.state.value}
        onRetry={() => void load()}
        onMore={() => void list.more()}
        empty={<Empty title={t('shop.ledger.empty')} />}
      >
        {(entries) => <Entries entries={entries} />}
      </ListView>
    </section>
  );
};
