// The invitation in the address, and where a sign-in may lead.
import { expect, test } from 'vitest';
import { inviteIn, safePath } from '../../../client/sign-in/invite.ts';

test('SGN-1 the token is read from the fragment', () => {
  expect(inviteIn('#invite=abc-_1')).toBe('abc-_1');
  expect(inviteIn('#x=1&invite=abc')).toBe('abc');
  expect(['', '#', '#invite=', '#invite=%20', '#other=1'].map(inviteIn)).toEqual(Array(5).fill(null));
});

test('SGN-2 a sign-in leads only to a page of this shop', () => {
  expect(['/shop', '/studio/demo'].map(safePath)).toEqual(['/shop', '/studio/demo']);
  const foreign = ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''];
  expect(foreign.map(safePath)).toEqual(Array(5).fill('/sign-in'));
});
