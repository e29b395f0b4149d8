// Whether the page is as narrow as a phone: then the order on the page is another one, not only its looks.
import { signal } from '@preact/signals';

const query = typeof matchMedia === 'undefined' ? null : matchMedia('(max-width: 699px)');

export const isNarrow = signal(query?.matches ?? false);
query?.addEventListener('change', ({ matches }) => (isNarrow.value = matches));
