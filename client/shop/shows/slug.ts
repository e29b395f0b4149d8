// A room's address made from its name: what a shopkeeper would have typed. The server's rule is `slug` in requests.ts.
import { limits } from '../../../shared/limits.ts';

const trimmed = (text: string): string => text.replace(/^-+|-+$/g, '');

/** `Caffè & Tè` → `caffe-te`; empty when nothing of the name can stand in an address. */
export const slugFrom = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-');
  return trimmed(trimmed(plain).slice(0, limits.slugChars));
};

export const isSlug = (text: string): boolean =>
  text.length <= limits.slugChars && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
