// Name and one contact for a reservation: then it no longer runs out. What the server would refuse is told at its field, for
// the form is gone when the answer comes.
import { useState } from 'preact/hooks';
import { t } from '../i18n.ts';
import { isContact, isName } from '../lib/contact.ts';
import { Field } from '../ui/field.tsx';

type Who = { name: string; contact: string };
type Props = { onDone: (who: Who) => void; onLeave: () => void };

export const ConfirmForm = ({ onDone, onLeave }: Props) => {
  const [wrong, setWrong] = useState<Partial<Record<keyof Who, string>>>({});

  const send = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const { elements } = event.currentTarget;
    const read = (name: string) => (elements.namedItem(name) as HTMLInputElement).value.trim();
    const who = { name: read('name'), contact: read('contact') };
    const found = {
      ...(!isName(who.name) && { name: t('reserve.confirm.name.wrong') }),
      ...(!isContact(who.contact) && { contact: t('reserve.confirm.contact.wrong') }),
    };
    setWrong(found);
    if (Object.keys(found).length === 0) onDone(who);
  };

  return (
    <form class="confirm-form" onSubmit={send} noValidate>
      <p class="quiet">{t('reserve.confirm.why')}</p>
      <Field label={t('reserve.confirm.name')} wrong={wrong.name ?? null}>
        {(ties) => <input {...ties} class="input" name="name" autocomplete="name" maxLength={60} />}
      </Field>
      <Field label={t('reserve.confirm.contact')} wrong={wrong.contact ?? null}>
        {(ties) => <input {...ties} class="input" name="contact" autocomplete="email" maxLength={120} />}
      </Field>
      <div class="actions">
        <button type="submit" class="button primary">
          {t('reserve.confirm.do')}
        </button>
        <button type="button" class="button bare" onClick={onLeave}>
          {t('reserve.confirm.later')}
        </button>
      </div>
    </form>
  );
};
