// A product's picture in the width that its place needs; without one, its first letter on a quiet ground.
import { imagePath, imageWidths, type ImageView } from '../../shared/shop.ts';

type Props = {
  image: ImageView | undefined;
  title: string;
  /** How wide it is drawn (CSS, `sizes`). */
  sizes: string;
  /** Beside the title in words the picture is decoration. */
  decorative?: boolean;
};

const srcset = (id: string, format: 'avif' | 'webp'): string =>
  imageWidths.map((width) => `${imagePath(id, width, format)} ${width}w`).join(', ');

export const ProductPicture = ({ image, title, sizes, decorative = false }: Props) =>
  image ? (
    <picture class="product-picture">
      <source type="image/avif" srcset={srcset(image.id, 'avif')} sizes={sizes} />
      <img
        src={imagePath(image.id, 480, 'webp')}
        srcset={srcset(image.id, 'webp')}
        sizes={sizes}
        width={image.width}
        height={image.height}
        alt={decorative ? '' : image.alt || title}
        loading="lazy"
        decoding="async"
      />
    </picture>
  ) : (
    <span
      class="product-picture none"
      data-letter={title.trim().charAt(0).toUpperCase()}
      aria-hidden="true"
    />
  );
