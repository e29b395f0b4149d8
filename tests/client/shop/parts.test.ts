// The small pure parts of the back office: order, roles, price plot, pick list, contacts, the shop's rules as typed.
import { array, assert, integer, nat, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { may, pagesFor, roomsFor } from '../../../client/shop/parts/allowed.ts';
import { moved } from '../../../client/shop/parts/order.ts';
import { plotOf } from '../../../client/shop/products/plot-scale.ts';
import { isContact, isName } from '../../../client/lib/contact.ts';
import { pickGroups } from '../../../client/shop/reservations/pick-groups.ts';
import { policyDraft, policyOf } from '../../../client/shop/settings/policy-draft.ts';
import type { PriceEntry } from '../../../shared/shop-api.ts';
import { holderBody, policyBody } from '../../../shared/shop-bodies.ts';
import type { ReservationEntry } from '../../../shared/shop.ts';

test('BOF-10 one place up or down, and not over the ends', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 7, -1)).toEqual(['a', 'b']);
});

test('BOF-12 each role is offered what the server allows it', () => {
  expect(
    ['helper', 'host', 'owner'].map((role) => may({ role: role as 'helper' }, 'changeProducts')),
  ).toEqual([false, true, true]);
  expect(may({ role: 'helper' }, 'changeStock') && may({ role: 'helper' }, 'handleReservations')).toBe(true);
  expect(may({ role: 'host' }, 'runShop')).toBe(false);
  expect(may({ role: 'helper' }, 'changeRules')).toBe(false);
  expect(may({ role: 'host' }, 'changeRules')).toBe(true);
  expect(pagesFor({ role: 'helper' })).toEqual(['shows', 'products', 'reservations', 'questions']);
  expect(pagesFor({ role: 'host' })).not.toContain('settings');
  expect(pagesFor({ role: 'owner' })).toContain('settings');
  const rooms = ['a', 'b'].map((slug) => ({ slug, name: slug, show: null, viewers: 0 }));
  expect(roomsFor({ role: 'helper', room: 'b' }, rooms).map(({ slug }) => slug)).toEqual(['b']);
  expect(roomsFor({ role: 'owner', room: null }, rooms)).toHaveLength(2);
});

describe('the price plot', () => {
  const price = (at: number, cents: number): PriceEntry => ({
    at,
    cents,
    kind: 'regular',
    currency: 'EUR',
    referenceCents: null,
  });

  test('BOF-9 prices hold until the next one: steps from the first to now', () => {
    const plot = plotOf([price(500, 2000), price(0, 4000)], 1000, 116, 96);
    expect(plot).toMatchObject({ line: 'M8 8H58V88H108', lowest: 2000, highest: 4000 });
    expect(plot?.dots.map(({ x, y }) => [x, y])).toEqual([
      [8, 8],
      [58, 88],
    ]);
  });

  test('BOF-9 one price is a level line in the middle, none is nothing', () => {
    expect(plotOf([price(0, 4000)], 1000, 116, 96)?.line).toBe('M8 48H108');
    expect(plotOf([], 1000, 116, 96)).toBe(null);
  });

  test('BOF-9 whatever the prices, the line stays in its box', () => {
    const entries = array(record({ at: nat(1e6), cents: integer({ min: 1, max: 1e8 }) }), {
      minLength: 1,
    });
    assert(
      property(entries, (list) => {
        const newestFirst = list.toSorted((a, b) => b.at - a.at).map(({ at, cents }) => price(at, cents));
        const plot = plotOf(newestFirst, 1e6, 320, 96);
        return plot!.dots.every(({ x, y }) => x >= 0 && x <= 320 && y >= 0 && y <= 96);
      }),
    );
  });
});

describe('the pick list', () => {
  let made = 0;
  const entry = (part: Partial<ReservationEntry>): ReservationEntry => ({
    id: `r${++made}`,
    room: 'demo',
    showId: 's',
    variantId: 'v',
    productId: 'p1',
    title: 'Shirt',
    variant: 'M',
    sku: null,
    quantity: 1,
    unitCents: 3900,
    currency: 'EUR',
    state: 'confirmed',
    code: `K-${made}`,
    nickname: null,
    name: null,
    contact: null,
    placedAt: 0,
    expiresAt: null,
    endedAt: null,
    ...part,
  });
  const anna = { name: 'Anna', contact: 'anna@example.it' };

  test('BOF-11 what one person takes lies together, by name; those without a name follow, each by its code', () => {
    const groups = pickGroups(
      [
        entry({ code: 'Z-9' }),
        entry({ ...anna, title: 'Scarf', quantity: 2 }),
        entry({ name: 'Bea', contact: '333' }),
        entry({ name: ' anna', contact: 'ANNA@example.it', title: 'Boots' }),
        entry({ code: 'A-1' }),
      ],
      'person',
    );
    expect(groups.map(({ name, pieces }) => [name?.trim() ?? null, pieces])).toEqual([
      ['Anna', 3],
      ['Bea', 1],
      [null, 1],
      [null, 1],
    ]);
    expect(groups[0]?.entries.map(({ title }) => title)).toEqual(['Boots', 'Scarf']);
    expect(groups[0]?.cents).toBe(3 * 3900);
    expect(groups.slice(2).map(({ key }) => key)).toEqual(['A-1', 'Z-9']);
  });

  test('BOF-11 two people of one name are two; two currencies are not added up', () => {
    const same = [entry(anna), entry({ ...anna, contact: '0444', currency: 'CHF' })];
    expect(pickGroups(same, 'person')).toHaveLength(2);
    expect(pickGroups(same, 'product')).toMatchObject([
      { name: 'Shirt', pieces: 2, cents: null, contact: null },
    ]);
  });

  test('BOF-11 by product the sizes follow each other as on the shelf', () => {
    const sizes = ['40', '9', '38'].map((variant) => entry({ variant }));
    expect(pickGroups(sizes, 'product')[0]?.entries.map(({ variant }) => variant)).toEqual(['9', '38', '40']);
  });
});

test('BOF-15 a name and a contact are what the server takes for them', () => {
  const texts = [
    'a@b.it',
    ' a@b.it ',
    'a@b',
    '+39 0444 123',
    '12',
    '(0444) 12-34',
    'anna',
    'a b@c.it',
    '<a@b.it>',
    'tel. 333 1234567',
    '',
  ];
  for (const text of texts)
    expect({ text, is: isContact(text) }).toEqual({ text, is: v.is(holderBody.entries.contact, text) });
  for (const text of ['Jo', ' J ', '', 'Anna <3', 'Anna\u0007', 'n'.repeat(61)])
    expect({ text, is: isName(text) }).toEqual({ text, is: v.is(holderBody.entries.name, text) });
});

describe('the rules as typed', () => {
  const policy = v.parse(policyBody, {});

  test('BOF-13 what was read is what is sent', () => {
    expect(policyOf(policyDraft(policy, 'it'))).toEqual({ policy });
    expect(policyOf(policyDraft({ ...policy, largeCents: 0, perPersonCents: 12_345 }, 'it'))).toEqual({
      policy: { ...policy, largeCents: 0, perPersonCents: 12_345 },
    });
  });

  test('BOF-13 what is wrong is told by field, and what passes the server takes', () => {
    const draft = policyDraft(policy, 'en-GB');
    expect(policyOf({ ...draft, minutes: '0', perPerson: 'a lot', retention: '4000' })).toEqual({
      wrong: { minutes: 'number', perPerson: 'money', retention: 'number' },
    });
    expect(policyOf({ ...draft, currency: 'euro' })).toEqual({ wrong: { currency: 'currency' } });
    const typed = policyOf({
      ...draft,
      currency: 'chf',
      coolOff: '0',
      from: 'placing',
      perPerson: '1.250,50',
    });
    expect(typed).toMatchObject({ policy: { currency: 'CHF', coolOffMinutes: 0, perPersonCents: 125_050 } });
    expect('policy' in typed && v.is(policyBody, typed.policy)).toBe(true);
  });
});
