// A room's address made from its name: always what the server accepts, or empty.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { isSlug, slugFrom } from '../../../client/shop/shows/slug.ts';
import { slug } from '../../../shared/requests.ts';

test.each([
  ['Bottega Sole', 'bottega-sole'],
  ['Caffè & Tè', 'caffe-te'],
  ['  L’Angolo — della nonna!  ', 'l-angolo-della-nonna'],
  ['Straße 9', 'strasse-9'],
  ['店', ''],
  ['a'.repeat(39) + ' lunga', 'a'.repeat(39)],
])('SHP-1 %s becomes %s', (name, expected) => {
  expect(slugFrom(name)).toBe(expected);
});

test('SHP-1 what we make, and what we let pass, the server accepts', () => {
  const names = ['Bottega Sole', 'Caffè & Tè', 'x'.repeat(80), '-a-', 'A1', 'a--b', 'é'];
  for (const name of names) {
    const made = slugFrom(name);
    if (made) expect(v.is(slug, made)).toBe(true);
    expect(isSlug(name)).toBe(v.is(slug, name));
  }
});
