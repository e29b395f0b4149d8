// Lists that come in pages: what a late answer, a failure and a write do to them.
import { expect, test } from 'vitest';
import { ApiError } from '../../../client/lib/api.ts';
import { pagedList, type Loaded } from '../../../client/shop/parts/list.ts';

const page = (rows: number[], next: string | null = null): Loaded<number> => ({ rows, next });

test('BOF-4 pages follow each other, and a new question begins anew', async () => {
  const list = pagedList<number>();
  await list.load(async (cursor) => (cursor === null ? page([1, 2], 'c') : page([3])));
  expect(list.state.value).toMatchObject({ rows: [1, 2], next: 'c', busy: 'no' });
  await list.more();
  expect(list.state.value).toMatchObject({ rows: [1, 2, 3], next: null });
  await list.more();
  await list.load(async () => page([9]));
  expect(list.state.value.rows).toEqual([9]);
});

test('BOF-4 an answer to an older question is dropped', async () => {
  const list = pagedList<number>();
  let late: (loaded: Loaded<number>) => void = () => {};
  const first = list.load(() => new Promise((resolve) => (late = resolve)));
  await list.load(async () => page([2]));
  late(page([1]));
  await first;
  expect(list.state.value.rows).toEqual([2]);
});

test('BOF-4 a failure keeps what was there and says why; the next success clears it', async () => {
  const list = pagedList<number>();
  await list.load(async () => page([1], 'c'));
  await list.load(() => Promise.reject(new ApiError('offline')));
  expect(list.state.value).toMatchObject({ rows: [1], problem: 'offline', busy: 'no' });
  await list.load(async () => page([2]));
  expect(list.state.value).toMatchObject({ rows: [2], problem: null });
});

test('BOF-4 a row is replaced or taken out without asking again', async () => {
  const list = pagedList<number>();
  await list.load(async () => page([1, 2, 3]));
  list.replace((row) => row === 2, 20);
  list.replace((row) => row === 3, null);
  expect(list.state.value.rows).toEqual([1, 20]);
});
