// A product's first picture at 40 px, or the mark of a missing one. Decoration: the title stands beside it.
// Needs icon `image`.
import { imagePath } from '../../../shared/shop.ts';
import { Icon } from '../../ui/icon.tsx';

export const Thumbnail = ({ imageId }: { imageId: string | null }) =>
  imageId === null ? (
    <span class="thumbnail missing">
      <Icon name="image" />
    </span>
  ) : (
    <img
      class="thumbnail"
      src={imagePath(imageId, 160, 'webp')}
      alt=""
      width={40}
      height={40}
      loading="lazy"
      decoding="async"
    />
  );
