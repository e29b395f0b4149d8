// What the owner's status page is told: a sample every few seconds of the last quarter of an hour, what lies on the disk, and
// what is kept how long.

export type StatusSample = {
  at: number;
  viewers: number;
  /** Of the picture and sound, to all viewers together and from the hosts. */
  outKbps: number;
  inKbps: number;
  /** Half of the sockets answer a ping faster than this; null while none is open. */
  pingMs: number | null;
  /** Of one core, 0 to 1 for the server and 0 to their number for all workers together. */
  serverCpu: number;
  workersCpu: number;
  holds: number;
};

export type KeptKind =
  | 'reservations'
  | 'waiting'
  | 'questions'
  | 'chat'
  | 'nicknames'
  | 'moderation'
  | 'networks'
  | 'journal'
  | 'answers'
  | 'access';

export type Retention = {
  ranAt: number | null;
  /** `last`, `total`: rows that the last run, and all runs, removed or made anonymous. */
  kinds: { kind: KeptKind; keptMs: number; last: number; total: number }[];
};

export type Status = {
  at: number;
  everyMs: number;
  samples: StatusSample[];
  disk: { freeBytes: number; totalBytes: number };
  databaseBytes: number;
  backup: { at: number; bytes: number } | null;
  retention: Retention;
};
