// What stands by the question's field once it is used: what it is about, whether to try it on, how many letters are left.
import { useEffect } from 'preact/hooks';
import { limits } from '../../shared/limits.ts';
import { t, tn } from '../i18n.ts';
import { aboutOf } from '../lib/ask-draft.ts';
import { withAbout } from '../lib/ask-wish.ts';
import { announce } from '../ui/live-region.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Visit } from './visit.ts';

export const { questionChars } = limits;

/** Tap to choose something else, close to ask in general. */
export const AboutLine = ({ visit }: { visit: Visit }) => {
  const { draft } = visit.asking;
  const { shelf } = visit.room.value;
  const { text, about, kind } = draft.value;
  const now = aboutOf(draft.value, shelf);
  const product = shelf.products.find(({ id }) => id === now.productId);
  const variant = product?.variants.find(({ id }) => id === now.variantId);
  const tryOn = kind === 'try_on';
  const choose = () => visit.sheets.open({ kind: 'ask' });
  const wishTryOn = () => {
    draft.value = { ...withAbout(draft.peek(), now), kind: tryOn ? 'question' : 'try_on' };
    // In which size is asked there.
    if (!tryOn) choose();
  };
  return (
    <div class="about-line" data-idle={!text && !about}>
      <span class="about-chip">
        <button
          type="button"
          class="button over"
          data-testid="ask-subject"
          aria-haspopup="dialog"
          onClick={choose}
        >
          <span class="ellipsis">
            {product
              ? t('ask.field.about', { name: [product.title, ...(variant?.options ?? [])].join(', ') })
              : t('ask.field.aboutShop')}
          </span>
        </button>
        {product && (
          <button
            type="button"
            class="button over icon-only"
            aria-label={t('ask.field.notThis')}
            onClick={() => (draft.value = withAbout(draft.peek(), { productId: null, variantId: null }))}
          >
            <Icon name="x" />
          </button>
        )}
      </span>
      {product && (
        <button type="button" class="button over try-on" aria-pressed={tryOn} onClick={wishTryOn}>
          {t('ask.tryOn')}
        </button>
      )}
    </div>
  );
};

/** From so few on it is shown, and at some of them said. */
const fewLeft = 40;
const saidAt: ReadonlySet<number> = new Set([20, 0]);

export const LettersLeft = ({ visit }: { visit: Visit }) => {
  const left = questionChars - visit.asking.draft.value.text.length;
  useEffect(() => {
    if (saidAt.has(left)) announce(tn('ask.field.left', left));
  }, [left]);
  return left > fewLeft ? null : (
    <span class="left small numbers" aria-hidden="true">
      {left}
    </span>
  );
};
