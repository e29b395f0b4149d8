// A difference of stock as people type it. Pure. Rule: STU-53.
import { limits } from '../../shared/limits.ts';

/** "+2", "2", "-1" and "−1"; null for what is no change. */
export const differenceOf = (text: string): number | null => {
  const plain = text.trim().replace('−', '-');
  if (!/^[+-]?\d{1,6}$/.test(plain)) return null;
  const difference = Number(plain);
  return difference === 0 || Math.abs(difference) > limits.maxPieces ? null : difference;
};
