// A form over something that the server keeps: loaded, edited, saved; says whether anything is unsaved and holds back who
// would leave it. Owns no field. Rules: BOF-3.
import { useComputed, useSignal, type ReadonlySignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ApiError, ApiErrorCode } from '../../lib/api.ts';
import { codeOf } from './list.ts';
import { refusalOf } from './refused.tsx';
import { holdBack } from './travel.ts';

export type Editing<Draft> = {
  /** Null while it loads. */
  draft: Signal<Draft | null>;
  isDirty: ReadonlySignal<boolean>;
  problem: ReadonlySignal<ApiErrorCode | null>;
  refused: ReadonlySignal<ApiError | null>;
  busy: ReadonlySignal<boolean>;
  load: () => void;
  set: (change: Partial<Draft>) => void;
  undo: () => void;
  /** True when it was stored. */
  save: (write: () => Promise<Draft>) => Promise<boolean>;
};

export const useEditing = <Draft extends object>(read: () => Promise<Draft>): Editing<Draft> => {
  const stored = useSignal<Draft | null>(null);
  const draft = useSignal<Draft | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const refused = useSignal<ApiError | null>(null);
  const busy = useSignal(false);
  const isDirty = useComputed(() => JSON.stringify(stored.value) !== JSON.stringify(draft.value));

  const load = async (): Promise<void> => {
    try {
      const now = await read();
      stored.value = now;
      draft.value = now;
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void load(), []);
  useEffect(() => holdBack(() => isDirty.peek()), []);

  return {
    draft,
    isDirty,
    problem,
    refused,
    busy,
    load: () => void load(),
    set: (change) => {
      const now = draft.peek();
      if (now) draft.value = { ...now, ...change };
    },
    undo: () => {
      draft.value = stored.peek();
      refused.value = null;
    },
    save: async (write) => {
      busy.value = true;
      refused.value = null;
      try {
        const now = await write();
        stored.value = now;
        draft.value = now;
        return true;
      } catch (error) {
        refused.value = refusalOf(error);
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
};
