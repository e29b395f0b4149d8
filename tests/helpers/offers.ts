// The offers of real programs (tests/server/media/offers), offers that are broken at random, and what we answer to either.
import { ortc } from 'mediasoup';
import { readdirSync, readFileSync } from 'node:fs';
import { AppError } from '../../server/errors.ts';
import { routerRtpCapabilities } from '../../server/media/codecs.ts';
import { writeAnswer } from '../../server/media/sdp-answer.ts';
import { receiving, type Agreed } from '../../server/media/sdp-codecs.ts';
import { readFragment, readOffer } from '../../server/media/sdp.ts';
import { sent } from '../../server/media/whip.ts';
import type { TransportView } from '../../shared/media.ts';

const folder = new URL('../server/media/offers/', import.meta.url);

export const offerNames = readdirSync(folder)
  .filter((file) => file.endsWith('.sdp'))
  .map((file) => file.replace('.sdp', ''))
  .sort();

export const offerOf = (name: string): string =>
  readFileSync(new URL(`${name}.sdp`, folder), 'utf8').replaceAll('\n', '\r\n');

export const plays = (name: string): boolean => name.endsWith('-play');

export const transportView: TransportView = {
  id: 'transport',
  iceParameters: {
    usernameFragment: 'server-ufrag',
    password: 'server-password-of-some-length',
    iceLite: true,
  },
  iceCandidates: (['udp', 'tcp'] as const).map((protocol) => ({
    foundation: `${protocol}candidate`,
    priority: protocol === 'udp' ? 1076302079 : 1076276479,
    address: '203.0.113.7',
    ip: '203.0.113.7',
    protocol,
    port: 44_400,
    type: 'host',
    ...(protocol === 'tcp' && { tcpType: 'passive' as const }),
  })),
  dtlsParameters: {
    role: 'auto',
    fingerprints: [
      { algorithm: 'sha-1', value: '00:11' },
      { algorithm: 'sha-256', value: Array(32).fill('AB').join(':') },
    ],
  },
};

/** Everything but the endpoint: read, agreed on, written. */
export const answerTo = (
  text: string,
  direction: 'publish' | 'play',
): { answer: string; agreed: (Agreed | null)[] } => {
  const offer = readOffer(text);
  const agreed =
    direction === 'play'
      ? receiving(offer.sections).agreed
      : sent(offer.sections).map((it) => it?.agreed ?? null);
  const answer = writeAnswer({
    transport: transportView,
    sections: offer.sections.map((offered, at) => ({ offered, agreed: agreed[at] ?? null })),
    direction: direction === 'play' ? 'sendonly' : 'recvonly',
    setup: offer.dtlsParameters.role === 'client' ? 'passive' : 'active',
    allowsMixedExtensions: offer.allowsMixedExtensions,
    sessionId: 1,
  });
  return { answer, agreed };
};

type Random = () => number;

const odd = [
  '',
  '0',
  '-1',
  '4294967296',
  '99999999999999999999',
  'é',
  '\u0000',
  '__proto__',
  ';',
  '=',
  ' ',
  'x'.repeat(300),
  '~',
  '%s',
  '\r',
  'a=',
  'm=',
];

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** One to six lines of an offer lost, doubled, moved, cut, or with a word or a character changed; sometimes two offers in one. */
export const mutated = (random: Random, texts: readonly string[]): string => {
  const lines = pick(random, texts).split('\r\n');
  const any = () => Math.floor(random() * lines.length);
  const changes: (() => void)[] = [
    () => void lines.splice(any(), 1),
    () => void lines.splice(any(), 0, lines[any()] ?? ''),
    () => void lines.splice(any(), 0, pick(random, pick(random, texts).split('\r\n'))),
    () => void lines.splice(any(), 1 + Math.floor(random() * 8)),
    () => void (lines.length = any()),
    () => {
      const at = any();
      const words = (lines[at] ?? '').split(/(?<=[ :;=/,])/);
      words[Math.floor(random() * words.length)] = pick(random, odd);
      lines[at] = words.join('');
    },
    () => {
      const at = any();
      const line = lines[at] ?? '';
      const place = Math.floor(random() * line.length);
      lines[at] =
        line.slice(0, place) + String.fromCharCode(Math.floor(random() * 256)) + line.slice(place + 1);
    },
  ];
  for (let count = 1 + Math.floor(random() * 6); count > 0; count -= 1) pick(random, changes)();
  return lines.join(pick(random, ['\r\n', '\r\n', '\r\n', '\n', '\r']));
};

type Outcome = 'answered' | 'bad_sdp' | 'sdp_unsupported';

/** Throws whatever is no refusal of an offer. */
export const outcomeOf = (text: string, direction: 'publish' | 'play' | 'change'): Outcome => {
  try {
    if (direction === 'change') readFragment(text);
    else answerTo(text, direction);
    return 'answered';
  } catch (error) {
    if (error instanceof AppError && (error.code === 'bad_sdp' || error.code === 'sdp_unsupported'))
      return error.code;
    throw error;
  }
};

/** What an answered offer becomes is what mediasoup asks for: it throws otherwise. */
const mediasoupTakes = (text: string): void => {
  for (const section of sent(readOffer(text).sections)) {
    if (!section) continue;
    ortc.validateAndNormalizeRtpParameters(section.rtpParameters);
    ortc.getProducerRtpParametersMapping(section.rtpParameters, routerRtpCapabilities);
  }
};

/** Throws when one of so many broken offers is neither answered nor refused. */
export const fuzz = (count: number, chance: Random): Record<Outcome, number> => {
  const long = offerNames.filter((name) => /^(chromium|safari|firefox)/.test(name)).map(offerOf);
  const short = offerNames.filter((name) => !/^(chromium|safari|firefox)/.test(name)).map(offerOf);
  const tally = { answered: 0, bad_sdp: 0, sdp_unsupported: 0 };
  const ways = ['publish', 'play', 'publish', 'play', 'change'] as const;
  for (let at = 0; at < count; at += 1) {
    const text = mutated(chance, at % 50 === 0 ? long : short);
    const way = pick(chance, ways);
    const outcome = outcomeOf(text, way);
    tally[outcome] += 1;
    if (outcome === 'answered' && way === 'publish' && at % 8 === 0) mediasoupTakes(text);
  }
  return tally;
};
