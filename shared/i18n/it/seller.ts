// Parole italiane su chi è il negozio, in ogni pagina che vede chi guarda.
import type { seller as english } from '../en/seller.ts';

export const seller: Record<keyof typeof english, string> = {
  'seller.title': 'Chi vende qui',
  'seller.seat': 'Sede',
  'seller.email': 'Mail',
  'seller.phone': 'Telefono',
  'seller.vat': 'Partita IVA',
  'seller.rea': 'Registro imprese (REA)',
  'seller.pickUp': 'Ritiro',
  'seller.privacy': 'I tuoi dati',
  'seller.unsaid': 'Il negozio non ha ancora detto come raggiungerlo.',
};
