// One reservation on paper: the code in large letters, what, until when, who sells, and the proof. Printed on one page.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isErrorCode } from '../../shared/errors.ts';
import type { Forgotten, ReceiptView } from '../../shared/shop-api.ts';
import type { ReservationView } from '../../shared/shop.ts';
import { locale, t } from '../i18n.ts';
import { ApiError } from '../lib/api.ts';
import { isOpen } from '../lib/mine.ts';
import { LiveRegion } from '../ui/live-region.tsx';
import { timeOf } from '../ui/moment.ts';
import { Notice } from '../ui/notice.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { money } from '../ui/price.tsx';
import { SellerBlock } from '../ui/seller-block.tsx';
import { Toasts } from '../ui/toast.tsx';
import { poll } from '../ui/poll.ts';
import { stateLine } from '../ui/hold-words.ts';
import { Cancel } from './cancel.tsx';
import { MyData } from './my-data.tsx';
import { readReceipt } from './receipt-api.ts';

const refreshMs = 15_000;

export const Receipt = ({ secret }: { secret: string }) => {
  const [receipt, setReceipt] = useState<ReceiptView | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [forgotten, setForgotten] = useState<Forgotten | null>(null);
  const isGone = forgotten?.linkEnds === true;

  useEffect(
    () =>
      isGone
        ? undefined
        : poll(async () => {
            try {
              setReceipt(await readReceipt(secret));
              setProblem(null);
            } catch (error) {
              setProblem(error instanceof ApiError ? error : new ApiError('internal'));
            }
          }, refreshMs),
    [secret, isGone],
  );
  useEffect(() => {
    document.title = `${t('receipt.title')} · Vetrina`;
  }, [locale.value]);

  return (
    <>
      <PageHeader />
      <main id="content" class="receipt">
        <h1>{t('receipt.title')}</h1>
        {forgotten && <WhatStays key={isGone} {...forgotten} />}
        {problem && !isGone && <Problem problem={problem} known={receipt !== null} />}
        {!receipt && !problem && <Loading />}
        {receipt && !isGone && (
          <Paper receipt={receipt} secret={secret} onChange={setReceipt} onForgotten={setForgotten} />
        )}
      </main>
      <Toasts />
      <LiveRegion />
    </>
  );
};

const Loading = () => (
  <div class="paper" aria-busy="true">
    <p class="visually-hidden">{t('receipt.loading')}</p>
    <div class="skeleton code-skeleton" />
    <div class="skeleton line-skeleton" />
    <div class="skeleton line-skeleton" />
  </div>
);

// Above the paper, away from the button that was pressed: so it is brought into view, and read out.
const WhatStays = ({ reservations, sanctions }: Forgotten) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} data-testid="data-deleted">
      <Notice kind="info" title={t('receipt.data.done')}>
        {reservations > 0 && <p>{t('receipt.data.open')}</p>}
        {sanctions > 0 && <p>{t('receipt.data.sanction')}</p>}
        <p>{t('receipt.data.rest')}</p>
      </Notice>
    </div>
  );
};

const Problem = ({ problem, known }: { problem: ApiError; known: boolean }) => {
  if (isErrorCode(problem.code) && ['not_found', 'unauthorised', 'bad_request'].includes(problem.code))
    return (
      <Notice kind="warn" title={t('receipt.unknown.title')} code={problem.code}>
        <p>{t('receipt.unknown.text')}</p>
      </Notice>
    );
  return (
    <Notice kind={known ? 'info' : 'warn'} title={t('receipt.offline.title')} code={problem.code}>
      <p>{t('receipt.offline.text')}</p>
    </Notice>
  );
};

type PaperProps = {
  receipt: ReceiptView;
  secret: string;
  onChange: (receipt: ReceiptView) => void;
  onForgotten: (forgotten: Forgotten) => void;
};

const Paper = ({ receipt, secret, onChange, onForgotten }: PaperProps) => {
  const { reservation, identity, roomName, roomSlug } = receipt;
  return (
    <article class="paper">
      <p class="seller-line">{identity.name || roomName}</p>
      <p class="big-code numbers" data-over={!isOpen(reservation)}>
        {reservation.code}
      </p>
      {isOpen(reservation) && <p class="hint quiet">{t('receipt.code.hint')}</p>}
      <p class="state" role="status" data-testid="receipt-state" data-state={reservation.state}>
        <strong>{stateLine(reservation)}</strong> {isOpen(reservation) && t('reserve.payAtPickUp')}
      </p>
      <Facts reservation={reservation} />
      <div class="actions no-print">
        {isOpen(reservation) && <Cancel secret={secret} reservation={reservation} onChange={onChange} />}
        <button type="button" class="button" onClick={() => print()}>
          {t('receipt.print')}
        </button>
        <a class="button bare" href={`/r/${roomSlug}`}>
          {t('receipt.room', { name: roomName })}
        </a>
      </div>
      <section>
        <h2>{t('receipt.entry')}</h2>
        <p class="hash">{reservation.entry}</p>
        <p class="small quiet">{t('receipt.entry.what')}</p>
      </section>
      <section>
        <h2>{t('receipt.shop')}</h2>
        <SellerBlock identity={{ ...identity, name: identity.name || roomName }} />
      </section>
      <MyData secret={secret} onForgotten={onForgotten} />
    </article>
  );
};

const Facts = ({ reservation }: { reservation: ReservationView }) => {
  const { title, variant, quantity, unitCents, currency, placedAt, name } = reservation;
  const sum = money(quantity * unitCents, currency);
  return (
    <>
      <h2 class="what">{variant ? `${title}, ${variant}` : title}</h2>
      <dl class="facts numbers">
        <div>
          <dt>{t('receipt.quantity')}</dt>
          <dd>{quantity}</dd>
        </div>
        <div>
          <dt>{t('receipt.price')}</dt>
          <dd>{quantity > 1 ? `${quantity} × ${money(unitCents, currency)} = ${sum}` : sum}</dd>
        </div>
        <div>
          <dt>{t('receipt.placed')}</dt>
          <dd>{timeOf(placedAt)}</dd>
        </div>
        {name && (
          <div>
            <dt>{t('receipt.name')}</dt>
            <dd>{name}</dd>
          </div>
        )}
      </dl>
    </>
  );
};
