// The run of show's wishes: what is pending, what is shown, what was shown, and who hears of a refusal.
import { signal } from '@preact/signals';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ApiError } from '../../../client/lib/api.ts';
import { RequestError } from '../../../client/lib/connection.ts';
import { RunOfShow } from '../../../client/studio/run-of-show.ts';
import type { Role, ShowView } from '../../../shared/model.ts';
import { shelfOf, showOf, standInConnection } from './shop-things.ts';

const store = new Map<string, string>();
beforeEach(() => {
  store.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
  });
});

const open = (role: Role = 'host', running: ShowView | null = showOf('show_1')) => {
  const connection = standInConnection(role);
  const shelf = signal(shelfOf(null, 'a', 'b', 'c'));
  const show = signal(running);
  const refusals: string[] = [];
  const setLineUp = vi.fn(async (_room: string, _ids: readonly string[]) => ({
    products: [],
    pinnedId: null,
  }));
  const run = new RunOfShow({
    room: 'demo',
    connection,
    shelf,
    show,
    api: { setLineUp },
    onRefusal: (code) => refusals.push(code),
  });
  const pinned = (id: string | null) => (shelf.value = shelfOf(id, 'a', 'b', 'c'));
  return { run, connection, shelf, show, refusals, setLineUp, pinned };
};

describe('showing a product', () => {
  test('STU-51 is pending until the event has come, and shows by the event alone', async () => {
    const { run, connection, pinned } = open();
    let reply = (): void => {};
    connection.answerWith(() => new Promise((resolve) => (reply = () => resolve({}))));
    const done = run.pin('b');
    expect(run.pinned.value).toBeNull();
    expect(run.pending.value).toEqual({ productId: 'b' });
    pinned('b');
    expect(run.pinned.value?.id).toBe('b');
    reply();
    expect(await done).toBe(true);
    expect(run.pending.value).toBeNull();
    expect(connection.sent).toEqual([{ type: 'product.pin', body: { productId: 'b' } }]);
  });

  test('STU-51 that is refused shows nothing and says why', async () => {
    const { run, connection, refusals } = open();
    connection.answerWith(() => Promise.reject(new RequestError('not_found')));
    expect(await run.pin('b')).toBe(false);
    expect([run.pinned.value, run.pending.value, refusals]).toEqual([null, null, ['not_found']]);
  });

  test('STU-51 the newer of two wishes stays pending when the older one is answered', async () => {
    const { run, connection } = open();
    const replies: (() => void)[] = [];
    connection.answerWith(() => new Promise((resolve) => replies.push(() => resolve({}))));
    const first = run.pin('a');
    void run.pin('b');
    replies[0]?.();
    await first;
    expect(run.pending.value).toEqual({ productId: 'b' });
  });

  test('STU-50 STU-51 steps go on from what was asked for, not only from what shows', () => {
    const { run, connection, pinned } = open();
    connection.answerWith(() => new Promise(() => {}));
    pinned('a');
    void run.pin('b');
    expect(run.neighbour(1)?.id).toBe('c');
    expect(run.neighbour(-1)?.id).toBe('a');
  });

  test('STU-51 the same press takes down what shows', () => {
    const { run, connection, pinned } = open();
    connection.answerWith(() => new Promise(() => {}));
    pinned('a');
    void run.toggle('a');
    expect(connection.sent.at(-1)?.body).toEqual({ productId: null });
    expect(run.shownSoon()).toBeNull();
  });

  test('STU-50 what is marked: the first one, the one that shows, or the host’s own choice', () => {
    const { run, pinned, shelf } = open();
    expect(run.marked.value).toBe('a');
    pinned('b');
    expect(run.marked.value).toBe('b');
    run.mark('c');
    expect(run.marked.value).toBe('c');
    shelf.value = shelfOf('b', 'a', 'b');
    expect(run.marked.value).toBe('b');
  });
});

describe('what was shown', () => {
  test('STU-59 is remembered through a reload of the same show', () => {
    const first = open();
    first.pinned('a');
    first.pinned('b');
    first.run.close();
    expect([...open().run.seen.value]).toEqual(['a', 'b']);
  });

  test('STU-59 is forgotten with the next show, and nothing counts between shows', () => {
    const { run, pinned, show } = open();
    pinned('a');
    show.value = showOf('show_1', 'ended');
    pinned('c');
    expect([...run.seen.value]).toEqual([]);
    pinned(null);
    show.value = showOf('show_2');
    expect([...run.seen.value]).toEqual([]);
  });

  test('STU-59 without storage lasts as long as the page', () => {
    vi.stubGlobal('localStorage', undefined);
    const { run, pinned } = open();
    pinned('a');
    expect([...run.seen.value]).toEqual(['a']);
  });
});

describe('the line-up', () => {
  test('STU-53 a product is added at the end', async () => {
    const { run, setLineUp } = open();
    await run.add('d');
    expect(setLineUp).toHaveBeenCalledWith('demo', ['a', 'b', 'c', 'd']);
    expect(run.saving.value).toBe(false);
  });

  test('STU-54 a draft is saved onto what is there now; an unchanged one is not', async () => {
    const { run, setLineUp, shelf } = open();
    await run.reorder(['a', 'b', 'c'], ['a', 'b', 'c']);
    expect(setLineUp).not.toHaveBeenCalled();
    shelf.value = shelfOf(null, 'a', 'c', 'd');
    await run.reorder(['b', 'c', 'a'], ['a', 'b', 'c']);
    expect(setLineUp).toHaveBeenCalledWith('demo', ['c', 'a', 'd']);
  });

  test('STU-54 a refused order is told to whoever asked', async () => {
    const { run, setLineUp } = open();
    setLineUp.mockRejectedValueOnce(new ApiError('not_allowed'));
    await expect(run.add('d')).rejects.toMatchObject({ code: 'not_allowed' });
    expect(run.saving.value).toBe(false);
  });

  test('STU-60 may be changed by hosts and owners only', () => {
    const may = (role: Role) => open(role).run.mayEdit.value;
    expect((['helper', 'host', 'owner'] as const).map(may)).toEqual([false, true, true]);
  });
});

describe('on a network that breaks', () => {
  const lost = () => Promise.reject(new RequestError('offline'));

  test('NET-34 a wish that was lost is sent again over the next socket, the newest one only', async () => {
    const { run, connection, refusals } = open();
    connection.answerWith(lost);
    connection.status.value = 'reconnecting';
    const [first, second] = [run.pin('a'), run.pin('b')];
    await Promise.resolve();
    expect(run.pending.value).toEqual({ productId: 'b' });
    connection.sent.length = 0;
    connection.answerWith(() => Promise.resolve({}));
    connection.status.value = 'open';
    expect(await Promise.all([first, second])).toEqual([false, true]);
    expect(connection.sent).toEqual([{ type: 'product.pin', body: { productId: 'b' } }]);
    expect([run.pending.value, refusals]).toEqual([null, []]);
  });

  test('NET-34 a wish that could not be sent within a minute is given up, and told', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { run, connection, refusals } = open();
    connection.answerWith(lost);
    connection.status.value = 'reconnecting';
    const done = run.pin('a');
    await vi.advanceTimersByTimeAsync(59_000);
    expect(refusals).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    expect([await done, run.pending.value, refusals]).toEqual([false, null, ['offline']]);
  });
});
