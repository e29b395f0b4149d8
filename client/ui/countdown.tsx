// The time that is left of a hold, in figures of one width. Not read out every second: reminders say when it is late.
import type { ReadonlySignal } from '@preact/signals';
import type { ReservationView } from '../../shared/shop.ts';
import { clockface, leftMs } from '../lib/hold-time.ts';

type Props = {
  reservation: ReservationView;
  now: ReadonlySignal<number>;
  testId?: string | undefined;
};

/** Under two minutes the figures are marked, in words by the reminder. */
const lateMs = 120_000;

export const Countdown = ({ reservation, now, testId }: Props) => {
  const left = leftMs(reservation, now.value);
  if (left === null) return null;
  return (
    <span
      class="countdown numbers"
      role="timer"
      aria-live="off"
      data-testid={testId}
      data-id={reservation.id}
      data-late={left <= lateMs}
    >
      {clockface(left)}
    </span>
  );
};
