// A labelled control: the label, the control, a hint and what is wrong with it, tied together for screen readers.
// The control is given by a function, so that any input, select or textarea can take the ids.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type Ties = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' };
type Props = {
  label: string;
  hint?: string;
  wrong?: string | null;
  children: (ties: Ties) => ComponentChildren;
};

export const Field = ({ label, hint, wrong, children }: Props) => {
  const id = useId();
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  const ties: Ties = {
    id,
    ...(described && { 'aria-describedby': described }),
    ...(wrong && { 'aria-invalid': 'true' as const }),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(ties)}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
};
