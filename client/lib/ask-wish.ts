// From a draft to what is asked: another subject chosen, and the words that go out. Pure. Loaded with the sheets. Rule: CLI-63.
import type { QuestionKind } from '../../shared/questions.ts';
import { aboutOf, type About, type Draft, type Shown } from './ask-draft.ts';

type Wish = About & { kind: QuestionKind; text: string };

export const withAbout = (draft: Draft, about: About): Draft => ({
  ...draft,
  about,
  held: false,
  kind: about.productId ? draft.kind : 'question',
});

/** Null while there is too little to ask. `tryOn`: what is said when to try it on is all that is asked. */
export const wishOf = (draft: Draft, shelf: Shown, tryOn = ''): Wish | null => {
  const about = aboutOf(draft, shelf);
  const kind = about.productId ? draft.kind : 'question';
  const text = draft.text.trim().replace(/\s+/g, ' ') || (kind === 'try_on' ? tryOn : '');
  return text.length < 2 ? null : { kind, ...about, text };
};
