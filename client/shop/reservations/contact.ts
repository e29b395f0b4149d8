// A mail address or a telephone number, by the server's own rule (holderBody in shared/shop-bodies.ts), without its library.
// Rules: BOF-15.

const shape = /^(?:[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+|\+?[\d\s()/.-]{5,30})$/;

export const isContact = (text: string): boolean => {
  const plain = text.trim();
  return plain.length >= 5 && plain.length <= 120 && shape.test(plain);
};
