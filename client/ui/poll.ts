// Asks again and again while the page is seen, and at once when it is seen or online again. For pages without a socket.
// A failure keeps what was there. Never runs two at a time.

/** Calls `ask` now and every `everyMs`; the result stops it. `ask` must not reject. */
export const poll = (ask: () => Promise<void>, everyMs: number): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let stopped = false;

  const round = async (): Promise<void> => {
    if (asking || stopped || document.visibilityState === 'hidden') return;
    clearTimeout(timer);
    asking = true;
    await ask();
    asking = false;
    if (!stopped) timer = setTimeout(() => void round(), everyMs);
  };
  const now = (): void => void round();

  document.addEventListener('visibilitychange', now);
  addEventListener('online', now);
  now();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', now);
    removeEventListener('online', now);
  };
};
