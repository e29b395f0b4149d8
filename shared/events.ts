// Every event the server sends by itself, once. Durable events are journaled, carry `seq` and are replayed; the others
// are absolute facts of the moment: losing, doubling or delaying one cannot corrupt a client (DESIGN: facts are absolute).
import type { Capacity, ConsumerView } from './media.ts';
import type { Role, RoomView, ShowView, StageTiming } from './model.ts';
import type { HeldMessage, MessageView } from './moderation.ts';
import type { MeTooCount, PrivateAnswer, QuestionView } from './questions.ts';
import type { ProductView, ReservationEntry, ReservationView, StockView, WaitingView } from './shop.ts';

type Event = { durable: boolean; least: Role };
const durable = (least: Role = 'viewer'): Event => ({ durable: true, least });
const fleeting = (least: Role = 'viewer'): Event => ({ durable: false, least });

export const events = {
  'room.renamed': durable(),
  'show.changed': durable(),
  /** The room's line-up, whole and in order. */
  'lineUp.changed': durable(),
  'product.changed': durable(),
  'product.pinned': durable(),
  /** Absolute numbers of the variants that changed; not journaled, for a snapshot or a resumption tells them anew. */
  'stock.changed': fleeting(),
  /** One's own reservation, and one's own place in a waiting list: to that device alone. */
  'reservation.changed': fleeting(),
  'waiting.changed': fleeting(),
  /** A reservation of this room, new or changed, as the staff sees it. */
  'reservation.listed': fleeting('helper'),
  /** A question as everyone may see it. */
  'question.changed': durable(),
  /** A question that waits for the staff, or did: as the staff sees it. */
  'question.held': durable('helper'),
  /** The same to the device that asked, alone. */
  'question.unseen': fleeting(),
  'question.counted': fleeting(),
  /** An answer for those who asked alone. */
  'question.answered': fleeting(),
  'chat.said': durable(),
  'chat.removed': durable(),
  'chat.pinned': durable(),
  /** What waits for the staff: for approval, or from the shadow. */
  'chat.held': durable('helper'),
  /** All hearts since the room opened. */
  'hearts.counted': fleeting(),
  'audience.counted': fleeting(),
  'stage.timed': fleeting(),
  /** For the one who was sending: somebody else does now. */
  'stage.taken': fleeting('host'),
  /** The host sends, but nothing arrives: no viewer's network can mend that. */
  'stage.stalled': fleeting(),
  /** Consumers made for this member, because a producer appeared after its `media.watch`. */
  'media.offered': fleeting(),
  'media.withdrawn': fleeting(),
  /** The member's transports are gone (worker died, router moved): open new ones. */
  'media.lost': fleeting(),
  /** How many more the line carries, and who is short of it. */
  'line.told': fleeting('helper'),
  /** Whether somebody needs photos of the picture: to one page that has it, alone. */
  'still.wanted': fleeting('helper'),
  'server.restarting': fleeting(),
} as const satisfies Record<string, Event>;

type Bodies = {
  'room.renamed': { room: RoomView };
  'show.changed': { show: ShowView };
  'lineUp.changed': { products: ProductView[] };
  'product.changed': { product: ProductView };
  'product.pinned': { productId: string | null };
  'stock.changed': { stock: StockView[] };
  'reservation.changed': { reservation: ReservationView };
  'waiting.changed': { waiting: WaitingView };
  'reservation.listed': { entry: ReservationEntry };
  'question.changed': { question: QuestionView };
  'question.held': { question: QuestionView };
  'question.unseen': { question: QuestionView };
  'question.counted': { counts: MeTooCount[] };
  'question.answered': { answer: PrivateAnswer };
  'chat.said': { message: MessageView };
  'chat.removed': { messageId: string };
  'chat.pinned': { message: MessageView | null };
  'chat.held': { message: HeldMessage };
  'hearts.counted': { hearts: number };
  'audience.counted': { viewers: number };
  'stage.timed': { timing: StageTiming | null };
  /** `by`: whose device it is; null for the receiver's own. */
  'stage.taken': { by: string | null };
  'stage.stalled': { stalled: boolean };
  'media.offered': { consumers: ConsumerView[] };
  'media.withdrawn': { consumerIds: string[] };
  'media.lost': { reason: 'worker_died' | 'stage_moved' | 'line_full' | 'line_free' };
  'line.told': { capacity: Capacity };
  'still.wanted': { wanted: boolean };
  'server.restarting': { backInMs: number };
};

export type EventType = keyof typeof events;
export type EventBody<T extends EventType> = Bodies[T];
