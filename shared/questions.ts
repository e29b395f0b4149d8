// The views of questions that travel, and what may be said about them. Times are milliseconds since 1970 by the server,
// `…ShowMs` milliseconds since the show's start. Nobody is told which device asked.
import * as v from 'valibot';
import { limits } from './limits.ts';
import type { QuestionState } from './question-states.ts';
import { entityId, idempotencyKey } from './shop-bodies.ts';

/** `try_on`: "show me this one, in this size". */
export const questionKinds = ['question', 'try_on'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export type QuestionView = {
  id: string;
  kind: QuestionKind;
  /** Null: about the shop in general. */
  productId: string | null;
  variantId: string | null;
  /** The variant's values when it was asked about: "M / Blue"; empty without one. */
  variant: string;
  text: string;
  nickname: string | null;
  state: QuestionState;
  /** How many others ask the same. */
  meToos: number;
  askedAt: number;
  /** The written answer for everyone; null when there is none, or it was given on camera or to the asker alone. */
  answer: string | null;
  /** When it was on camera, in the show's time. */
  fromShowMs: number | null;
  untilShowMs: number | null;
  /** Where it lives on, once merged. */
  mergedInto: string | null;
  /** The higher one is the newer fact. */
  version: number;
};

/** Absolute; conflated while a crowd joins in. */
export type MeTooCount = { id: string; meToos: number; version: number };

/** What one device asked and joined, and the answers that were for it alone. */
export type MyQuestions = {
  asked: string[];
  meToos: string[];
  answers: PrivateAnswer[];
  /** Its own of this show that the others do not see: held, or set aside. */
  unseen: QuestionView[];
};
export type PrivateAnswer = { questionId: string; text: string };

/** An answer given before, for the same product or for none, that may fit. */
export type SavedAnswer = {
  id: string;
  productId: string | null;
  /** The product's; null without one. */
  title: string | null;
  question: string;
  answer: string;
  uses: number;
};

/** What was wanted of a product (`variantId` null: as a whole) or of a variant, and by how many. */
export type DemandRow = {
  productId: string;
  variantId: string | null;
  title: string;
  variant: string;
  questions: number;
  tryOns: number;
  meToos: number;
  waiting: number;
  missed: number;
};

// Like a name: no control, format or unassigned characters; line breaks become spaces.
export const sentence = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most * 4),
    v.transform((text) => text.normalize('NFC').trim().replace(/\s+/g, ' ')),
    v.minLength(2),
    v.maxLength(most),
    // Zero-width joiners belong to emoji and to several scripts; every other format character hides something.
    v.regex(/^(?:[^\p{C}]|\u200d|\u200c)+$/u),
  );

export const askBody = v.object({
  key: idempotencyKey,
  kind: v.picklist(questionKinds),
  productId: v.optional(v.nullable(entityId), null),
  variantId: v.optional(v.nullable(entityId), null),
  text: sentence(limits.questionChars),
});
export const questionBody = v.object({ questionId: entityId });
/** What the host does with a question in the queue. */
export const moveBody = v.object({
  questionId: entityId,
  to: v.picklist(['waiting', 'next', 'answering', 'answered', 'dismissed']),
});
export const replyBody = v.object({
  questionId: entityId,
  text: sentence(limits.answerChars),
  /** `asker`: told to the asker and those who joined in, and to nobody else. */
  to: v.picklist(['all', 'asker']),
  /** Offer it again when a similar question comes. */
  save: v.optional(v.boolean(), false),
});
export const mergeBody = v.object({ questionId: entityId, into: entityId });
