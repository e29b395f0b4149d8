// My own limit in value: lower at once, higher only from tomorrow, so that a weak moment cannot undo it.
import { useState } from 'preact/hooks';
import { parseMoney } from '../../shared/money.ts';
import { t } from '../i18n.ts';
import { Field } from '../ui/field.tsx';
import { timeOf } from '../ui/moment.ts';
import { money } from '../ui/price.tsx';
import { toast } from '../ui/toast.tsx';
import { sentenceOf } from './telling.ts';
import type { Visit } from './visit.ts';

export const CapForm = ({ visit }: { visit: Visit }) => {
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { cap } = visit.mine.value;
  const currency = visit.room.value.terms?.currency ?? 'EUR';

  const set = async (cents: number | null) => {
    setBusy(true);
    try {
      const reply = await visit.connection.request('cap.set', { cents });
      visit.take((mine) => ({ ...mine, cap: reply.cap }));
      setWrong(null);
      toast(t('reserve.cap.saved'), 'ok');
    } catch (error) {
      setWrong(sentenceOf(error));
    }
    setBusy(false);
  };
  const save = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const { value } = event.currentTarget.elements.namedItem('cap') as HTMLInputElement;
    const cents = parseMoney(value, currency);
    if (cents === null || cents === 0) return setWrong(t('reserve.cap.wrong'));
    void set(cents);
  };

  return (
    <details class="cap">
      <summary>
        {t('reserve.cap')}{' '}
        <span class="quiet numbers">
          {cap.cents === null ? t('reserve.cap.none') : money(cap.cents, currency)}
        </span>
      </summary>
      <form onSubmit={save} noValidate>
        <Field label={t('reserve.cap.label', { currency })} hint={t('reserve.cap.hint')} wrong={wrong}>
          {(ties) => <input {...ties} class="input" name="cap" inputMode="decimal" autocomplete="off" />}
        </Field>
        {cap.nextAt !== null && (
          <p class="small">
            {cap.nextCents === null
              ? t('reserve.cap.noneFrom', { time: timeOf(cap.nextAt) })
              : t('reserve.cap.from', { price: money(cap.nextCents, currency), time: timeOf(cap.nextAt) })}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="button" disabled={busy}>
            {t('common.save')}
          </button>
          {cap.cents !== null && (
            <button type="button" class="button bare" disabled={busy} onClick={() => void set(null)}>
              {t('reserve.cap.remove')}
            </button>
          )}
        </div>
      </form>
    </details>
  );
};
