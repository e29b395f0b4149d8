// Who is muted or banned in a room now, until when and why; lifted after one question. Asked anew from time to time.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { SanctionView } from '../../../shared/moderation.ts';
import { formatLocale, t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { poll } from '../../ui/poll.ts';
import { toast } from '../../ui/toast.tsx';
import { whoText } from '../parts/actor.ts';
import { pagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office } from '../parts/office-api.ts';
import { tell } from '../parts/refused.tsx';
import { TextField } from '../parts/texts.tsx';
import { whenText } from '../parts/words.ts';
import { endsText } from './ends-in.ts';

const refreshMs = 10_000;

const nameOf = ({ nickname }: SanctionView): string => nickname ?? t('shop.guest');

type RowProps = { sanction: SanctionView; onLift: () => void };

const Row = ({ sanction, onLift }: RowProps) => (
  <tr data-id={sanction.id}>
    <th scope="row">
      {nameOf(sanction)}
      <span class="under">
        <span class={`tag ${sanction.kind}`}>{t(`shop.sanction.${sanction.kind}`)}</span>
      </span>
    </th>
    <td class="wide-cell" data-label={t('shop.sanction.ends')}>
      {endsText(sanction.until - Date.now(), formatLocale())}
      <time class="quiet under" dateTime={new Date(sanction.until).toISOString()}>
        {whenText(sanction.until)}
      </time>
    </td>
    <td class="wide-cell" data-label={t('shop.reason')}>
      {sanction.reason}
      <span class="quiet under">
        {t('shop.sanction.by', { who: whoText(sanction.madeBy), when: whenText(sanction.madeAt) })}
      </span>
    </td>
    <td class="row-actions">
      <button
        type="button"
        class="button small"
        aria-label={t(`shop.sanction.lift.${sanction.kind}`, { name: nameOf(sanction) })}
        onClick={onLift}
      >
        {t('shop.sanction.lift')}
      </button>
    </td>
  </tr>
);

type TableProps = { sanctions: SanctionView[]; onLift: (sanction: SanctionView) => void };

const SanctionTable = ({ sanctions, onLift }: TableProps) => (
  <table class="table cards sanctions-table">
    <thead>
      <tr>
        <th scope="col">{t('shop.sanction.who')}</th>
        <th scope="col">{t('shop.sanction.ends')}</th>
        <th scope="col">{t('shop.reason')}</th>
        <th scope="col">
          <span class="visually-hidden">{t('shop.sanction.lift')}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {sanctions.map((sanction) => (
        <Row key={sanction.id} sanction={sanction} onLift={() => onLift(sanction)} />
      ))}
    </tbody>
  </table>
);

type AskProps = {
  room: string;
  sanction: SanctionView | null;
  onClose: () => void;
  onLifted: (sanction: SanctionView) => void;
};

const AskToLift = ({ room, sanction, onClose, onLifted }: AskProps) => {
  const kind = sanction?.kind ?? 'mute';
  const name = sanction ? nameOf(sanction) : '';
  const reason = useSignal('');
  useEffect(() => void (reason.value = ''), [sanction]);
  const lift = async (): Promise<void> => {
    if (!sanction) return;
    onClose();
    try {
      // One letter is no reason.
      const given = reason.peek().trim();
      await office.lift(room, sanction.id, given.length < 2 ? '' : given);
      toast(t(`shop.sanction.lifted.${kind}`, { name }), 'ok');
      onLifted(sanction);
    } catch (error) {
      tell(error);
    }
  };
  return (
    <Dialog
      open={sanction !== null}
      onClose={onClose}
      title={t(`shop.sanction.lift.${kind}.title`, { name })}
      footer={
        <>
          <button type="button" class="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="button" class="button primary" onClick={() => void lift()}>
            {t('shop.sanction.lift')}
          </button>
        </>
      }
    >
      <p>{t(`shop.sanction.lift.${kind}.text`, { name })}</p>
      <TextField
        label={t('shop.sanction.lift.why')}
        hint={t('shop.sanction.lift.why.hint')}
        maxLength={200}
        value={reason.value}
        onInput={(text) => (reason.value = text)}
      />
    </Dialog>
  );
};

export const Sanctions = ({ room }: { room: string }) => {
  const list = useMemo(() => pagedList<SanctionView>(), []);
  const lifting = useSignal<SanctionView | null>(null);
  const load = (): Promise<void> =>
    list.load(async () => ({ rows: (await office.sanctions(room)).sanctions, next: null }));
  useEffect(() => poll(load, refreshMs), []);
  return (
    <section class="card part" aria-labelledby="sanctions-heading">
      <h2 id="sanctions-heading">{t('shop.sanctions')}</h2>
      <ListView
        state={list.state.value}
        onRetry={() => void load()}
        onMore={() => {}}
        empty={<Empty title={t('shop.sanctions.empty')} text={t('shop.sanctions.empty.help')} />}
      >
        {(rows) => <SanctionTable sanctions={rows} onLift={(sanction) => (lifting.value = sanction)} />}
      </ListView>
      <AskToLift
        room={room}
        sanction={lifting.value}
        onClose={() => (lifting.value = null)}
        onLifted={({ id }) => {
          list.replace((row) => row.id === id, null);
          void list.refresh();
        }}
      />
    </section>
  );
};
