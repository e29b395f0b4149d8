// Which part of the shop a wide page has open in its right column. Never draws.
import { signal } from '@preact/signals';

export const tabs = ['products', 'questions', 'chat'] as const;
export type Tab = (typeof tabs)[number];

// As in room.css.
const query = matchMedia('(min-width: 1024px)');
export const isWide = signal(query.matches);
query.addEventListener('change', () => (isWide.value = query.matches));
