// The heart under the thumb: one tap one heart, with how many there are in all; hearts rise beside it, one's own and a few of the
// others', none where motion is not wanted. Loaded with the sheets. Needs icon `heart`.
import { formatLocale, t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { chatOf } from './chat-of-visit.ts';
import type { Visit } from './visit.ts';

const compact = (count: number): string =>
  new Intl.NumberFormat(formatLocale(), { notation: 'compact', maximumFractionDigits: 1 }).format(count);

/** Three ways up, so that two at once are two. */
const ways = 3;

export const HeartButton = ({ visit }: { visit: Visit }) => {
  const { hearts, rising, landed } = chatOf(visit);
  if (visit.connection.status.value === 'closed' || !visit.room.value.room) return null;
  const count = hearts.shown.value;
  return (
    <div class="hearts">
      {rising.value.map((id) => (
        <span
          key={id}
          class="rising-heart"
          data-way={id % ways}
          aria-hidden="true"
          onAnimationEnd={() => landed(id)}
        >
          <Icon name="heart" />
        </span>
      ))}
      <button
        type="button"
        class="button over heart-button"
        data-testid="heart"
        data-count={count}
        aria-label={
          count > 0 ? t('chat.heart', { count: count.toLocaleString(formatLocale()) }) : t('chat.heart.first')
        }
        onClick={() => hearts.tap()}
      >
        <Icon name="heart" />
        {count > 0 && <span class="numbers">{compact(count)}</span>}
      </button>
    </div>
  );
};
