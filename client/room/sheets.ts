// Which sheet is open over the room, and what lies under it: at most one sheet, with a way back. Never draws.
import { signal, type ReadonlySignal } from '@preact/signals';

export type SheetView =
  | { kind: 'products' }
  /** `reserve`: sizes first; `look`: pictures first. */
  | { kind: 'product'; id: string; first: 'reserve' | 'look' }
  | { kind: 'mine' }
  | { kind: 'questions' }
  | { kind: 'ask' }
  | { kind: 'chat' }
  | { kind: 'line' }
  | { kind: 'seller' };

export type Sheets = {
  /** The open one last; empty: none is open. */
  stack: ReadonlySignal<readonly SheetView[]>;
  open: (view: SheetView) => void;
  push: (view: SheetView) => void;
  back: () => void;
  close: () => void;
};

export const createSheets = (): Sheets => {
  const stack = signal<readonly SheetView[]>([]);
  return {
    stack,
    open: (view) => (stack.value = [view]),
    push: (view) => (stack.value = [...stack.peek(), view]),
    back: () => (stack.value = stack.peek().slice(0, -1)),
    close: () => (stack.value = []),
  };
};
