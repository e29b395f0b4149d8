// The two things about a reservation that need words: confirming it by hand, and releasing it. Each says what will happen.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ReservationEntry } from '../../../shared/shop.ts';
import { t, tn } from '../../i18n.ts';
import { focusFirstWrong } from '../parts/save-bar.tsx';
import { TextField } from '../parts/texts.tsx';
import { isContact, isName } from '../../lib/contact.ts';

/** The question takes the place of the buttons that had the focus. */
const useFocusInside = () => {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input')?.focus(), []);
  return form;
};

type Holder = { name: string; contact: string; reason: string };
type ConfirmProps = {
  entry: ReservationEntry;
  busy: boolean;
  onCancel: () => void;
  onDone: (holder: Holder) => void;
};

export const ConfirmForm = ({ entry, busy, onCancel, onDone }: ConfirmProps) => {
  const form = useFocusInside();
  const holder = useSignal<Holder>({
    name: entry.name ?? '',
    contact: entry.contact ?? '',
    reason: t('shop.reservation.confirm.reason'),
  });
  const wrong = useSignal<Partial<Holder>>({});
  const set = (part: Partial<Holder>): void => {
    holder.value = { ...holder.value, ...part };
  };
  const confirm = (event: Event): void => {
    event.preventDefault();
    const { name, contact, reason } = holder.value;
    wrong.value = {
      ...(!isName(name) && { name: t('shop.reservation.name.wrong') }),
      ...(!isContact(contact) && { contact: t('shop.reservation.contact.wrong') }),
      ...(reason.trim().length < 2 && { reason: t('shop.reason.wrong') }),
    };
    if (Object.keys(wrong.value).length > 0) return focusFirstWrong(form.current);
    onDone({ name: name.trim(), contact: contact.trim(), reason: reason.trim() });
  };
  return (
    <form ref={form} class="drawer-form" noValidate onSubmit={confirm}>
      <h3>{t('shop.reservation.confirm.title')}</h3>
      <p class="quiet small">{t('shop.reservation.confirm.help')}</p>
      <TextField
        label={t('shop.reservation.name')}
        value={holder.value.name}
        maxLength={60}
        wrong={wrong.value.name}
        onInput={(name) => set({ name })}
      />
      <TextField
        label={t('shop.reservation.contact')}
        hint={t('shop.reservation.contact.hint')}
        value={holder.value.contact}
        maxLength={120}
        wrong={wrong.value.contact}
        onInput={(contact) => set({ contact })}
      />
      <TextField
        label={t('shop.reason')}
        value={holder.value.reason}
        maxLength={200}
        wrong={wrong.value.reason}
        onInput={(reason) => set({ reason })}
      />
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy}>
          {t('shop.reservation.confirm')}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </div>
    </form>
  );
};

type ReleaseProps = {
  entry: ReservationEntry;
  busy: boolean;
  onCancel: () => void;
  onDone: (reason: string) => void;
};

export const ReleaseForm = ({ entry, busy, onCancel, onDone }: ReleaseProps) => {
  const form = useFocusInside();
  const reason = useSignal('');
  const wrong = useSignal<string | null>(null);
  const release = (event: Event): void => {
    event.preventDefault();
    wrong.value = reason.value.trim().length < 2 ? t('shop.reason.wrong') : null;
    if (wrong.value) return focusFirstWrong(form.current);
    onDone(reason.value.trim());
  };
  return (
    <form ref={form} class="drawer-form" noValidate onSubmit={release}>
      <h3>{t('shop.reservation.release.title', { code: entry.code })}</h3>
      <p>{tn('shop.reservation.release.text', entry.quantity)}</p>
      <TextField
        label={t('shop.reason')}
        hint={t('shop.reservation.release.hint')}
        value={reason.value}
        maxLength={200}
        wrong={wrong.value}
        onInput={(text) => (reason.value = text)}
      />
      <div class="actions">
        <button type="submit" class="button danger" disabled={busy}>
          {tn('shop.reservation.release.do', entry.quantity)}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t('shop.reservation.keep')}
        </button>
      </div>
    </form>
  );
};
