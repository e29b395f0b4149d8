// A button for what cannot be undone: it asks, then does.
import { useState } from 'preact/hooks';
import { t } from '../i18n.ts';
import { ApiError } from '../lib/api.ts';
import { toast } from '../ui/toast.tsx';

type Props = {
  id: string;
  kind: string;
  words: { press: string; ask: string; keep: string; go: string };
  /** What it throws is told. */
  work: () => Promise<void>;
};

/** Tells what went wrong. */
export const attempt = (work: () => Promise<void>): Promise<void> =>
  work().catch((error: unknown) =>
    toast(t(`error.${error instanceof ApiError ? error.code : 'internal'}`), 'bad'),
  );

export const AskFirst = ({ id, kind, words, work }: Props) => {
  const [asking, ask] = useState(false);
  const [busy, setBusy] = useState(false);

  const go = async () => {
    setBusy(true);
    await attempt(work);
    setBusy(false);
    ask(false);
  };

  if (!asking)
    return (
      <button type="button" class={kind} data-testid={id} onClick={() => ask(true)}>
        {words.press}
      </button>
    );
  return (
    <div class="asking" role="group" aria-label={words.ask}>
      <p>{words.ask}</p>
      <button type="button" class="button" onClick={() => ask(false)}>
        {words.keep}
      </button>
      <button type="button" class="button danger" data-testid={id} disabled={busy} onClick={() => void go()}>
        {words.go}
      </button>
    </div>
  );
};
