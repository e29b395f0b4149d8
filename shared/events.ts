// Every event the server sends by itself, once. Durable events are journaled, carry `seq` and are replayed; the others
// are absolute facts of the moment: losing, doubling or delaying one cannot corrupt a client (DESIGN: facts are absolute).
import type { ConsumerView } from './media.ts';
import type { Role, RoomView, ShowView, StageTiming } from './model.ts';

type Event = { durable: boolean; least: Role };
const durable = (least: Role = 'viewer'): Event => ({ durable: true, least });
const fleeting = (least: Role = 'viewer'): Event => ({ durable: false, least });

export const events = {
  'room.renamed': durable(),
  'show.changed': durable(),
  'audience.counted': fleeting(),
  'stage.timed': fleeting(),
  /** Consumers made for this member, because a producer appeared after its `media.watch`. */
  'media.offered': fleeting(),
  'media.withdrawn': fleeting(),
  /** The member's transports are gone (worker died, router moved): open new ones. */
  'media.lost': fleeting(),
  'server.restarting': fleeting(),
} as const satisfies Record<string, Event>;

type Bodies = {
  'room.renamed': { room: RoomView };
  'show.changed': { show: ShowView };
  'audience.counted': { viewers: number };
  'stage.timed': { timing: StageTiming | null };
  'media.offered': { consumers: ConsumerView[] };
  'media.withdrawn': { consumerIds: string[] };
  'media.lost': { reason: 'worker_died' | 'stage_moved' };
  'server.restarting': { backInMs: number };
};

export type EventType = keyof typeof events;
export type EventBody<T extends EventType> = Bodies[T];
