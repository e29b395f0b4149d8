// So many a second.
/** Calls `send` `perSecond` times a second, without drift: late ones are made up for. */
export const atRate = (perSecond: number, send: () => void): (() => void) => {
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) * perSecond) / 1000;
    // A process that was held up does not send a minute's backlog at once.
    if (due - sent > perSecond) sent = Math.floor(due) - 1;
    for (; sent < due; sent += 1) send();
  }, 4);
  return () => clearInterval(timer);
};
