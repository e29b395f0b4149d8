// A name for the counter, and a mail address or a telephone number, by the server's own rule (holderBody in
// shared/shop-bodies.ts), without its library. Rule: BOF-15.

const shape = /^(?:[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+|\+?[\d\s()/.-]{5,30})$/;

export const isContact = (text: string): boolean => {
  const plain = text.trim();
  return plain.length >= 5 && plain.length <= 120 && shape.test(plain);
};

export const isName = (text: string): boolean => {
  const plain = text.trim();
  return plain.length >= 2 && plain.length <= 60 && /^[^<>\p{Cc}]*$/u.test(plain);
};
