// The states of a question as a table, and the order of the queue: both sides read them, so that host, server and phones mean
// the same. Pure. Rules: QNA-2, QNA-4.

export const questionStates = {
  /** Waits for the staff: seen by them and by who asked. */
  held: ['waiting', 'dismissed', 'withdrawn'],
  waiting: ['next', 'answering', 'answered', 'dismissed', 'withdrawn', 'merged'],
  next: ['waiting', 'answering', 'answered', 'dismissed', 'withdrawn', 'merged'],
  answering: ['waiting', 'answered', 'dismissed'],
  answered: [],
  /** Can be undone. */
  dismissed: ['waiting'],
  withdrawn: [],
  /** It lives on in another question. */
  merged: [],
} as const;

export type QuestionState = keyof typeof questionStates;

/** The states from which `to` may be reached. */
export const questionStatesBefore = (to: QuestionState): QuestionState[] =>
  (Object.keys(questionStates) as QuestionState[]).filter((from) =>
    (questionStates[from] as readonly QuestionState[]).includes(to),
  );

export const isOpenQuestion = (state: QuestionState): boolean =>
  state === 'waiting' || state === 'next' || state === 'answering';

type Queued = { state: QuestionState; meToos: number; askedAt: number; id: string };

const rank: Partial<Record<QuestionState, number>> = { answering: 0, next: 1, waiting: 2, held: 2 };

/** On camera first, then up next, then those that most people ask, then the oldest. */
export const byQueue = (a: Queued, b: Queued): number =>
  (rank[a.state] ?? 3) - (rank[b.state] ?? 3) ||
  b.meToos - a.meToos ||
  a.askedAt - b.askedAt ||
  (a.id < b.id ? -1 : 1);

/** Why a question stands where it stands. */
export const queueReason = ({ state, meToos }: Queued): 'answering' | 'next' | 'asked' | 'oldest' =>
  state === 'answering' || state === 'next' ? state : meToos > 0 ? 'asked' : 'oldest';
