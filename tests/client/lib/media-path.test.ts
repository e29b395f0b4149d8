import { expect, test } from 'vitest';
import { forcedPath, pathOf, transportOptions } from '../../../client/lib/media-path.ts';
import type { MediaView } from '../../../shared/media.ts';

const pair = { id: 'P', type: 'candidate-pair', state: 'succeeded', nominated: true, localCandidateId: 'L' };
const local = (facts: object) => ({ id: 'L', type: 'local-candidate', candidateType: 'host', ...facts });

test('MED-47: the way that the media takes is read from the pair in use', () => {
  const by = (facts: object) => pathOf([pair, local(facts)]);
  expect(by({ protocol: 'udp' })).toBe('udp');
  expect(by({ protocol: 'tcp' })).toBe('tcp');
  expect(by({ candidateType: 'prflx', protocol: 'udp' })).toBe('udp');
  for (const relayProtocol of ['udp', 'tcp', 'tls'])
    expect(by({ candidateType: 'relay', protocol: 'udp', relayProtocol })).toBe(`relay-${relayProtocol}`);
});

test('MED-47: the transport names the pair where there are several, and without any nothing is claimed', () => {
  const other = { ...pair, id: 'Q', localCandidateId: 'M' };
  const entries = [
    other,
    pair,
    { id: 'M', type: 'local-candidate', candidateType: 'host', protocol: 'tcp' },
    local({ protocol: 'udp' }),
  ];
  expect(pathOf(entries)).toBe('tcp');
  expect(pathOf([...entries, { id: 'T', type: 'transport', selectedCandidatePairId: 'P' }])).toBe('udp');
  expect(pathOf([])).toBeNull();
  expect(pathOf([{ ...pair, nominated: false }, local({})])).toBeNull();
});

const view = {
  transport: {
    id: 't',
    iceCandidates: [
      { protocol: 'udp', port: 1 },
      { protocol: 'tcp', port: 1 },
    ],
  },
  iceServers: [{ urls: ['turn:turn.example.com'], username: 'u', credential: 'c' }],
} as unknown as MediaView;

test('MED-46: the page’s address may force a way, and anything else leaves it to ICE', () => {
  expect(forcedPath('?path=relay')).toBe('relay');
  expect(forcedPath('?a=b&path=none')).toBe('none');
  for (const none of ['', '?path=', '?path=carrier-pigeon', '?relay=1']) expect(forcedPath(none)).toBeNull();
  expect(transportOptions(view, null)).toEqual({ ...view.transport, iceServers: view.iceServers });
  expect(transportOptions(view, 'relay')).toMatchObject({
    iceServers: view.iceServers,
    iceTransportPolicy: 'relay',
  });
  expect(transportOptions(view, 'tcp')).toEqual({
    id: 't',
    iceCandidates: [{ protocol: 'tcp', port: 1 }],
    iceServers: [],
  });
});
