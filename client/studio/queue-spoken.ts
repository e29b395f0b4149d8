// Says to screen readers how many questions came, together and at most every few seconds; nobody hears a sound. Rule: STU-68.
import { effect, untracked } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { tn } from '../i18n.ts';
import { announce } from '../ui/live-region.tsx';
import type { Queue } from './queue.ts';

const everyMs = 6_000;

type Deps = { queue: Pick<Queue, 'waiting' | 'ready'>; say: (count: number) => void };

/** What was there at the start is not news. Gives the way to stop. */
export const countNew = ({ queue, say }: Deps): (() => void) => {
  let known: ReadonlySet<string> | null = null;
  let fresh = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    timer = undefined;
    if (fresh === 0) return;
    say(fresh);
    fresh = 0;
    timer = setTimeout(tell, everyMs);
  };
  const stop = effect(() => {
    const ids = queue.waiting.value.map(({ id }) => id);
    if (!queue.ready.value) return;
    if (known) fresh += ids.filter((id) => !known?.has(id)).length;
    // What has gone may come back: it is no news then.
    known = new Set([...(known ?? []), ...ids]);
    if (fresh > 0 && timer === undefined) untracked(tell);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
};

export const useSpokenQuestions = (queue: Queue): void => {
  useEffect(() => countNew({ queue, say: (count) => announce(tn('studio.queue.new', count)) }), []);
};
