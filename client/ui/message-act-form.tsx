// Asks once before something is done about a message or its sender: what it does, for how long, and why. The reason stays in the
// shop's log.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Key } from '../../shared/i18n/index.ts';
import { t } from '../i18n.ts';

type Act = 'report' | 'remove' | 'mute' | 'ban';
/** `amount`: minutes of a mute, hours of a ban. */
export type Choice = { reason: string; amount: number };
type Props = { act: Act; name: string; onCancel: () => void; onDo: (choice: Choice) => Promise<void> };

const amounts = { mute: [5, 60, 720], ban: [24, 720], report: [], remove: [] } as const;
const reasons = ['insults', 'spam', 'fraud', 'disturbs'] as const;
type Reason = (typeof reasons)[number];

type ChipsProps<T extends string | number> = {
  label: string;
  options: readonly T[];
  words: (option: T) => string;
  chosen: T | null;
  onChoose: (option: T) => void;
};

const Chips = <T extends string | number>({ label, options, words, chosen, onChoose }: ChipsProps<T>) => {
  const name = useId();
  return (
    <fieldset>
      <legend class="small">{label}</legend>
      <div class="choices">
        {options.map((option) => (
          <label key={option} class="choice-chip small">
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === chosen}
              onChange={() => onChoose(option)}
            />
            <span>{words(option)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};

export const ActForm = ({ act, name, onCancel, onDo }: Props) => {
  const [amount, setAmount] = useState<number | null>(amounts[act][0] ?? null);
  const [reason, setReason] = useState<Reason | null>(null);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    title.current?.focus();
    title.current?.closest('form')?.scrollIntoView({ block: 'nearest' });
  }, []);
  const needsReason = act !== 'remove';
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setMissing(needsReason && reason === null);
    if (busy || (needsReason && reason === null)) return;
    setBusy(true);
    await onDo({ reason: reason ? t(`chat.reason.${reason}`) : '', amount: amount ?? 0 });
    setBusy(false);
  };
  return (
    <form class="act-form" data-testid="chat-act" noValidate onSubmit={(event) => void send(event)}>
      <p class="act-title" tabIndex={-1} ref={title}>
        {t(`chat.${act}.title`, { name })}
      </p>
      <p class="small">{t(`chat.${act}.text`, { name })}</p>
      {amounts[act].length > 0 && (
        <Chips
          label={t('chat.mute.for')}
          options={amounts[act]}
          words={(each) => t(`chat.${act}.${each}` as Key)}
          chosen={amount}
          onChoose={setAmount}
        />
      )}
      {needsReason && (
        <Chips
          label={t('chat.reason')}
          options={reasons}
          words={(each) => t(`chat.reason.${each}`)}
          chosen={reason}
          onChoose={setReason}
        />
      )}
      {missing && reason === null && (
        <p class="wrong small" role="alert">
          {t('chat.reason.choose')}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={onCancel}>
          {t('common.cancel')}
        </button>
        <button
          type="submit"
          class={act === 'report' ? 'button' : 'button danger'}
          data-testid="chat-do"
          aria-busy={busy}
        >
          {t(`chat.do.${act}`)}
        </button>
      </div>
    </form>
  );
};
