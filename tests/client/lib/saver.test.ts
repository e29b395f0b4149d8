import { expect, onTestFinished, test, vi } from 'vitest';
import { Saver } from '../../../client/lib/saver.ts';

const device = (kept: string | null, saveData?: boolean) => {
  const store = new Map(kept === null ? [] : [['vetrina.saving', kept]]);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
  });
  vi.stubGlobal('navigator', saveData === undefined ? {} : { connection: { saveData } });
  onTestFinished(() => void vi.unstubAllGlobals());
  return store;
};

test('MED-52: what was chosen is remembered on the device', () => {
  const store = device(null);
  const saver = new Saver();
  expect(saver.saving.value).toBe('none');
  saver.choose('soundOnly');
  expect(saver.saving.value).toBe('soundOnly');
  expect([...store]).toEqual([['vetrina.saving', 'soundOnly']]);
  expect(new Saver().saving.value).toBe('soundOnly');
});

test('MED-52: a device that saves data begins with the smaller picture, unless its owner chose otherwise', () => {
  device(null, true);
  expect(new Saver()).toMatchObject({ began: true, saving: { value: 'smaller' } });
  device('none', true);
  expect(new Saver()).toMatchObject({ began: false, saving: { value: 'none' } });
  device('nonsense', false);
  expect(new Saver().saving.value).toBe('none');
});

test('MED-52: where storage is refused the choice holds as long as the page', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new DOMException('no', 'SecurityError');
    },
    setItem: () => {
      throw new DOMException('no', 'SecurityError');
    },
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const saver = new Saver();
  saver.choose('smaller');
  expect(saver.saving.value).toBe('smaller');
});
