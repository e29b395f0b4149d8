// Says to screen readers how many questions came, and how many to be approved, together and at most every few seconds; nobody
// hears a sound. Rules: STU-68, A11Y-7.
import { effect, untracked } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { tn } from '../i18n.ts';
import { announce } from '../ui/live-region.tsx';
import type { Queue } from './queue.ts';

const everyMs = 6_000;

type Deps = {
  list: Queue['waiting'];
  ready: Queue['ready'];
  say: (count: number) => void;
  /** Another list, whose news is told already: what comes over from there is none. */
  told?: Queue['held'];
};

/** What was there at the start is not news. Gives the way to stop. */
export const countNew = ({ list, ready, say, told }: Deps): (() => void) => {
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
    const ids = list.value.map(({ id }) => id);
    const toldIds = told?.value.map(({ id }) => id) ?? [];
    if (!ready.value) return;
    if (known) fresh += ids.filter((id) => !known?.has(id)).length;
    // What has gone may come back: it is no news then.
    known = new Set([...(known ?? []), ...ids, ...toldIds]);
    if (fresh > 0 && timer === undefined) untracked(tell);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
};

export const useSpokenQuestions = ({ waiting, held, ready }: Queue): void => {
  useEffect(
    () =>
      countNew({ list: waiting, told: held, ready, say: (count) => announce(tn('studio.queue.new', count)) }),
    [],
  );
  useEffect(
    () => countNew({ list: held, ready, say: (count) => announce(tn('studio.queue.held', count)) }),
    [],
  );
};
