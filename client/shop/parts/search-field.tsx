// A search that follows the typing and is kept in the address. Never searches itself. Needs icon `search`.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';

/** Long enough that a word typed in one go is one question. */
const pauseMs = 200;

type Props = { label: string; value: string; onSearch: (text: string) => void };

export const SearchField = ({ label, value, onSearch }: Props) => {
  const id = useId();
  const text = useSignal(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef(value);

  // The back button changes the address under the field; one's own search coming back must not undo newer letters.
  useEffect(() => {
    if (value !== asked.current) text.value = value;
    asked.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (): void => {
    clearTimeout(timer.current);
    asked.current = text.value.trim();
    onSearch(asked.current);
  };

  return (
    <form
      role="search"
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <Icon name="search" />
      <input
        id={id}
        type="search"
        class="input"
        placeholder={label}
        autocomplete="off"
        spellcheck={false}
        maxLength={80}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(search, pauseMs);
        }}
      />
    </form>
  );
};
