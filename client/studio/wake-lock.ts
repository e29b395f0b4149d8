// Keeps the screen on while live: a laptop that falls asleep takes the show with it.
// The browser drops the lock when the tab is hidden, so it is asked for again when the tab is back. Never rejects.

export const keepAwake = (): (() => void) => {
  let lock: WakeLockSentinel | null = null;
  let released = false;

  const ask = async (): Promise<void> => {
    if (released || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    const given = await navigator.wakeLock.request('screen').catch(() => null); // battery saver says no
    if (released) void given?.release();
    else lock = given;
  };
  const again = (): void => void ask();

  document.addEventListener('visibilitychange', again);
  again();
  return () => {
    released = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
    lock = null;
  };
};
