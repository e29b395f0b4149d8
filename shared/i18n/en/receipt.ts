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
  'receipt.data': 'What the shop knows about you',
  'receipt.data.what': 'Reservations, waiting lists, questions, messages and the name that you chose.',
  'receipt.data.download': 'Download my data',
  'receipt.data.saved': 'Your data is saved as a file.',
  'receipt.data.delete': 'Delete my data',
  'receipt.data.ask':
    'Delete your data for good? Your messages vanish from the room, you leave the waiting lists, and receipts of what is over show nothing any more.',
  'receipt.data.keep': 'Keep it',
  'receipt.data.do': 'Delete for good',
  'receipt.data.done': 'Your data is deleted',
  'receipt.data.open':
    'What you have reserved stays until it is collected or cancelled. Then you can delete it too.',
  'receipt.data.sanction': 'A mute or a ban stays until it ends.',
  'receipt.data.rest':
    'Your questions stay without your name. The shop’s notes on moderation are deleted when their time is over.',
  'receipt.cancelled': 'Your reservation is cancelled.',
} as const;
