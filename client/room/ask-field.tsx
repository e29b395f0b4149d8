// The field under the thumb: asks about what is showing now, unless something else is chosen. Enter sends. In the first load;
// what shows once one begins to write comes with the counter's chunk (ask-extras.tsx).
import type { ComponentChildren } from 'preact';
import { t } from '../i18n.ts';
import { aboutOf, withText } from '../lib/ask-draft.ts';
import { askingOf } from './asking.ts';
import type { Counter } from './lazy.ts';
import type { Visit } from './visit.ts';

type Props = { visit: Visit; counter: Counter | null };

export const AskField = ({ visit, counter }: Props) => {
  const { room, shelf } = visit.room.value;
  if (!room || visit.connection.status.value === 'closed') return null;
  const asking = askingOf(visit);
  const isAboutThis = asking === 'open' && aboutOf(visit.asking.draft.value, shelf).productId !== null;
  const placeholder = asking === 'open' ? (isAboutThis ? 'this' : 'shop') : asking;
  const { kind } = visit.asking.draft.value;
  const words = counter && kind === 'try_on' ? t('ask.tryOn.text') : t(`room.ask.${placeholder}`);
  const About = counter?.AboutLine;
  const Left = counter?.LettersLeft;
  return (
    <section class="ask" aria-label={t('room.ask.label')}>
      {asking === 'open' && About && <About visit={visit} />}
      <AskForm visit={visit} placeholder={words} most={counter?.questionChars}>
        {asking === 'open' && Left && <Left visit={visit} />}
      </AskForm>
    </section>
  );
};

type FormProps = {
  visit: Visit;
  placeholder: string;
  most: number | undefined;
  inSheet?: boolean;
  children?: ComponentChildren;
};

/** `question-input` and `question-send` are there once: in the sheet while one is open. */
export const AskForm = ({ visit, placeholder, most, inSheet = false, children }: FormProps) => {
  const { draft, wanted } = visit.asking;
  const { shelf } = visit.room.value;
  const isOpen = askingOf(visit) === 'open';
  const { text, kind } = draft.value;
  const isReady = isOpen && (text.trim().length > 1 || kind === 'try_on');
  const covered = visit.sheets.stack.value.length > 0 && !inSheet;
  const send = (event: Event): void => {
    event.preventDefault();
    if (!isReady) return;
    wanted.value = true;
    // The screen keyboard goes, the picture is whole again.
    if (matchMedia('(pointer: coarse)').matches) (document.activeElement as HTMLElement | null)?.blur();
  };
  return (
    <form class="ask-form" onSubmit={send}>
      <textarea
        class="input"
        data-testid={covered ? undefined : 'question-input'}
        aria-label={t('room.ask.label')}
        placeholder={placeholder}
        rows={inSheet ? 3 : 1}
        maxLength={most}
        enterkeyhint="send"
        disabled={!isOpen}
        value={isOpen ? text : ''}
        onInput={(event) => (draft.value = withText(draft.peek(), event.currentTarget.value, shelf))}
        onKeyDown={(event) => event.key === 'Enter' && !event.isComposing && send(event)}
      />
      {children}
      <button
        type="submit"
        class={isReady ? 'button primary' : 'button'}
        data-testid={covered ? undefined : 'question-send'}
        aria-disabled={!isReady}
        aria-busy={wanted.value}
      >
        {t('room.ask.send')}
      </button>
    </form>
  );
};
