import { expect, test } from 'vitest';
import { adviceOf, waysOf } from '../../../client/shop/settings/path-advice.ts';

test('SHP-11 the relay’s ways are one', () => {
  const paths = { udp: 9, tcp: 4, 'relay-udp': 1, 'relay-tcp': 2, 'relay-tls': 3, none: 5 };
  expect(waysOf(paths)).toEqual({ udp: 9, tcp: 4, relay: 6, none: 5 });
});

test.each([
  [{ udp: 40, tcp: 2, relay: 3, none: 0 }, ['good']],
  [{ udp: 0, tcp: 2, relay: 0, none: 0 }, ['good']],
  [{ udp: 0, tcp: 3, relay: 0, none: 0 }, ['noUdp']],
  [{ udp: 2, tcp: 0, relay: 3, none: 0 }, ['relay']],
  [{ udp: 40, tcp: 0, relay: 0, none: 1 }, ['none']],
  [{ udp: 40, tcp: 0, relay: 2, none: 1 }, ['noneRelayed']],
  [{ udp: 0, tcp: 0, relay: 4, none: 2 }, ['noUdp', 'relay', 'noneRelayed']],
])('SHP-11 %j says %j', (ways, advice) => {
  expect(adviceOf(ways)).toEqual(advice);
});
