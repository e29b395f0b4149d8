// Questions of a show, each tied to product and variant if it is about one. Each change of state is a conditional UPDATE on
// the states that may come before (shared/question-states.ts) and journals the whole new view. What is told never names a
// device; a private answer goes to those who asked alone. Rules: QNA-1 … QNA-9, QNA-13, MOD-11.
import { limits } from '../../shared/limits.ts';
import type { QuestionKind, QuestionView } from '../../shared/questions.ts';
import { questionStatesBefore, type QuestionState } from '../../shared/question-states.ts';
import * as journal from '../db/journal.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type DeviceId, type QuestionId, type RoomId, type ShowId } from '../ids.ts';
import * as audit from './audit.ts';
import * as moderation from './moderation.ts';
import { columns, find, joinedIn, list, viewOf, type Row } from './question-rows.ts';
import * as savedAnswers from './saved-answers.ts';

/** Where in the picture the answer is: the producer that carries it, and how long it has been sending. */
export type MediaTime = { producerId: string; ms: number };
/** Now, by the server's clock and in the picture. */
export type Moment = { now: number; media: MediaTime | null };

const tell = (tx: Tx, roomId: RoomId, id: string, now: number): QuestionView => {
  const question = viewOf(tx, id);
  journal.append(tx, roomId, now, 'question.changed', { question });
  return question;
};

/** Of what was held, and was not shown: the staff hears, and who asked. */
const tellUnseen = (tx: Tx, roomId: RoomId, id: QuestionId, now: number): QuestionView => {
  const question = viewOf(tx, id);
  journal.append(tx, roomId, now, 'question.held', { question });
  tx.marks.push({ of: 'unseen', id });
  return question;
};

export type Asker = { roomId: RoomId; deviceId: DeviceId; network: string; nickname: string | null };
export type Wish = { kind: QuestionKind; productId: string | null; variantId: string | null; text: string };

/**
 * Throws `show_not_live`, `not_found` (the product, or a variant that is not its own), `bad_request` (to try on needs a
 * product), `too_many_questions` {limit}, `muted` {until}, `words_refused`, `no_links`.
 */
export const ask = (
  tx: Tx,
  { roomId, deviceId, network, nickname }: Asker,
  wish: Wish,
  now: number,
): QuestionView => {
  const show = tx.get<{ id: ShowId }>("SELECT id FROM shows WHERE room_id = ? AND state <> 'ended'", roomId);
  if (!show) throw new AppError('show_not_live');
  if (wish.kind === 'try_on' && !wish.productId) throw new AppError('bad_request', { reason: 'productId' });
  const state = moderation.questionPassage(tx, { roomId, deviceId, network, isStaff: false }, wish.text, now);
  const variant = variantOf(tx, wish);
  const id = newId('question');
  const asked = tx.run(
    `INSERT INTO questions (id, room_id, show_id, device_id, nickname, kind, product_id, variant_id, variant, text, state, asked_at)
     SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
     WHERE (SELECT count(*) FROM questions WHERE show_id = ? AND device_id = ? AND state IN ('held', 'waiting', 'next')) < ?`,
    id,
    roomId,
    show.id,
    deviceId,
    nickname,
    wish.kind,
    wish.productId,
    wish.variantId,
    variant,
    wish.text,
    state,
    now,
    show.id,
    deviceId,
    limits.openQuestions,
  );
  if (asked === 0) throw new AppError('too_many_questions', { limit: limits.openQuestions });
  return state === 'held' ? tellUnseen(tx, roomId, id, now) : tell(tx, roomId, id, now);
};

// The variant's values as they are now: a question goes on meaning what it meant.
const variantOf = (sql: Sql, { productId, variantId }: Wish): string => {
  if (productId === null) {
    if (variantId !== null) throw new AppError('bad_request', { reason: 'productId' });
    return '';
  }
  const row = sql.get<{ variant: string | null }>(
    `SELECT (SELECT rtrim(option1 || ' / ' || option2 || ' / ' || option3, ' /') FROM variants
       WHERE id = ? AND product_id = products.id AND archived_at IS NULL) AS variant
     FROM products WHERE id = ? AND archived_at IS NULL`,
    variantId,
    productId,
  );
  if (!row || (variantId !== null && row.variant === null))
    throw new AppError('not_found', { productId, variantId });
  return row.variant ?? '';
};

/** Idempotent; one's own counts already. Throws `question_over`, `not_found`. */
export const joinIn = (
  tx: Tx,
  roomId: RoomId,
  id: QuestionId,
  deviceId: DeviceId,
  now: number,
): QuestionView => {
  const before = find(tx, roomId, id);
  if (before.deviceId === deviceId) return viewOf(tx, id);
  // Nobody else knows that there is one.
  if (before.state === 'held') throw new AppError('not_found', { id });
  const open = tx.get(
    "SELECT 1 FROM questions WHERE id = ? AND state IN ('waiting', 'next', 'answering')",
    id,
  );
  if (!open) throw new AppError('question_over', { state: before.state });
  if (count(tx, id, deviceId, now)) tx.marks.push({ of: 'question', id });
  return viewOf(tx, id);
};

/** True when the device was not counted yet. */
const count = (tx: Tx, id: string, deviceId: DeviceId, now: number): boolean => {
  const added = tx.run(
    'INSERT INTO me_toos (question_id, device_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    id,
    deviceId,
    now,
  );
  if (added === 0) return false;
  tx.run('UPDATE questions SET me_toos = me_toos + 1, version = version + 1 WHERE id = ?', id);
  return true;
};

/** By its asker. Throws `question_over`, `not_found`. */
export const withdraw = (
  tx: Tx,
  roomId: RoomId,
  id: QuestionId,
  deviceId: DeviceId,
  now: number,
): QuestionView => {
  const before = find(tx, roomId, id);
  if (before.deviceId !== deviceId) throw new AppError('not_found', { id });
  change(tx, before, 'withdrawn');
  return before.state === 'held' ? tellUnseen(tx, roomId, id, now) : tell(tx, roomId, id, now);
};

/** Throws `question_over`. */
const change = (tx: Tx, { id, state }: Pick<Row, 'id' | 'state'>, to: QuestionState): void => {
  const from = questionStatesBefore(to);
  const changed = tx.run(
    `UPDATE questions SET state = ?, version = version + 1 WHERE id = ? AND state IN (${from.map(() => '?').join(', ')})`,
    to,
    id,
    ...from,
  );
  if (changed === 0) throw new AppError('question_over', { state });
};

const showMs = (sql: Sql, showId: ShowId, now: number): number =>
  now - (sql.get<{ at: number }>('SELECT started_at AS at FROM shows WHERE id = ?', showId)?.at ?? now);

/** What is on camera now, if anything, ends as answered. */
const endOnCamera = (tx: Tx, roomId: RoomId, moment: Moment, except: string | null = null): void => {
  const current = tx.get<Row>(
    `SELECT ${columns}, show_id AS showId FROM questions WHERE room_id = ? AND state = 'answering'`,
    roomId,
  );
  if (!current || current.id === except) return;
  change(tx, current, 'answered');
  stampEnd(tx, current, moment);
  tell(tx, roomId, current.id, moment.now);
};

const stampStart = (tx: Tx, { id, showId }: Pick<Row, 'id' | 'showId'>, { now, media }: Moment): void => {
  tx.run(
    `UPDATE questions SET from_show_ms = ?, until_show_ms = NULL, media_producer = ?, from_media_ms = ?, until_media_ms = NULL
     WHERE id = ?`,
    showMs(tx, showId, now),
    media?.producerId ?? null,
    media?.ms ?? null,
    id,
  );
};

// The picture may have been replaced meanwhile: its time says nothing about where the answer began.
const stampEnd = (tx: Tx, { id, showId }: Pick<Row, 'id' | 'showId'>, { now, media }: Moment): void => {
  tx.run(
    `UPDATE questions SET until_show_ms = ?, until_media_ms = CASE WHEN media_producer = ? THEN ? END
     WHERE id = ? AND from_show_ms IS NOT NULL`,
    showMs(tx, showId, now),
    media?.producerId ?? null,
    media?.ms ?? null,
    id,
  );
};

/** One question is on camera at a time: another one's turn ends with this one's beginning. Throws `question_over`, `not_found`. */
export const move = (
  tx: Tx,
  roomId: RoomId,
  id: QuestionId,
  to: 'waiting' | 'next' | 'answering' | 'answered' | 'dismissed',
  moment: Moment,
  by: audit.By | null = null,
): QuestionView => {
  const before = find(tx, roomId, id);
  if (to === 'answering') endOnCamera(tx, roomId, moment, id);
  change(tx, before, to);
  if (to === 'answering') stampStart(tx, before, moment);
  else if (before.state === 'answering') stampEnd(tx, before, moment);
  const act = actOf(before.state, to);
  if (by && act) audit.recordAbout(tx, roomId, id, act, by, moment.now);
  if (before.state === 'held' && to === 'dismissed') return tellUnseen(tx, roomId, id, moment.now);
  return tell(tx, roomId, id, moment.now);
};

/** What is said in the log: who may be read, and who not. The order of the queue is nobody's harm. */
const actOf = (from: QuestionState, to: QuestionState): string | null => {
  if (to === 'dismissed') return 'remove';
  if (from === 'held') return 'approve';
  return from === 'dismissed' ? 'restore' : null;
};

/** Ends what is on camera and takes the first of the queue; null when nobody is waiting. */
export const takeNext = (tx: Tx, roomId: RoomId, showId: ShowId, moment: Moment): QuestionView | null => {
  endOnCamera(tx, roomId, moment);
  const first = list(tx, showId).find(({ state }) => state === 'next' || state === 'waiting');
  return first ? move(tx, roomId, first.id as QuestionId, 'answering', moment) : null;
};

/** In writing. Throws `question_over`, `not_found`. */
export const reply = (
  tx: Tx,
  roomId: RoomId,
  id: QuestionId,
  { text, to, save }: { text: string; to: 'all' | 'asker'; save: boolean },
  moment: Moment,
): QuestionView => {
  const before = find(tx, roomId, id);
  change(tx, before, 'answered');
  if (before.state === 'answering') stampEnd(tx, before, moment);
  tx.run('UPDATE questions SET answer = ?, answer_to = ? WHERE id = ?', text, to, id);
  if (to === 'asker') tx.marks.push({ of: 'answer', id });
  if (save) savedAnswers.keep(tx, before.productId, before.text, text, moment.now);
  return tell(tx, roomId, id, moment.now);
};

/** Who asked `id` is counted with `into`; so is everyone who joined in there. Throws `question_over`, `not_found`. */
export const merge = (
  tx: Tx,
  roomId: RoomId,
  id: QuestionId,
  into: QuestionId,
  now: number,
): QuestionView => {
  const [from, target] = [find(tx, roomId, id), find(tx, roomId, into)];
  if (id === into || from.showId !== target.showId) throw new AppError('not_found', { id: into });
  const isOpen = target.state === 'waiting' || target.state === 'next' || target.state === 'answering';
  if (!isOpen) throw new AppError('question_over', { state: target.state });
  const merged = tx.run(
    `UPDATE questions SET state = 'merged', merged_into = ?, version = version + 1
     WHERE id = ? AND state IN (${questionStatesBefore('merged')
       .map((state) => `'${state}'`)
       .join(', ')})`,
    into,
    id,
  );
  if (merged === 0) throw new AppError('question_over', { state: from.state });
  for (const deviceId of [from.deviceId, ...joinedIn(tx, id)])
    if (deviceId !== target.deviceId) count(tx, into, deviceId, now);
  tell(tx, roomId, id, now);
  return tell(tx, roomId, into, now);
};

/** The show is over, and so is what was on camera. */
export const showEnded = (tx: Tx, roomId: RoomId, now: number): void =>
  endOnCamera(tx, roomId, { now, media: null });
