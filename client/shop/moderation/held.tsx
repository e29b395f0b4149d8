// What waits for approval in a room, messages and questions, and after it what its sender alone sees, with why; to read. It is
// let through where the chat and the questions are. Asked anew from time to time. Rule: BOF-34.
import { useEffect, useMemo } from 'preact/hooks';
import type { HeldMessage } from '../../../shared/moderation.ts';
import { t } from '../../i18n.ts';
import { poll } from '../../ui/poll.ts';
import { pagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office, type HeldThings } from '../parts/office-api.ts';
import { whenText } from '../parts/words.ts';

const refreshMs = 10_000;

type Row = Pick<HeldMessage, 'id' | 'nickname' | 'text' | 'at'> & { why: HeldMessage['why'] | 'question' };

const rowsOf = ({ messages, questions }: HeldThings): Row[] => {
  const asked = questions.map(({ askedAt: at, ...rest }): Row => ({ ...rest, at, why: 'question' }));
  return [...asked, ...messages];
};

const Held = ({ row: { id, nickname, text, at, why } }: { row: Row }) => (
  <li class="entry" data-id={id} data-why={why}>
    <p class="entry-top">
      <strong>{nickname ?? t('shop.guest')}</strong>
      <time class="quiet small" dateTime={new Date(at).toISOString()}>
        {whenText(at)}
      </time>
    </p>
    <p class="said">{text}</p>
    {why !== 'approval' && <p class="small quiet">{t(`shop.held.${why}`)}</p>}
  </li>
);

export const HeldMessages = ({ room }: { room: string }) => {
  const list = useMemo(() => pagedList<Row>(), []);
  const load = (): Promise<void> =>
    list.load(async () => ({ rows: rowsOf(await office.held(room)), next: null }));
  useEffect(() => poll(load, refreshMs), []);
  return (
    <section class="card part" aria-labelledby="held-heading">
      <h2 id="held-heading">{t('shop.held')}</h2>
      <p class="quiet">{t('shop.held.help')}</p>
      <ListView
        state={list.state.value}
        onRetry={() => void load()}
        onMore={() => {}}
        empty={<Empty title={t('shop.held.empty')} text={t('shop.held.empty.help')} />}
      >
        {(rows) => (
          <ol class="entries">
            {rows.map((row) => (
              <Held key={row.id} row={row} />
            ))}
          </ol>
        )}
      </ListView>
    </section>
  );
};
