// A small sheet that asks for the viewer's name; the server has the last word on it (taken, too fast).
import { useState } from 'preact/hooks';
import { limits } from '../../shared/limits.ts';
import { t } from '../i18n.ts';
import { RequestError } from '../lib/connection.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { refusalWords } from '../ui/refusal-words.ts';
import { toast } from '../ui/toast.tsx';
import type { Visit } from './visit.ts';
import { tellOffline } from './you.tsx';

export type SheetProps = { visit: Visit; open: boolean; onClose: () => void };

const formId = 'your-name';

export const NameSheet = ({ visit, open, onClose }: SheetProps) => {
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const wanted = (event.currentTarget.elements.namedItem('nickname') as HTMLInputElement).value.trim();
    if (wanted.length < 2 || /[<>]/.test(wanted)) return setWrong(t('room.name.wrong'));
    setBusy(true);
    try {
      const { nickname } = await visit.connection.request('viewer.rename', { nickname: wanted });
      visit.nickname.value = nickname;
      setWrong(null);
      onClose();
      toast(t('room.name.saved', { name: nickname }), 'ok');
    } catch (error) {
      setWrong(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };

  const footer = (
    <button type="submit" form={formId} class="button primary wide" disabled={busy}>
      {t('common.save')}
    </button>
  );
  return (
    <Dialog open={open} title={t('room.name.title')} onClose={onClose} footer={footer}>
      <form id={formId} onSubmit={(event) => void save(event)}>
        <Field label={t('room.name.label')} hint={t('room.name.hint')} wrong={wrong}>
          {(ties) => (
            <input
              {...ties}
              class="input"
              name="nickname"
              autocomplete="off"
              autofocus
              maxLength={limits.nicknameChars}
              defaultValue={visit.nickname.value ?? ''}
            />
          )}
        </Field>
      </form>
      <div class="dialog-language">
        <LanguageSwitch onFailed={tellOffline} />
      </div>
    </Dialog>
  );
};

const sentenceOf = (error: unknown): string => {
  if (!(error instanceof RequestError)) return t('error.internal');
  return error.code === 'bad_request' ? t('room.name.wrong') : refusalWords(error);
};
