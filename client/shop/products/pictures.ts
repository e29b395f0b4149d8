// Pictures on their way: chosen, shown before they are sent, sent one after the other, each with its progress or its reason.
// A new product has no address yet; its pictures wait until it is saved. Rules: BOF-14.
import { signal, type ReadonlySignal } from '@preact/signals';
import { limits } from '../../../shared/limits.ts';
import type { Replies } from '../../../shared/shop-api.ts';
import type { ApiErrorCode } from '../../lib/api.ts';
import { upload } from '../../lib/upload.ts';
import { codeOf } from '../parts/list.ts';
import { office } from '../parts/office-api.ts';
import type { ProductDetail } from '../../../shared/shop-api.ts';

export type Picture = {
  key: number;
  file: File;
  preview: string;
  alt: string;
  /** 0 to 1 while it is sent. */
  share: number | null;
  problem: ApiErrorCode | null;
};

export type Pictures = {
  waiting: ReadonlySignal<Picture[]>;
  add: (files: Iterable<File>, room: number) => void;
  remove: (key: number) => void;
  setAlt: (key: number, alt: string) => void;
  /** Sends all that wait and are not refused; true when none is left. `onStored` hears the product after each. */
  send: (productId: string, onStored: (product: ProductDetail) => void) => Promise<boolean>;
  close: () => void;
};

let made = 0;

export const pictures = (): Pictures => {
  const waiting = signal<Picture[]>([]);
  let sending = false;
  const change = (key: number, part: Partial<Picture>): void => {
    waiting.value = waiting.peek().map((each) => (each.key === key ? { ...each, ...part } : each));
  };
  const remove = (key: number): void => {
    const gone = waiting.peek().find((each) => each.key === key);
    if (gone) URL.revokeObjectURL(gone.preview);
    waiting.value = waiting.peek().filter((each) => each.key !== key);
  };

  const sendOne = async (productId: string, picture: Picture): Promise<ProductDetail | null> => {
    change(picture.key, { share: 0 });
    try {
      const { product } = await upload<Replies['image']>(
        office.imagesOf(productId),
        picture.file,
        { alt: picture.alt.trim() },
        (share) => change(picture.key, { share }),
      );
      remove(picture.key);
      return product;
    } catch (error) {
      change(picture.key, { share: null, problem: codeOf(error) });
      return null;
    }
  };

  return {
    waiting,
    add: (files, room) => {
      const added = [...files].slice(0, Math.max(0, room)).map((file) => ({
        key: ++made,
        file,
        preview: URL.createObjectURL(file),
        alt: '',
        share: null,
        problem: file.size > limits.maxImageBytes ? ('too_large' as const) : null,
      }));
      waiting.value = [...waiting.peek(), ...added];
    },
    remove,
    setAlt: (key, alt) => change(key, { alt }),
    send: async (productId, onStored) => {
      if (sending) return false;
      sending = true;
      // One at a time keeps their order, and a weak line from carrying eight halves.
      for (;;) {
        const next = waiting.peek().find(({ problem, share }) => problem === null && share === null);
        if (!next) break;
        const product = await sendOne(productId, next);
        if (product) onStored(product);
      }
      sending = false;
      return waiting.peek().length === 0;
    },
    close: () => {
      for (const { preview } of waiting.peek()) URL.revokeObjectURL(preview);
    },
  };
};
