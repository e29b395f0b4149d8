// English words of the receipt page.

export const receipt = {
  'receipt.title': 'Receipt of your reservation',
  'receipt.loading': 'Looking up your reservation…',
  'receipt.unknown.title': 'There is no reservation behind this link',
  'receipt.unknown.text': 'Check that the link is whole. If it is, ask the shop with your code.',
  'receipt.offline.title': 'The shop cannot be reached',
  'receipt.offline.text': 'Check Wi-Fi or mobile data, then try again. Your reservation is safe at the shop.',
  'receipt.code.hint': 'Say this code at the counter.',
  'receipt.quantity': 'Pieces',
  'receipt.price': 'Price',
  'receipt.placed': 'Reserved',
  'receipt.name': 'Name',
  'receipt.entry': 'Proof',
  'receipt.entry.what':
    'The fingerprint of your reservation in the shop’s stock ledger. The ledger cannot be changed afterwards without breaking it, so this line proves that the piece was kept for you.',
  'receipt.shop': 'Who sells',
  'receipt.room': 'To the room “{name}”',
  'receipt.print': 'Print',
  'receipt.cancelled': 'Your reservation is cancelled.',
} as const;
