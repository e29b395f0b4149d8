// What this device asked and joined, and the answers that were for it alone: from the welcome, from replies and events. Told
// to nobody else. Never asks the server for anything. Rules: CLI-62.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { MyQuestions } from '../../shared/questions.ts';
import type { Connection } from './connection.ts';

const nothing: MyQuestions = { asked: [], meToos: [], answers: [], unseen: [] };

const withId = (ids: string[], id: string): string[] => (ids.includes(id) ? ids : [...ids, id]);

export type MyQuestionsFeed = {
  mine: ReadonlySignal<MyQuestions>;
  asked: (id: string) => void;
  joined: (id: string) => void;
};

export const followMyQuestions = (connection: Pick<Connection, 'onEvent' | 'onWelcome'>): MyQuestionsFeed => {
  const mine = signal(nothing);
  const change = (news: Partial<MyQuestions>) => (mine.value = { ...mine.peek(), ...news });
  connection.onWelcome(({ myQuestions }) => {
    if (myQuestions) mine.value = myQuestions;
  });
  connection.onEvent((event) => {
    if (event.type !== 'question.answered') return;
    const { answer } = event.body;
    const others = mine.peek().answers.filter(({ questionId }) => questionId !== answer.questionId);
    change({ answers: [...others, answer] });
  });
  return {
    mine,
    asked: (id) => change({ asked: withId(mine.peek().asked, id) }),
    joined: (id) => change({ meToos: withId(mine.peek().meToos, id) }),
  };
};
