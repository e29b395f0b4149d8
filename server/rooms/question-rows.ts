// What of a show's questions is read: by viewers, by the staff, by who asked. What is changed: questions.ts.
import { limits } from '../../shared/limits.ts';
import type { MyQuestions, PrivateAnswer, QuestionView } from '../../shared/questions.ts';
import { byQueue } from '../../shared/question-states.ts';
import type { Sql } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId, QuestionId, RoomId, ShowId } from '../ids.ts';

export const columns = `id, kind, product_id AS productId, variant_id AS variantId, variant, text, nickname, state, me_toos AS meToos,
  asked_at AS askedAt, CASE WHEN answer_to = 'all' THEN answer END AS answer, from_show_ms AS fromShowMs,
  until_show_ms AS untilShowMs, merged_into AS mergedInto, version`;

/** The questions of a show that viewers may see: the queue in its order, then what was answered, newest first. */
export const list = (sql: Sql, showId: ShowId): QuestionView[] =>
  sql
    .all<QuestionView>(
      `SELECT ${columns} FROM questions WHERE show_id = ? AND state IN ('waiting', 'next', 'answering', 'answered')
       ORDER BY state = 'answered', asked_at DESC LIMIT ${limits.questionsShown}`,
      showId,
    )
    .toSorted(byQueue);

/** Those that wait for the staff, oldest first. */
export const held = (sql: Sql, showId: ShowId): QuestionView[] =>
  sql.all<QuestionView>(
    `SELECT ${columns} FROM questions WHERE show_id = ? AND state = 'held' ORDER BY asked_at LIMIT ${limits.questionsShown}`,
    showId,
  );

/** `showId`: the running or the last show of the room, of which it is told what the others do not see. */
export const mine = (sql: Sql, deviceId: DeviceId, showId: ShowId | null, since: number): MyQuestions => {
  const asked = sql.all<{ id: string }>(
    'SELECT id FROM questions WHERE device_id = ? AND asked_at >= ?',
    deviceId,
    since,
  );
  const joined = sql.all<{ id: string }>(
    'SELECT question_id AS id FROM me_toos WHERE device_id = ? AND at >= ?',
    deviceId,
    since,
  );
  const ids = JSON.stringify([...asked, ...joined].map(({ id }) => id));
  const answers = sql.all<PrivateAnswer>(
    `SELECT id AS questionId, answer AS text FROM questions
     WHERE answer_to = 'asker' AND id IN (SELECT value FROM json_each(?))`,
    ids,
  );
  const unseen = sql.all<QuestionView>(
    `SELECT ${columns} FROM questions WHERE show_id = ? AND device_id = ? AND state IN ('held', 'dismissed')
     ORDER BY asked_at DESC LIMIT ${limits.messagesShown}`,
    showId,
    deviceId,
  );
  return { asked: asked.map(({ id }) => id), meToos: joined.map(({ id }) => id), answers, unseen };
};

/** A question with whom and what it belongs to, which no view names. */
export type Row = QuestionView & { roomId: RoomId; showId: ShowId; deviceId: DeviceId };

/** Throws `not_found`, for a question of another room too. */
export const find = (sql: Sql, roomId: RoomId, id: QuestionId): Row => {
  const row = sql.get<Row>(
    `SELECT ${columns}, room_id AS roomId, show_id AS showId, device_id AS deviceId FROM questions WHERE id = ? AND room_id = ?`,
    id,
    roomId,
  );
  if (!row) throw new AppError('not_found', { id });
  return row;
};

/** Throws `not_found`. */
export const viewOf = (sql: Sql, id: string): QuestionView => {
  const view = sql.get<QuestionView>(`SELECT ${columns} FROM questions WHERE id = ?`, id);
  if (!view) throw new AppError('not_found', { id });
  return view;
};

/** Who asks the same. */
export const joinedIn = (sql: Sql, id: QuestionId): DeviceId[] =>
  sql
    .all<{ deviceId: DeviceId }>('SELECT device_id AS deviceId FROM me_toos WHERE question_id = ?', id)
    .map(({ deviceId }) => deviceId);

/** For whom a private answer is: who asked, and all who joined in. */
export const privateAnswer = (
  sql: Sql,
  id: QuestionId,
): { roomId: RoomId; answer: PrivateAnswer; devices: DeviceId[] } | null => {
  const row = sql.get<{ roomId: RoomId; deviceId: DeviceId; text: string }>(
    `SELECT room_id AS roomId, device_id AS deviceId, answer AS text FROM questions WHERE id = ? AND answer_to = 'asker'`,
    id,
  );
  return row
    ? {
        roomId: row.roomId,
        answer: { questionId: id, text: row.text },
        devices: [row.deviceId, ...joinedIn(sql, id)],
      }
    : null;
};

/** A question as its asker alone is told of it, for news. */
export const unseen = (
  sql: Sql,
  id: QuestionId,
): { roomId: RoomId; deviceId: DeviceId; question: QuestionView } | null => {
  const row = sql.get<{ roomId: RoomId; deviceId: DeviceId }>(
    'SELECT room_id AS roomId, device_id AS deviceId FROM questions WHERE id = ?',
    id,
  );
  return row ? { ...row, question: viewOf(sql, id) } : null;
};

/** How many ask the same, for news. */
export const counted = (
  sql: Sql,
  id: QuestionId,
): { roomId: RoomId; meToos: number; version: number } | null =>
  sql.get<{ roomId: RoomId; meToos: number; version: number }>(
    'SELECT room_id AS roomId, me_toos AS meToos, version FROM questions WHERE id = ?',
    id,
  ) ?? null;
