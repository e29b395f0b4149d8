// What the shop's line still carries, in words. Rules: STU-112.
import type { Capacity } from '../../shared/media.ts';
import { t, tn } from '../i18n.ts';

/** Null where nobody said how fast the line is and nobody is short of it. */
export const capacityWords = ({ fits, smaller, photos }: Capacity): string | null => {
  if (fits === null && smaller + photos === 0) return null;
  if (fits) return tn('studio.fits', fits);
  const full = smaller > 0 ? tn('studio.fits.smaller', smaller) : t('studio.fits.none');
  return photos > 0 ? `${full} ${tn('studio.fits.photos', photos)}` : full;
};
