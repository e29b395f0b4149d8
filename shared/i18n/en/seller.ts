// English words of who the shop is, on every page that viewers see.

export const seller = {
  'seller.title': 'Who sells here',
  'seller.seat': 'Address',
  'seller.email': 'Mail',
  'seller.phone': 'Telephone',
  'seller.vat': 'VAT number',
  'seller.rea': 'Company register',
  'seller.pickUp': 'Pick-up',
  'seller.privacy': 'Your data',
  'seller.unsaid': 'The shop has not said yet how to reach it.',
} as const;
