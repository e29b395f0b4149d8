import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { iceServersFor } from '../../../server/media/ice-servers.ts';
import { limits } from '../../../shared/limits.ts';

const turn = { urls: ['turn:turn.example.com:3478', 'turns:turn.example.com:443'], secret: 'north' };
const now = 1_800_000_000_500;

test('MED-16 a member gets credentials as coturn checks them: its expiry and name, signed with the secret', () => {
  const [server] = iceServersFor(turn, 'member_1', now);
  expect(server).toEqual({
    urls: turn.urls,
    username: `${1_800_000_000 + limits.turnCredentialMs / 1000}:member_1`,
    // echo -n 1800021600:member_1 | openssl dgst -sha1 -hmac north -binary | base64
    credential: 'pzy4AiLQ5B/aFLahYm9qCnIQdwQ=',
  });
  expect(createHmac('sha1', 'north').update(server!.username).digest('base64')).toBe(server!.credential);
  expect(JSON.stringify(server)).not.toContain('north');
});

test('MED-16 members get credentials of their own, later ones last longer, and without a TURN server there are none', () => {
  const credential = (member: string, at: number) => iceServersFor(turn, member, at)[0]?.credential;
  expect(credential('member_1', now)).not.toBe(credential('member_2', now));
  expect(credential('member_1', now)).not.toBe(credential('member_1', now + 1000));
  expect(iceServersFor(undefined, 'member_1', now)).toEqual([]);
});
