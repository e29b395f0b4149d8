// A new Idempotency-Key. Not crypto.randomUUID: it is missing on http:// addresses, where a shop may be tried out.

/** 128 random bits, hexadecimal. */
export const newWriteKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
