// What is said about questions without being asked: that one's own is on camera or answered, what came of a tap, and to
// those who only listen, what is on camera. Toasts are read out too, so nothing is said twice. Rules: CLI-64, CLI-65.
import { effect } from '@preact/signals';
import type { QuestionView } from '../../shared/questions.ts';
import { t, tn } from '../i18n.ts';
import { duePings, ownOf, type Ping } from '../lib/own-questions.ts';
import { onCamera } from '../lib/questions-state.ts';
import type { Tap } from '../lib/outbox.ts';
import type { RequestError } from '../lib/replies.ts';
import { keepSaid } from '../lib/said.ts';
import { announce } from '../ui/live-region.tsx';
import { refusalWords } from '../ui/refusal-words.ts';
import { toast } from '../ui/toast.tsx';
import { subjectName } from './answering-now.tsx';
import type { Visit } from './visit.ts';

/** Taken at once, "sent" is old news beside "on camera". */
const ownQuestion = 'own question';

const shownChars = 140;
const short = (text: string): string =>
  text.length > shownChars ? `${text.slice(0, shownChars).trimEnd()}…` : text;

/** More than so many answers at once (a page that comes back) are told together. */
const tellsEach = 2;

const ping = (visit: Visit, said: Set<string>): void => {
  const due = duePings(visit.myQuestions.mine.value, visit.room.value.questions, said);
  if (due.length === 0) return;
  for (const { key } of due) said.add(key);
  keepSaid(said);
  const answers = due.filter(({ of }) => of !== 'camera');
  if (answers.length > tellsEach) toast(tn('ask.told.answers', answers.length), 'ok');
  else answers.forEach(tellAnswer);
  if (due.length > answers.length) toast(t('ask.told.camera'), 'ok', ownQuestion);
};

const tellAnswer = ({ of, answer }: Ping): void =>
  toast(t(of === 'private' ? 'ask.told.private' : 'ask.told.answer', { answer: short(answer) }));

/** For those who listen: the band that the others see. Whose it is has been told already. */
const tellOnCamera = (visit: Visit) => {
  let shown = onCamera(visit.room.peek().questions)?.id;
  return () => {
    const question = onCamera(visit.room.value.questions);
    if (question && question.id !== shown) {
      const { asked, joined } = ownOf(visit.myQuestions.mine.peek(), visit.room.peek().questions);
      const words = [`${t('ask.onCamera')} ${question.text}`, subjectName(visit, question)];
      if (!asked.has(question.id) && !joined.has(question.id)) announce(words.filter(Boolean).join(' — '));
    }
    shown = question?.id;
  };
};

export const startTellingQuestions = (visit: Visit, said: Set<string>): void => {
  effect(() => ping(visit, said));
  effect(tellOnCamera(visit));
};

/** What came of a tap about a question. */
export const takeQuestion = (visit: Visit, { type }: Tap, { id, state }: QuestionView): void => {
  if (type === 'question.ask') {
    visit.myQuestions.asked(id);
    toast(t(state === 'held' ? 'ask.told.held' : 'ask.told.asked'), 'ok', ownQuestion);
  }
  if (type === 'question.meToo') visit.myQuestions.joined(id);
  if (type === 'question.withdraw') toast(t('ask.told.withdrawn'), 'ok');
};

/** The words come back into the field, if nothing else is written there by now. True: nothing more is to be said. */
export const takeQuestionRefusal = (visit: Visit, tap: Tap, error: RequestError): boolean => {
  // Its first answer was lost on the way.
  if (tap.type === 'question.withdraw') return error.details.state === 'withdrawn';
  if (tap.type !== 'question.ask') return false;
  giveBack(visit, tap);
  toast(t('ask.told.refused', { why: refusalWords(error) }), 'bad');
  return true;
};

const giveBack = (visit: Visit, tap: Tap & { type: 'question.ask' }): void => {
  const { draft } = visit.asking;
  if (draft.peek().text.trim()) return;
  const { text, kind, productId = null, variantId = null } = tap.body;
  draft.value = { text, kind, about: { productId, variantId }, held: true };
};

export const toldDroppedQuestions = (count: number): void => toast(tn('ask.told.dropped', count), 'bad');
