// Many sockets, a few at a time, each from an address of its own: a network has a cap of sockets and one pace for newcomers.

const openAtOnce = 50;

/** 127.0.0.1 is left to hosts and probes. Source: RFC 1122 §3.2.1.3, all of 127/8 is this machine. */
export const addressOf = (index: number): string =>
  `127.${1 + (index >> 14)}.${(index >> 7) & 127}.${1 + (index & 127)}`;

/** In the order of their index. Rejects when one does. */
export const openMany = async <T>(count: number, open: (index: number) => Promise<T>): Promise<T[]> => {
  const opened: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) opened[index] = await open(index);
  };
  await Promise.all(Array.from({ length: openAtOnce }, lane));
  return opened;
};
