// On a wide page line-up and questions lie open in the right column (column.tsx); on a phone they are sheets (bar.tsx).
import type { Counter } from './lazy.ts';
import { isWide } from './tabs.ts';
import type { Visit } from './visit.ts';

type Props = { visit: Visit; counter: Counter | null };

export const Shelf = ({ visit, counter }: Props) => {
  if (!isWide.value) return null;
  const Column = counter?.Column;
  return <section class="shelf">{Column && <Column visit={visit} />}</section>;
};
