// Ids, secrets and their hashes.
import { expect, test } from 'vitest';
import { hashSecret, newId, newSecret } from '../../server/ids.ts';

test('IDN-1 ids say what they are, never come twice, and hold nothing that looks alike', () => {
  const ids = Array.from({ length: 1000 }, () => newId('room'));
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^room_[0-9a-hjkmnp-tv-z]{20}$/);
});

test('IDN-1 ids made later sort later, so that they lie together in an index', async () => {
  const earlier = newId('room');
  await new Promise((resolve) => setTimeout(resolve, 2));
  expect(newId('room') > earlier).toBe(true);
});

test('IDN-1 behind the time every letter comes about as often as every other', () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 2000; n += 1)
    for (const letter of newId('show').slice(5 + 9)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(32);
  for (const count of counts.values()) expect(Math.abs(count - 687)).toBeLessThan(200);
});

test('IDN-5 secrets are 256 bits, fit a link, and hash to something else', () => {
  const secret = newSecret();
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(encodeURIComponent(secret)).toBe(secret);
  expect(hashSecret(secret)).toBe(hashSecret(secret));
  expect(hashSecret(secret)).not.toContain(secret);
  expect(hashSecret(newSecret())).not.toBe(hashSecret(secret));
});
