// What both sides of the fan-out bench know: who takes part, how long a message is on the wire, where its time and number are.
export const contenders = ['vetrina', 'ws', 'socket.io'] as const;
export type Contender = (typeof contenders)[number];

export const messageBytes = 170;

/** The monotonic clock of the machine, the same in each of its processes. */
const offsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();
export const sentAtMs = (): number => performance.now() + offsetMs;

const at = 0x40;
const hash = 0x23;
const space = 0x20;

/** Null for anything else that comes over the socket. */
export const readMessage = (payload: Buffer): { sentAt: number; number: number } | null => {
  const start = payload.indexOf(at);
  const middle = start < 0 ? -1 : payload.indexOf(hash, start);
  if (middle < 0) return null;
  const end = payload.indexOf(space, middle);
  return {
    sentAt: Number(payload.toString('latin1', start + 1, middle)),
    number: Number(payload.toString('latin1', middle + 1, end)),
  };
};
