// Takes files: chosen by a click or by the keyboard, or dropped on it. Says nothing about what becomes of them.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

type Props = {
  accept: string;
  multiple?: boolean;
  large?: boolean;
  onFiles: (files: File[]) => void;
  children: ComponentChildren;
};

export const DropField = ({ accept, multiple = false, large = false, onFiles, children }: Props) => {
  const id = useId();
  const box = useRef<HTMLLabelElement>(null);
  const over = useSignal(false);
  const take = useRef(onFiles);
  take.current = onFiles;

  // A shortcut for the pointer only: the field inside does the same from the keyboard.
  useEffect(() => {
    const label = box.current;
    if (!label) return;
    const stop = new AbortController();
    const { signal } = stop;
    const hover = (event: DragEvent): void => {
      event.preventDefault();
      over.value = true;
    };
    const leave = (): void => {
      over.value = false;
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      over.value = false;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) take.current(multiple ? files : files.slice(0, 1));
    };
    label.addEventListener('dragover', hover, { signal });
    label.addEventListener('dragleave', leave, { signal });
    label.addEventListener('drop', drop, { signal });
    return () => stop.abort();
  }, []);

  return (
    <label ref={box} class={`drop ${large ? 'large' : ''}`} for={id} data-over={over.value}>
      {children}
      <input
        id={id}
        class="visually-hidden"
        type="file"
        accept={accept}
        multiple={multiple}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file again has to count as a choice.
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </label>
  );
};
