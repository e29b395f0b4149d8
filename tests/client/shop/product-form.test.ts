// The product form without its fields: what is sent, what is wrong, what somebody else's change does to it.
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import {
  newRows,
  valuesIn,
  withCombinations,
  withOption,
  withoutOption,
} from '../../../client/shop/products/combine.ts';
import { differenceOf } from '../../../client/shop/products/difference.ts';
import {
  bodyOf,
  draftOf,
  emptyDraft,
  sameDraft,
  typedMoney,
  wrongOf,
  type Draft,
} from '../../../client/shop/products/draft.ts';
import { rebased } from '../../../client/shop/products/rebase.ts';
import { productBody } from '../../../shared/shop-bodies.ts';
import type { ProductDetail, VariantDetail } from '../../../shared/shop-api.ts';

const id = (kind: string, digit: number) => `${kind}_${String(digit).padStart(20, '0')}`;
const variant = (
  digit: number,
  size: string,
  cents: number,
  part: Partial<VariantDetail> = {},
): VariantDetail => ({
  id: id('variant', digit),
  options: [size],
  price: { cents, currency: 'EUR', referenceCents: null },
  available: 3,
  version: 1,
  sku: null,
  onHand: 3,
  held: 0,
  sold: 0,
  waiting: 0,
  ...part,
});
const shirt: ProductDetail = {
  id: id('product', 1),
  handle: 'linen-shirt',
  title: 'Linen shirt',
  description: '',
  care: '',
  sizeNotes: '',
  maker: '',
  responsible: '',
  warnings: '',
  options: ['Size'],
  images: [
    { id: id('image', 1), alt: 'Front', width: 3, height: 4 },
    { id: id('image', 2), alt: '', width: 3, height: 4 },
  ],
  variants: [variant(1, 'S', 3900), variant(2, 'M', 3990)],
  archivedAt: null,
  version: 4,
};
const draft = draftOf(shirt, 'it');
const changed = (part: Partial<Draft>): Draft => ({ ...draft, ...part });

describe('what is sent', () => {
  test('BOF-5 an untouched price is not sent, a touched one is, as minor units', () => {
    const [s, m] = draft.variants;
    const body = bodyOf(changed({ variants: [s!, { ...m!, price: '42,50' }] }), draft, 'EUR');
    expect(body.variants.map(({ cents }) => cents)).toEqual([undefined, 4250]);
    expect(v.is(productBody, body)).toBe(true);
  });

  test('BOF-5 a new row is sent with its stock and price, without an id; a new product without images', () => {
    const fresh = { ...emptyDraft(), title: ' Scarf ' };
    const [row] = fresh.variants;
    const body = bodyOf(
      { ...fresh, variants: [{ ...row!, price: '19', onHand: '7', sku: ' S-1 ' }] },
      null,
      'EUR',
    );
    expect(body).toMatchObject({
      title: 'Scarf',
      variants: [{ sku: 'S-1', options: [], cents: 1900, onHand: 7 }],
    });
    expect(body).not.toHaveProperty('images');
    expect(body.variants[0]).not.toHaveProperty('id');
    expect(v.is(productBody, body)).toBe(true);
  });

  test('BOF-5 a price is typed with the reader’s decimal mark and without thousands', () => {
    expect([3900, 3990, 125_000].map((cents) => typedMoney(cents, 'EUR', 'it'))).toEqual([
      '39',
      '39,90',
      '1250',
    ]);
    expect(typedMoney(3990, 'EUR', 'en-GB')).toBe('39.90');
    expect(typedMoney(3990, 'JPY', 'en-GB')).toBe('3990');
  });
});

describe('what is wrong', () => {
  test('BOF-6 each fault is told at its field', () => {
    const [s, m] = draft.variants;
    const wrong = wrongOf(
      changed({
        title: ' ',
        options: ['Size', 'size '],
        variants: [
          { ...s!, options: ['S', ''], price: 'cheap' },
          { ...m!, id: null, options: ['M', 'x'], onHand: '-1' },
        ],
      }),
      'EUR',
    );
    expect(wrong).toEqual({
      title: 'title',
      option1: 'optionTwice',
      [`${s!.key}.option1`]: 'value',
      [`${s!.key}.price`]: 'price',
      [`${m!.key}.onHand`]: 'stock',
    });
  });

  test('BOF-6 two rows alike are told, whatever their letter case', () => {
    const [s, m] = draft.variants;
    expect(wrongOf(changed({ variants: [s!, { ...m!, options: [' s'] }] }), 'EUR')).toEqual({
      [`${m!.key}.option0`]: 'twice',
    });
    expect(wrongOf(draft, 'EUR')).toEqual({});
  });

  test.each([
    ['3', 3],
    ['+3', 3],
    ['-2', -2],
    ['−2', -2],
    [' 12 ', 12],
    ['0', null],
    ['1,5', null],
    ['', null],
    ['9999999', null],
  ])('BOF-16 a change of stock typed as “%s” is %s', (text, expected) => {
    expect(differenceOf(text)).toBe(expected);
  });
});

describe('somebody else was here', () => {
  test('BOF-7 what I did not touch is as it is now, what I touched stays mine', () => {
    const [s, m] = draft.variants;
    const mine = changed({ title: 'My shirt', variants: [{ ...s!, sku: 'MINE' }, m!] });
    const after = draftOf(
      { ...shirt, description: 'Theirs', variants: [variant(1, 'S', 2900), variant(2, 'M', 3990)] },
      'it',
    );
    const result = rebased(mine, draft, after);
    expect(result).toMatchObject({ title: 'My shirt', description: 'Theirs' });
    expect(result.variants[0]).toMatchObject({ sku: 'MINE', price: '29' });
  });

  test('BOF-7 rows and pictures that came stay, those that went are gone, my new ones are kept', () => {
    const [s, m] = draft.variants;
    const mine = changed({
      variants: [s!, m!, { ...m!, key: 'new', id: null, options: ['XL'] }],
      images: [draft.images[1]!, draft.images[0]!],
    });
    const after = draftOf(
      {
        ...shirt,
        variants: [variant(1, 'S', 3900), variant(3, 'L', 3900)],
        images: [...shirt.images.slice(1), { id: id('image', 3), alt: '', width: 1, height: 1 }],
      },
      'it',
    );
    const result = rebased(mine, draft, after);
    expect(result.variants.map(({ options }) => options[0])).toEqual(['S', 'L', 'XL']);
    expect(result.images.map((image) => image.id)).toEqual([id('image', 2), id('image', 3)]);
  });

  test('BOF-7 without changes of mine the newest version is simply there', () => {
    const after = draftOf({ ...shirt, title: 'Theirs', images: [] }, 'it');
    expect(sameDraft(rebased(draft, draft, after), after)).toBe(true);
  });
});

describe('variants from options', () => {
  test('BOF-8 every combination is made once, and what is there stays', () => {
    const [row] = emptyDraft().variants;
    const start: Draft = {
      ...emptyDraft(),
      options: ['Size', 'Colour'],
      variants: [{ ...row!, options: ['', ''] }],
    };
    const first = withCombinations(start, [
      ['S', 'M'],
      ['white', 'blue'],
    ]);
    expect(first.variants.map(({ options }) => options.join())).toEqual([
      'S,white',
      'S,blue',
      'M,white',
      'M,blue',
    ]);
    expect(
      newRows(start, [
        ['S', 'M'],
        ['white', 'blue'],
      ]),
    ).toBe(4);
    const priced = { ...first, variants: first.variants.map((each) => ({ ...each, price: '39' })) };
    const more = withCombinations(priced, [['s', 'L'], []]);
    expect(more.variants).toHaveLength(6);
    expect(more.variants.slice(0, 4)).toEqual(priced.variants);
    expect(more.variants.at(-1)).toMatchObject({ options: ['L', 'blue'], price: '39' });
  });

  test('BOF-8 an option without a value makes nothing, and none makes more rows than a product may have', () => {
    expect(withCombinations({ ...emptyDraft(), options: ['Size'] }, [[]])).toMatchObject({
      variants: [{ id: null }],
    });
    const many = Array.from({ length: 300 }, (_, at) => String(at));
    expect(withCombinations({ ...emptyDraft(), options: ['Size'] }, [many]).variants).toHaveLength(100);
  });

  test('BOF-8 an option comes and goes with its column, at most three', () => {
    const two = withOption(draft, 'Colour');
    expect(two.variants.map(({ options }) => options)).toEqual([
      ['S', ''],
      ['M', ''],
    ]);
    expect(withoutOption(two, 0).variants.map(({ options }) => options)).toEqual([[''], ['']]);
    expect(withOption(withOption(two, 'c'), 'd').options).toHaveLength(3);
    expect(valuesIn('S, m;M\n L,,')).toEqual(['S', 'm', 'L']);
  });
});
