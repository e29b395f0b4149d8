// The demand board and the saved answers without their pages: ranking, order in the address, the chart's scale, groups.
import { array, assert, constantFrom, nat, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allAnswers, answerGroups } from '../../../client/shop/questions/answer-groups.ts';
import { barsOf } from '../../../client/shop/questions/demand-bars.ts';
import {
  columns,
  kinds,
  lineOf,
  orderOf,
  periodOf,
  periodQuery,
  ranked,
  sortQuery,
} from '../../../client/shop/questions/demand-order.ts';
import { queryWith } from '../../../client/shop/parts/address.ts';
import type { DemandRow, SavedAnswer } from '../../../shared/questions.ts';

const row = (title: string, part: Partial<DemandRow> = {}): DemandRow => ({
  productId: title,
  variantId: null,
  title,
  variant: '',
  questions: 0,
  tryOns: 0,
  meToos: 0,
  waiting: 0,
  missed: 0,
  ...part,
});
const rows = array(
  record({ title: string(), questions: nat(999), meToos: nat(999), waiting: nat(999), missed: nat(999) }).map(
    ({ title, ...rest }) => row(title, { ...rest, tryOns: Math.floor(rest.questions / 3) }),
  ),
);

describe('the ranking of demand', () => {
  const shirt = row('Shirt', { questions: 3, tryOns: 1, missed: 2 });
  const boots = row('Boots', { waiting: 4, meToos: 1 });
  const scarf = row('Scarf', { missed: 6 });
  const titles = (...order: Parameters<typeof ranked>[1][]) =>
    order.map((each) => ranked([shirt, boots, scarf].map(lineOf), each).map(({ title }) => title));

  test('BOF-23 by total, equals by name; by a column, equals by total', () => {
    expect(
      titles(
        { by: 'total', turned: false },
        { by: 'asked', turned: false },
        { by: 'product', turned: false },
        { by: 'product', turned: true },
        { by: 'missed', turned: true },
      ),
    ).toEqual([
      ['Scarf', 'Boots', 'Shirt'],
      ['Shirt', 'Scarf', 'Boots'],
      ['Boots', 'Scarf', 'Shirt'],
      ['Shirt', 'Scarf', 'Boots'],
      ['Boots', 'Shirt', 'Scarf'],
    ]);
  });

  test('BOF-23 a wish to see it tried on is not counted as a question again', () => {
    expect(lineOf(shirt)).toMatchObject({ asked: 2, tryOns: 1, total: 5 });
    assert(
      property(rows, (list) =>
        list.map(lineOf).every((line) => kinds.reduce((sum, kind) => sum + line[kind], 0) === line.total),
      ),
    );
  });

  test('BOF-23 nothing is lost or added by sorting', () => {
    assert(
      property(rows, constantFrom(...columns), (list, by) => {
        const lines = list.map(lineOf);
        return new Set(ranked(lines, { by, turned: true })).size === lines.length;
      }),
    );
  });

  test('BOF-24 period and order are in the address, the usual is not', () => {
    expect(periodOf({})).toBe('30');
    expect(periodOf({ days: '31' })).toBe('30');
    expect(orderOf({ sort: 'constructor', turned: 'yes' })).toEqual({ by: 'total', turned: false });
    const query = queryWith({}, { ...periodQuery('7'), ...sortQuery(orderOf({}), 'waiting') });
    expect(query).toEqual({ days: '7', sort: 'waiting' });
    const turned = queryWith(query, sortQuery(orderOf(query), 'waiting'));
    expect(orderOf(turned)).toEqual({ by: 'waiting', turned: true });
    expect(queryWith(turned, { ...periodQuery('30'), ...sortQuery(orderOf(turned), 'total') })).toEqual({});
  });
});

describe('the chart', () => {
  test('BOF-25 the largest fills the width, the others are in proportion', () => {
    const lines = ranked(
      [row('a', { questions: 2, waiting: 1, missed: 1 }), row('b', { meToos: 1 }), row('c')].map(lineOf),
      { by: 'total', turned: false },
    );
    expect(barsOf(lines, 10).map(({ parts }) => parts.map(({ from, width }) => [from, width]))).toEqual([
      [
        [0, 50],
        [50, 25],
        [75, 25],
      ],
      [
        [0, 25],
        [25, 0],
        [25, 0],
      ],
    ]);
    expect(barsOf(lines, 1)).toHaveLength(1);
    expect(barsOf([], 10)).toEqual([]);
  });

  test('BOF-25 whatever is wanted, the parts follow each other inside the chart and add up', () => {
    assert(
      property(rows, (list) => {
        const lines = ranked(list.map(lineOf), { by: 'total', turned: false });
        return barsOf(lines, 10).every(({ line, parts }) => {
          const ends = parts.map(({ from, width }) => from + width);
          return (
            parts.every(({ from }, at) => Math.abs(from - (ends[at - 1] ?? 0)) < 1e-9) &&
            Math.abs((ends.at(-1) ?? 0) - (line.total / lines[0]!.total) * 100) < 1e-9
          );
        });
      }),
    );
  });
});

describe('saved answers', () => {
  const answer = (
    id: string,
    productId: string | null,
    uses: number,
    question = 'Is it linen?',
  ): SavedAnswer => ({
    id,
    productId,
    title: productId && (titles.get(productId) ?? ''),
    question,
    answer: `Answer ${id}`,
    uses,
  });
  const titles = new Map([
    ['p1', 'Stivali'],
    ['p2', 'Caffè shirt'],
  ]);
  const answers = [
    answer('1', 'p1', 1),
    answer('2', 'p2', 4),
    answer('3', null, 2, 'Open on Sunday?'),
    answer('4', 'p1', 7, 'Do they run small?'),
    answer('3', null, 2, 'Open on Sunday?'),
  ];
  const ids = (q: string) => answerGroups(answers, q).map((group) => group.answers.map(({ id }) => id));

  test('BOF-26 by product, those for all first, the most used first, each once', () => {
    expect(answerGroups(answers, '').map(({ title }) => title)).toEqual(['', 'Caffè shirt', 'Stivali']);
    expect(ids('')).toEqual([['3'], ['2'], ['4', '1']]);
  });

  test('BOF-36 all of them, page by page', async () => {
    const pages = new Map([
      [null, { answers: answers.slice(0, 2), next: 'a' }],
      ['a', { answers: answers.slice(2, 3), next: 'b' }],
      ['b', { answers: answers.slice(3), next: null }],
    ]);
    expect(await allAnswers((cursor) => Promise.resolve(pages.get(cursor)!))).toEqual(answers);
  });

  test('BOF-26 found by question, answer or product, whatever case and accents', () => {
    expect(ids('SUNDAY')).toEqual([['3']]);
    expect(ids('caffe')).toEqual([['2']]);
    expect(ids('answer 1')).toEqual([['1']]);
    expect(ids('nothing like it')).toEqual([]);
  });
});
