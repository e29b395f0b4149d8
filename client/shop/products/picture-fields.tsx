// The product's pictures: those that are there, in their order, with their words; those on their way; and the field that
// takes more, by choosing or dropping. Needs icons `arrow-up`, `arrow-down`, `trash-2`, `image-plus`.
import { limits } from '../../../shared/limits.ts';
import { imagePath } from '../../../shared/shop.ts';
import { t } from '../../i18n.ts';
import { DropField } from '../../ui/drop-field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { moved } from '../parts/order.ts';
import { TextField } from '../parts/texts.tsx';
import { numberText } from '../parts/words.ts';
import type { Draft, ImageDraft } from './draft.ts';
import type { Picture, Pictures } from './pictures.ts';

type Props = {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  pictures: Pictures;
  /** After more were chosen. */
  onAdded: () => void;
};

const words = (at: number): { number: string } => ({ number: numberText(at + 1) });

type StoredProps = { image: ImageDraft; at: number; images: ImageDraft[]; set: Props['set'] };

const Stored = ({ image, at, images, set }: StoredProps) => (
  <li class="picture">
    <img src={imagePath(image.id, 160, 'webp')} alt={image.alt} width={96} height={96} />
    <TextField
      label={t('shop.picture.alt')}
      value={image.alt}
      maxLength={200}
      onInput={(alt) =>
        set({ images: images.map((each) => (each.id === image.id ? { ...each, alt } : each)) })
      }
    />
    <div class="row-buttons">
      <button
        type="button"
        class="button bare"
        aria-label={t('shop.picture.earlier', words(at))}
        aria-disabled={at === 0}
        onClick={() => set({ images: moved(images, at, -1) })}
      >
        <Icon name="arrow-up" />
      </button>
      <button
        type="button"
        class="button bare"
        aria-label={t('shop.picture.later', words(at))}
        aria-disabled={at === images.length - 1}
        onClick={() => set({ images: moved(images, at, 1) })}
      >
        <Icon name="arrow-down" />
      </button>
      <button
        type="button"
        class="button bare"
        aria-label={t('shop.picture.remove', words(at))}
        onClick={() => set({ images: images.filter(({ id }) => id !== image.id) })}
      >
        <Icon name="trash-2" />
      </button>
    </div>
  </li>
);

const OnItsWay = ({ picture, pictures }: { picture: Picture; pictures: Pictures }) => (
  <li class="picture">
    <img src={picture.preview} alt="" width={96} height={96} />
    <div class="picture-words">
      <TextField
        label={t('shop.picture.alt')}
        value={picture.alt}
        maxLength={200}
        wrong={picture.problem && t(`error.${picture.problem}`)}
        onInput={(alt) => pictures.setAlt(picture.key, alt)}
      />
      {picture.share !== null && (
        <progress
          max={1}
          value={picture.share}
          aria-label={t('shop.picture.sending', { name: picture.file.name })}
        />
      )}
    </div>
    <div class="row-buttons">
      <button
        type="button"
        class="button bare"
        aria-label={t('shop.picture.remove.name', { name: picture.file.name })}
        disabled={picture.share !== null}
        onClick={() => pictures.remove(picture.key)}
      >
        <Icon name="trash-2" />
      </button>
    </div>
  </li>
);

// Without HEIC an iPhone turns its photos into JPEG by itself.
const accept = 'image/jpeg,image/png,image/webp,image/avif,image/gif';

export const PictureFields = ({ draft, set, pictures, onAdded }: Props) => {
  const { images } = draft;
  const room = limits.imagesPerProduct - images.length - pictures.waiting.value.length;

  const add = (files: File[]): void => {
    pictures.add(
      files.filter(({ type }) => type.startsWith('image/')),
      room,
    );
    onAdded();
  };

  return (
    <fieldset class="card part">
      <legend>{t('shop.pictures')}</legend>
      <p class="quiet small">{t('shop.pictures.help')}</p>
      {(images.length > 0 || pictures.waiting.value.length > 0) && (
        <ul class="pictures">
          {images.map((image, at) => (
            <Stored key={image.id} image={image} at={at} images={images} set={set} />
          ))}
          {pictures.waiting.value.map((picture) => (
            <OnItsWay key={picture.key} picture={picture} pictures={pictures} />
          ))}
        </ul>
      )}
      {room > 0 && (
        <DropField multiple accept={accept} onFiles={add}>
          <Icon name="image-plus" />
          <span>{t('shop.pictures.add')}</span>
        </DropField>
      )}
    </fieldset>
  );
};
