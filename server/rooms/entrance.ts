// What brings a joining member there: the events that it missed and the fleeting facts which no journal holds, or a snapshot
// of everything. Reads, and never changes anything. Rules: SES-6, SES-22.
import { limits } from '../../shared/limits.ts';
import type { Snapshot, StageTiming, Welcome } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import type { QuestionView } from '../../shared/questions.ts';
import * as journal from '../db/journal.ts';
import type { Sql } from '../db/open.ts';
import type { RoomId, ShowId } from '../ids.ts';
import * as identityBlock from '../shop/identity-block.ts';
import * as lineUp from '../shop/line-up.ts';
import * as policy from '../shop/policy.ts';
import * as chat from './chat.ts';
import { fleeting, mayHear } from './fan-out.ts';
import type { Member } from './member.ts';
import * as questionRows from './question-rows.ts';
import * as shows from './shows.ts';
import type { RoomRow } from './shows.ts';

/** What a joining member is told: its place in the journal and how it gets there. */
export type Entrance = Pick<Welcome, 'seq' | 'missed' | 'snapshot'>;

/** What of a room is in no database. */
export type Facts = { viewers: number; timing: StageTiming | null; hearts: number };

/** Since the member's `lastSeq`; a snapshot when it missed too many events or has none. */
export const enter = (
  sql: Sql,
  row: RoomRow,
  facts: Facts,
  member: Member,
  lastSeq: number | undefined,
): Entrance => {
  const seq = journal.lastSeq(sql, row.id);
  const missed = lastSeq === undefined ? null : journal.since(sql, row.id, lastSeq, limits.replayEvents);
  if (!missed) return { seq, missed: [], snapshot: snapshot(sql, row, facts, member) };
  tellFleeting(sql, row.id, facts, member);
  return { seq, missed: heardBy(member, missed), snapshot: null };
};

const heardBy = ({ role }: Member, missed: EventFrame[]): EventFrame[] =>
  missed.filter(({ type }) => mayHear(role, type));

/** The fleeting facts of a snapshot: they may have changed while the member was away, and are not in the journal. */
const tellFleeting = (sql: Sql, roomId: RoomId, { viewers, timing }: Facts, member: Member): void => {
  member.send(fleeting('audience.counted', { viewers }));
  member.send(fleeting('stage.timed', { timing }));
  const stock = lineUp
    .shelf(sql, roomId)
    .products.flatMap(({ variants }) =>
      variants.map(({ id, available, version }) => ({ variantId: id, available, version })),
    );
  member.send(fleeting('stock.changed', { stock }));
  const counts = questions(sql, roomId).map(({ id, meToos, version }) => ({ id, meToos, version }));
  if (counts.length > 0) member.send(fleeting('question.counted', { counts }));
};

const snapshot = (sql: Sql, row: RoomRow, facts: Facts, { role, deviceId }: Member): Snapshot => ({
  room: shows.view(sql, row),
  viewers: facts.viewers,
  timing: facts.timing,
  shelf: lineUp.shelf(sql, row.id),
  terms: policy.terms(policy.read(sql)),
  identity: identityBlock.read(sql),
  questions: [
    ...questions(sql, row.id),
    ...(role === 'viewer' ? [] : questions(sql, row.id, questionRows.held)),
  ],
  chat: {
    messages: chat.list(sql, row.id, deviceId),
    pinned: chat.pinned(sql, row.id),
    hearts: facts.hearts,
  },
});

const questions = (sql: Sql, roomId: RoomId, list = questionRows.list): QuestionView[] => {
  const show = shows.latest(sql, roomId);
  return show ? list(sql, show.id as ShowId) : [];
};
