// Tells the rooms what many people do at once about questions: how many ask the same, together every half second; and a
// private answer, and a question that is not shown, to those whom it is for. The questions themselves are journaled.
// Rules: QNA-3, QNA-7, MOD-11.
import { limits } from '../../shared/limits.ts';
import type { Mark } from '../db/journal.ts';
import type { Sql } from '../db/open.ts';
import type { QuestionId, RoomId } from '../ids.ts';
import { Conflated } from './conflated.ts';
import { fleeting } from './fan-out.ts';
import * as questionRows from './question-rows.ts';
import type { Room, RoomDeps } from './room.ts';

export class QuestionNews {
  readonly #deps: RoomDeps;
  readonly #rooms: ReadonlyMap<RoomId, Room>;
  readonly #counts: Conflated<QuestionId>;

  constructor(deps: RoomDeps, rooms: ReadonlyMap<RoomId, Room>) {
    this.#deps = deps;
    this.#rooms = rooms;
    this.#counts = new Conflated(deps.clock, limits.meToosEveryMs, (ids) =>
      this.#read((sql) => this.#tellCounts(sql, ids)),
    );
  }

  tell(marks: Mark[]): void {
    for (const mark of marks) {
      if (mark.of === 'question') this.#counts.add(mark.id);
      if (mark.of === 'unseen') this.#read((sql) => this.#tellUnseen(sql, mark.id));
      if (mark.of === 'answer') this.#read((sql) => this.#tellAnswer(sql, mark.id));
    }
    this.#counts.soon();
  }

  close(): void {
    this.#counts.close();
  }

  #tellCounts(sql: Sql, ids: QuestionId[]): void {
    const found = ids.flatMap((id) => {
      const row = questionRows.counted(sql, id);
      return row ? [{ id, ...row }] : [];
    });
    for (const [roomId, counts] of Map.groupBy(found, (one) => one.roomId))
      this.#rooms.get(roomId)?.publish({
        type: 'question.counted',
        body: { counts: counts.map(({ id, meToos, version }) => ({ id, meToos, version })) },
      });
  }

  #tellAnswer(sql: Sql, id: QuestionId): void {
    const told = questionRows.privateAnswer(sql, id);
    const room = told && this.#rooms.get(told.roomId);
    if (!told || !room) return;
    const frame = fleeting('question.answered', { answer: told.answer });
    for (const deviceId of new Set(told.devices)) for (const page of room.pagesOf(deviceId)) page.send(frame);
  }

  #tellUnseen(sql: Sql, id: QuestionId): void {
    const told = questionRows.unseen(sql, id);
    const room = told && this.#rooms.get(told.roomId);
    if (!told || !room) return;
    const frame = fleeting('question.unseen', { question: told.question });
    for (const page of room.pagesOf(told.deviceId)) page.send(frame);
  }

  // Called after a commit, where nothing may throw: whoever missed it is told by the next hello.
  #read(work: (sql: Sql) => void): void {
    try {
      this.#deps.db.read(work);
    } catch (err) {
      this.#deps.log.error({ err }, 'news of questions could not be told');
    }
  }
}
