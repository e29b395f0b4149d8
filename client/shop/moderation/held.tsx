// The messages that wait for approval in a room, to read. They are let through where the chat is. Asked anew from time to time.
import { useEffect, useMemo } from 'preact/hooks';
import type { HeldMessage } from '../../../shared/moderation.ts';
import { t } from '../../i18n.ts';
import { poll } from '../../ui/poll.ts';
import { pagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office } from '../parts/office-api.ts';
import { whenText } from '../parts/words.ts';

const refreshMs = 10_000;

const Held = ({ message }: { message: HeldMessage }) => (
  <li class="entry" data-id={message.id}>
    <p class="entry-top">
      <strong>{message.nickname ?? t('shop.guest')}</strong>
      <time class="quiet small" dateTime={new Date(message.at).toISOString()}>
        {whenText(message.at)}
      </time>
    </p>
    <p class="said">{message.text}</p>
  </li>
);

export const HeldMessages = ({ room }: { room: string }) => {
  const list = useMemo(() => pagedList<HeldMessage>(), []);
  const load = (): Promise<void> =>
    list.load(async () => ({ rows: (await office.held(room)).messages, next: null }));
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
            {rows.map((message) => (
              <Held key={message.id} message={message} />
            ))}
          </ol>
        )}
      </ListView>
    </section>
  );
};
