// Whether this page is hidden on a phone: there the system stops the camera, without always saying so (a computer's goes
// on, and the show with it). Rule: STU-76.
import { signal, type ReadonlySignal } from '@preact/signals';

/** A finger as the pointer: phones and tablets. */
export const isPhone = (): boolean => matchMedia('(pointer: coarse)').matches;

export const followHidden = (undo: (() => void)[]): ReadonlySignal<boolean> => {
  const hidden = signal(false);
  const look = (): void => void (hidden.value = document.visibilityState === 'hidden' && isPhone());
  document.addEventListener('visibilitychange', look);
  undo.push(() => document.removeEventListener('visibilitychange', look));
  look();
  return hidden;
};
