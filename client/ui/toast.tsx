// A short sentence that floats over the page and goes by itself: toast() anywhere, <Toasts/> once per page.
// Only for what needs no decision; errors that must be acted on are notices in the page. Needs icon `x`.
import { signal } from '@preact/signals';
import { t } from '../i18n.ts';
import { Icon } from './icon.tsx';

export type ToastKind = 'plain' | 'ok' | 'bad';
type Toast = { id: number; text: string; kind: ToastKind; about: string | undefined };

const shownMs = { plain: 5000, ok: 4000, bad: 9000 };
const atOnce = 3;
const toasts = signal<Toast[]>([]);
let lastId = 0;

const dismiss = (id: number): void => {
  toasts.value = toasts.peek().filter((each) => each.id !== id);
};

/** Shows `text`; the same text still on screen is not shown twice, nor what was said before about the same. */
export const toast = (text: string, kind: ToastKind = 'plain', about?: string): void => {
  const id = ++lastId;
  const others = toasts
    .peek()
    .filter((each) => each.text !== text && (about === undefined || each.about !== about));
  toasts.value = [...others, { id, text, kind, about }].slice(-atOnce);
  setTimeout(() => dismiss(id), shownMs[kind]);
};

export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    {toasts.value.map(({ id, text, kind }) => (
      <div key={id} class="toast" data-kind={kind}>
        <span>{text}</span>
        <button type="button" class="button bare" aria-label={t('common.close')} onClick={() => dismiss(id)}>
          <Icon name="x" />
        </button>
      </div>
    ))}
  </div>
);
