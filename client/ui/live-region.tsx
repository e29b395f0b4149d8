// Speaks to screen readers without taking the focus: announce() anywhere, <LiveRegion/> once per page.
// Sentences are spoken one at a time and the newest of a burst wins, so that a busy show cannot flood a listener.
import { signal } from '@preact/signals';

const betweenMs = 1000;
const spoken = signal('');
let waiting: string | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

const speakNext = (): void => {
  timer = null;
  if (waiting === null) return;
  // The same sentence twice would not be read again: a no-break space makes it new.
  spoken.value = waiting === spoken.peek() ? `${waiting}\u00a0` : waiting;
  waiting = null;
  timer = setTimeout(speakNext, betweenMs);
};

export const announce = (text: string): void => {
  waiting = text;
  if (timer === null) speakNext();
};

export const LiveRegion = () => (
  <div class="visually-hidden" role="status" aria-live="polite">
    {spoken}
  </div>
);
