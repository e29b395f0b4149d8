// The second picture: from another camera, the product that is showing, or a file; its corner, its place, and the way back.
// Rules: STU-82, STU-84.
import { useId } from 'preact/hooks';
import { imagePath } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { announce } from '../ui/live-region.tsx';
import { toast } from '../ui/toast.tsx';
import type { Broadcast } from './broadcast.ts';
import { isPhone } from './hidden.ts';
import type { Inset } from './inset.ts';

type Props = { broadcast: Broadcast };

const addFile = async (inset: Inset, file: Blob, name: string): Promise<void> => {
  if (await inset.addPicture(file, name)) announce(t('studio.inset.added', { name }));
  else toast(t('studio.inset.noPicture'), 'bad');
};

const FileChoice = ({ broadcast }: Props) => {
  const id = useId();
  return (
    <label class="button" for={id}>
      <Icon name="image" />
      {t('studio.inset.file')}
      <input
        id={id}
        class="visually-hidden"
        type="file"
        accept="image/*"
        data-testid="inset-file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) void addFile(broadcast.inset, file, file.name);
          // The same file again has to count as a choice.
          currentTarget.value = '';
        }}
      />
    </label>
  );
};

const ProductChoice = ({ broadcast }: Props) => {
  const product = broadcast.state.value.shelf.pinned;
  const image = product?.images[0];
  if (!product || !image) return null;
  const take = async (): Promise<void> => {
    const reply = await fetch(imagePath(image.id, 960, 'webp')).catch(() => null);
    if (reply?.ok) await addFile(broadcast.inset, await reply.blob(), product.title);
    else toast(t('studio.inset.noPicture'), 'bad');
  };
  return (
    <button type="button" class="button" data-testid="inset-product" onClick={() => void take()}>
      <Icon name="image" />
      {t('studio.inset.product', { title: product.title })}
    </button>
  );
};

/** Not on a phone: it gives one camera at a time, and asking for a second one stops the first. */
const CameraChoices = ({ broadcast }: Props) => {
  const { camera } = broadcast.devices;
  const now = camera.track.value?.getSettings().deviceId;
  if (isPhone()) return null;
  const take = async (id: string, name: string): Promise<void> => {
    const trouble = await broadcast.inset.addCamera(id, name);
    if (trouble) toast(t('studio.inset.noCamera'), 'bad');
    else announce(t('studio.inset.added', { name }));
  };
  return (
    <>
      {camera.choices.value
        .filter(({ id }) => id !== now)
        .map(({ id, label }) => (
          <button
            key={id}
            type="button"
            class="button"
            data-testid="inset-camera"
            onClick={() => void take(id, label)}
          >
            <Icon name="video" />
            {label || t('studio.inset.camera')}
          </button>
        ))}
    </>
  );
};

/** What a key does is said as well: the picture shows it only to who can see it. */
export const insetKeys = (broadcast: Broadcast): Record<string, () => void> => {
  const { inset } = broadcast;
  const whenThere = (act: () => void) => (): void => {
    if (inset.source.peek()) act();
    else announce(t('studio.inset.none'));
  };
  return {
    i: () => {
      if (!inset.toggle()) announce(t('studio.inset.none'));
      else announce(t(inset.source.peek() ? 'studio.inset.back' : 'studio.inset.removed'));
    },
    c: whenThere(() => {
      inset.nextCorner();
      announce(t(`studio.inset.${inset.corner.peek()}`));
    }),
    x: whenThere(() => {
      inset.swap();
      announce(t(inset.swapped.peek() ? 'studio.inset.large' : 'studio.inset.small'));
    }),
  };
};

const Acts = ({ broadcast }: Props) => {
  const { c, x, i } = insetKeys(broadcast);
  return (
    <div class="inset-acts">
      <button type="button" class="button" data-testid="inset-corner" aria-keyshortcuts="c" onClick={c}>
        <Icon name="picture-in-picture-2" />
        {t('studio.inset.corner')}
      </button>
      <button type="button" class="button" data-testid="inset-swap" aria-keyshortcuts="x" onClick={x}>
        <Icon name="arrow-left-right" />
        {t('studio.inset.swap')}
      </button>
      <button type="button" class="button" data-testid="inset-remove" aria-keyshortcuts="i" onClick={i}>
        <Icon name="x" />
        {t('studio.inset.remove')}
      </button>
    </div>
  );
};

export const InsetPanel = ({ broadcast }: Props) => {
  const source = broadcast.inset.source.value;
  if (!broadcast.devices.camera.track.value) return null;
  return (
    <section class="card panel" aria-labelledby="inset-heading">
      <h2 id="inset-heading">{t('studio.inset')}</h2>
      <p class="small quiet">
        {source ? t('studio.inset.now', { name: source.name }) : t('studio.inset.help')}
      </p>
      {source ? (
        <Acts broadcast={broadcast} />
      ) : (
        <div class="inset-acts">
          <CameraChoices broadcast={broadcast} />
          <ProductChoice broadcast={broadcast} />
          <FileChoice broadcast={broadcast} />
        </div>
      )}
    </section>
  );
};
