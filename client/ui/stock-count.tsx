// How many of a variant there are, as the ledger says: a number only when few are left, never a guess.
// For scripts the number is always there (`data-available`, CONTRACT.md).
import { t, tn } from '../i18n.ts';

/** From so few on the number is said. */
const fewPieces = 5;

type Props = {
  variantId: string;
  available: number;
  /** Said when there are plenty; without it nothing is. */
  plenty?: boolean;
};

export const StockCount = ({ variantId, available, plenty = false }: Props) => (
  <span
    class="stock numbers"
    data-testid="stock-count"
    data-variant={variantId}
    data-available={available}
    data-level={available === 0 ? 'none' : available <= fewPieces ? 'few' : 'plenty'}
  >
    {stockWords(available, plenty)}
  </span>
);

export const stockWords = (available: number, plenty = false): string => {
  if (available === 0) return t('common.stock.none');
  if (available <= fewPieces) return tn('common.stock.left', available);
  return plenty ? t('common.stock.plenty') : '';
};
