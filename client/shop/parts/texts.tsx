// The text fields of the back office's forms: one line, several lines, money, whole numbers. Each is a Field with its input.
import type { JSX } from 'preact';
import { Field } from '../../ui/field.tsx';

type Props = {
  label: string;
  value: string;
  onInput: (text: string) => void;
  hint?: string;
  wrong?: string | null | undefined;
  maxLength?: number;
  /** Lines of a text area; one line when left out. */
  rows?: number;
  /** "money" and "whole" are typed on the number keys and stand on the right. */
  kind?: 'text' | 'money' | 'whole' | 'difference' | 'email' | 'tel';
};

const inputKinds: Record<NonNullable<Props['kind']>, JSX.IntrinsicElements['input']> = {
  text: {},
  money: { inputMode: 'decimal', class: 'input numeric' },
  whole: { inputMode: 'numeric', class: 'input numeric' },
  // The number keys of a phone have no minus.
  difference: { inputMode: 'text', class: 'input numeric' },
  email: { type: 'email', inputMode: 'email' },
  tel: { type: 'tel', inputMode: 'tel' },
};

export const TextField = ({ label, value, onInput, hint, wrong, maxLength, rows, kind = 'text' }: Props) => (
  <Field label={label} {...(hint && { hint })} wrong={wrong ?? null}>
    {(ties) =>
      rows ? (
        <textarea
          {...ties}
          class="input"
          rows={rows}
          {...(maxLength && { maxLength })}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      ) : (
        <input
          {...ties}
          class="input"
          autocomplete="off"
          {...inputKinds[kind]}
          {...(maxLength && { maxLength })}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )
    }
  </Field>
);
