// A new room: its name, and the address that never changes.
import { useSignal } from '@preact/signals';
import { limits } from '../../../shared/limits.ts';
import { t } from '../../i18n.ts';
import { api } from '../../lib/api.ts';
import { Field } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { codeOf } from '../parts/list.ts';
import { isSlug, slugFrom } from './slug.ts';

export const NewRoom = ({ onMade }: { onMade: () => void }) => {
  const name = useSignal('');
  /** Null while it follows the name. */
  const ownSlug = useSignal<string | null>(null);
  const wrong = useSignal<{ name?: string; slug?: string }>({});
  const busy = useSignal(false);
  const slug = ownSlug.value ?? slugFrom(name.value);

  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = name.value.trim();
    wrong.value = {
      ...(wanted.length < 2 && { name: t('shop.newRoom.name.wrong') }),
      ...(!isSlug(slug) && { slug: t('shop.newRoom.slug.wrong') }),
    };
    if (wrong.value.name || wrong.value.slug) return;
    busy.value = true;
    try {
      await api.createRoom(slug, wanted);
      toast(t('shop.newRoom.created', { name: wanted }), 'ok');
      name.value = '';
      ownSlug.value = null;
      onMade();
    } catch (error) {
      wrong.value = { slug: t(`error.${codeOf(error)}`) };
    }
    busy.value = false;
  };

  return (
    <form class="form card" onSubmit={(event) => void make(event)} noValidate>
      <h2>{t('shop.newRoom')}</h2>
      <Field label={t('shop.newRoom.name')} wrong={wrong.value.name ?? null}>
        {(ties) => (
          <input
            {...ties}
            class="input"
            autocomplete="off"
            maxLength={limits.roomNameChars}
            value={name.value}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        label={t('shop.newRoom.slug')}
        hint={t('shop.newRoom.slug.hint', { link: `${location.host}/r/${slug || '…'}` })}
        wrong={wrong.value.slug ?? null}
      >
        {(ties) => (
          <input
            {...ties}
            class="input"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={limits.slugChars}
            value={slug}
            onInput={(event) => (ownSlug.value = event.currentTarget.value.toLowerCase())}
          />
        )}
      </Field>
      <div>
        <button type="submit" class="button" disabled={busy.value}>
          {t('shop.newRoom.create')}
        </button>
      </div>
    </form>
  );
};
