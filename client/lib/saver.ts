// How much picture this viewer wants, for battery and data: chosen by one tap, remembered on the device. Where the device
// itself asks to save data, the smaller picture is what one begins with. Rules: MED-52.
// Source: https://wicg.github.io/savedata/#savedata-attribute
import { signal, type ReadonlySignal } from '@preact/signals-core';

const savings = ['none', 'smaller', 'soundOnly'] as const;
export type Saving = (typeof savings)[number];

const storageKey = 'vetrina.saving';

const deviceSavesData = (): boolean =>
  (globalThis.navigator as { connection?: { saveData?: boolean } } | undefined)?.connection?.saveData ===
  true;

const remembered = (): Saving | null => {
  try {
    const kept = localStorage.getItem(storageKey);
    return savings.find((saving) => saving === kept) ?? null;
  } catch {
    return null; // storage is refused in some private and in-app browsers
  }
};

export class Saver {
  readonly savings = savings;
  /** The device asks to save data, and nobody has chosen otherwise. */
  readonly began = deviceSavesData() && remembered() === null;
  readonly #saving = signal<Saving>(remembered() ?? (deviceSavesData() ? 'smaller' : 'none'));

  get saving(): ReadonlySignal<Saving> {
    return this.#saving;
  }

  choose(saving: Saving): void {
    this.#saving.value = saving;
    try {
      localStorage.setItem(storageKey, saving);
    } catch {
      // not remembered then, but done
    }
  }
}
