// The room's words, one language at a time. Rule: UI-5.

/** Named in the page in the visitor's language (vite.config.ts), so that they come beside main.tsx. */
export const firstWords = { en: () => import('./words-en.ts'), it: () => import('./words-it.ts') };

export const counterWords = {
  en: () => import('./counter-words-en.ts'),
  it: () => import('./counter-words-it.ts'),
};
