// A change of stock as somebody types it. Pure. Rules: BOF-16.
import { limits } from '../../../shared/limits.ts';

/** "+3", "3", "-2" and "−2" as a keyboard or a paste gives it; null for anything else, zero among it. */
export const differenceOf = (text: string): number | null => {
  const plain = text.trim().replace(/^[−–]/, '-');
  if (!/^[+-]?\d{1,6}$/.test(plain)) return null;
  const value = Number(plain);
  return value === 0 || Math.abs(value) > limits.maxPieces ? null : value;
};
