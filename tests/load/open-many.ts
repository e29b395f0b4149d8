// Many sockets, a few at a time, from as many source addresses as the server's cap for each asks for.

/** Below limits.maxSocketsPerAddress. 127.0.0.1 is left to hosts and probes. */
const socketsPerAddress = 150;
const openAtOnce = 50;

export const addressOf = (index: number): string => `127.0.2.${1 + Math.floor(index / socketsPerAddress)}`;

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
