/** Asks before the page is left on air: the browser shows its own sentence. */
export const holdThePage = (isNeeded: () => boolean): (() => void) => {
  const hold = (event: BeforeUnloadEvent): void => {
    if (isNeeded()) event.preventDefault();
  };
  addEventListener('beforeunload', hold);
  return () => removeEventListener('beforeunload', hold);
};
