import sdpTransform from 'sdp-transform';
import { describe, expect, test } from 'vitest';
import { routerPayloadTypes } from '../../../server/media/codecs.ts';
import { writeFragment } from '../../../server/media/sdp-answer.ts';
import { receiving } from '../../../server/media/sdp-codecs.ts';
import { readFragment, readOffer } from '../../../server/media/sdp.ts';
import { sent } from '../../../server/media/whip.ts';
import {
  answerTo,
  fuzz,
  offerNames,
  offerOf,
  outcomeOf,
  plays,
  transportView,
} from '../../helpers/offers.ts';
import { random } from '../../helpers/random.ts';

const wayOf = (name: string) => (plays(name) ? 'play' : 'publish');
const publishers = offerNames.filter((name) => !plays(name));
const players = offerNames.filter(plays);

const sentOf = (text: string, kind: 'audio' | 'video') =>
  sent(readOffer(text).sections).find((section) => section?.kind === kind) ?? undefined;
const videoOf = (text: string) => {
  const video = sentOf(text, 'video');
  if (!video) throw new Error('no video');
  return video;
};

/** The video section of an offer with these formats alone, in this order. */
const withVideo = (formats: { number: number; codec: string; fmtp?: string }[]) => {
  const [audio = '', video = ''] = offerOf('obs-publish').split(/(?=m=video)/);
  const rest = video.split('\r\n').filter((line) => !/^(m=|a=rtpmap|a=fmtp|a=rtcp-fb)/.test(line));
  return [
    audio.trimEnd(),
    `m=video 9 UDP/TLS/RTP/SAVPF ${formats.map(({ number }) => number).join(' ')}`,
    ...rest.filter(Boolean),
    ...formats.flatMap(({ number, codec, fmtp }) => [
      `a=rtpmap:${number} ${codec}/90000`,
      ...(fmtp ? [`a=fmtp:${number} ${fmtp}`] : []),
    ]),
    '',
  ].join('\r\n');
};

describe('answers', () => {
  test.each(offerNames)('WHP-2 %s is answered in its own numbers and names', (name) => {
    const text = offerOf(name);
    const offered = sdpTransform.parse(text);
    const { answer } = answerTo(text, wayOf(name));
    const answered = sdpTransform.parse(answer);
    expect(answered.media.map(({ type, mid, protocol }) => [type, mid, protocol])).toEqual(
      offered.media.map(({ type, mid, protocol }) => [type, mid, protocol]),
    );
    for (const [at, section] of answered.media.entries()) {
      const before = offered.media[at]!;
      expect(section.direction).toBe(plays(name) ? 'sendonly' : 'recvonly');
      for (const { payload, codec } of section.rtp)
        expect(before.rtp.find((each) => each.payload === payload)?.codec).toMatch(
          new RegExp(`^${codec}$`, 'i'),
        );
      for (const { value, uri } of section.ext ?? [])
        expect(before.ext).toContainEqual(expect.objectContaining({ value, uri }));
      for (const { payload, type, subtype } of section.rtcpFb ?? [])
        expect(before.rtcpFb).toContainEqual({ payload, type, ...(subtype !== undefined && { subtype }) });
      expect(section.rtp.length).toBeGreaterThan(0);
    }
  });

  test.each(offerNames)(
    'WHP-9 %s: ICE lite, one transport, the other end of DTLS, and short enough for FFmpeg',
    (name) => {
      const text = offerOf(name);
      const { answer } = answerTo(text, wayOf(name));
      const lines = answer.split('\r\n');
      expect(lines).toContain('a=ice-lite');
      expect(new Set(lines.filter((line) => line.startsWith('a=setup:')))).toEqual(
        new Set([text.includes('a=setup:passive') ? 'a=setup:active' : 'a=setup:passive']),
      );
      const candidates = lines.filter((line) => line.startsWith('a=candidate:'));
      expect(candidates).toEqual([
        'a=candidate:udpcandidate 1 udp 1076302079 203.0.113.7 44400 typ host',
        'a=candidate:tcpcandidate 1 tcp 1076276479 203.0.113.7 44400 typ host tcptype passive',
      ]);
      expect(
        lines.filter((line) => line.startsWith('a=fingerprint:')).every((line) => line.includes('sha-256')),
      ).toBe(true);
      expect(lines[lines.indexOf(candidates[1]!) + 1]).toBe('a=end-of-candidates');
      const bundled = sdpTransform.parse(answer).groups?.[0]?.mids;
      expect(String(bundled).split(' ')).toEqual(
        sdpTransform.parse(text).media.map(({ mid }) => String(mid)),
      );
      // libavformat/whip.c: MAX_SDP_SIZE.
      expect(answer.length).toBeLessThan(8192);
    },
  );

  test('WHP-10 what is not agreed on keeps its place with port 0', () => {
    const data =
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=sctp-port:5000\r\n';
    const { answer } = answerTo(offerOf('obs-publish') + data, 'publish');
    expect(answer).toContain('m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n');
    expect(answer).toContain('a=group:BUNDLE 0 1\r\n');
    const onlyVp9 = withVideo([{ number: 98, codec: 'VP9' }]);
    const sections = sdpTransform.parse(answerTo(onlyVp9, 'publish').answer).media;
    expect(sections.map(({ type, port }) => [type, port])).toEqual([
      ['audio', 9],
      ['video', 0],
    ]);
  });

  test('WHP-10 a section that only waits for its bundle is used, one that is switched off is not', () => {
    expect(answerTo(offerOf('gstreamer-publish'), 'publish').agreed.every((it) => it !== null)).toBe(true);
    const off = offerOf('gstreamer-publish').replace('a=bundle-only\r\n', '');
    expect(answerTo(off, 'publish').agreed.map((it) => it?.section.type)).toEqual(['video', undefined]);
  });
});

describe('encoders', () => {
  test.each([
    ['chromium-publish', 'vp8', 96, 97],
    ['chromium-h264', 'h264', 108, null],
    ['firefox-publish', 'vp8', 120, 124],
    ['safari-publish', 'h264', 98, 99],
    ['obs-publish', 'h264', 96, null],
    ['ffmpeg-publish', 'h264', 106, null],
    ['ffmpeg-8.0-publish', 'h264', 106, null],
    ['gstreamer-publish', 'vp8', 96, null],
    ['aiortc-publish', 'vp8', 97, 98],
  ])('WHP-3 of %s %s is taken, as %i, repaired by %s', (name, codec, number, repair) => {
    const { agreed, rtpParameters } = videoOf(offerOf(name));
    expect(agreed.codecs.map((each) => [each.name, each.payloadType])).toEqual([
      [codec, number],
      ...(repair === null ? [] : [['rtx', repair]]),
    ]);
    expect(rtpParameters.codecs[0]).toMatchObject({
      payloadType: number,
      mimeType: codec === 'vp8' ? 'video/VP8' : 'video/H264',
    });
    expect(sentOf(offerOf(name), 'audio')?.rtpParameters.codecs[0]?.mimeType).toBe('audio/opus');
  });

  test.each(publishers)('WHP-3 %s: mediasoup can tell whose each packet is', (name) => {
    for (const kind of ['audio', 'video'] as const) {
      const { rtpParameters } = sentOf(offerOf(name), kind) ?? {};
      const [encoding] = rtpParameters?.encodings ?? [];
      const byMid = rtpParameters?.headerExtensions?.some(({ uri }) => uri.endsWith('sdes:mid'));
      expect(encoding?.ssrc !== undefined || encoding?.rid !== undefined || byMid).toBe(true);
    }
  });

  test('WHP-3 a repair stream is told with the stream that it repairs', () => {
    expect(videoOf(offerOf('firefox-publish')).rtpParameters.encodings).toEqual([
      { ssrc: 902311774, rtx: { ssrc: 2289012345 } },
    ]);
  });

  test('WHP-3 without ssrc and without mid in the packets nobody could tell', () => {
    const text = offerOf('ffmpeg-publish').replaceAll(/a=ssrc.*\r\n/g, '');
    expect(outcomeOf(text, 'publish')).toBe('sdp_unsupported');
  });

  test('WHP-3 of two sections of a kind the first is taken', () => {
    const second = offerOf('obs-publish')
      .split(/(?=m=video)/)[1]!
      .replace('a=mid:1', 'a=mid:2')
      .replaceAll('1234568', '99');
    const text = (offerOf('obs-publish') + second).replace('BUNDLE 0 1', 'BUNDLE 0 1 2');
    expect(answerTo(text, 'publish').agreed.map((it) => it?.section.mid)).toEqual(['0', '1', undefined]);
  });

  test.each([
    '42001f',
    '42e01f',
    '42c01f',
    '42e034',
    '4d001f',
    '4d0032',
    '640c1f',
    '640028',
    '64001f',
    '422001f',
  ])('WHP-4 H264 %s is taken, and the answer says the same', (profile) => {
    const text = withVideo([
      { number: 96, codec: 'H264', fmtp: `packetization-mode=1;profile-level-id=${profile}` },
    ]);
    expect(answerTo(text, 'publish').answer).toContain(
      `a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=${profile}\r\n`,
    );
    // The router's own name for it: the stream goes through as it is.
    expect(videoOf(text).rtpParameters.codecs[0]?.parameters).toMatchObject({ 'profile-level-id': '42e01f' });
  });

  test('WHP-4 of several profiles the one that most can decode is taken; what no browser decodes is not', () => {
    const as = (number: number, profile: string, mode = 1) => ({
      number,
      codec: 'H264',
      fmtp: `profile-level-id=${profile};packetization-mode=${mode}`,
    });
    const taken = (...formats: ReturnType<typeof as>[]) =>
      videoOf(withVideo(formats)).rtpParameters.codecs[0]?.payloadType;
    expect(taken(as(96, '640028'), as(97, '4d001f'), as(98, '42001f'), as(99, '42e01f'))).toBe(99);
    expect(taken(as(96, '42e01f', 0), as(97, '640028'))).toBe(97);
    expect(taken(as(96, '42e01f', 0))).toBe(96);
    expect(outcomeOf(withVideo([as(96, 'f4001f')]), 'play')).toBe('sdp_unsupported');
    expect(sentOf(withVideo([as(96, 'f4001f')]), 'video')).toBeUndefined();
  });

  test('WHP-5 layers are told lowest first and answered in the order of the offer', () => {
    const rids = (text: string) => videoOf(text).rtpParameters.encodings?.map(({ rid }) => rid);
    expect(rids(offerOf('chromium-simulcast'))).toEqual(['q', 'h', 'f']);
    expect(rids(offerOf('chromium-simulcast').replace('send q;h;f', 'send f;h;q'))).toEqual(['q', 'h', 'f']);
    expect(rids(offerOf('obs-simulcast'))).toEqual(['2', '1', '0']);
    expect(answerTo(offerOf('obs-simulcast'), 'publish').answer).toContain(
      'a=rid:0 recv\r\na=rid:1 recv\r\na=rid:2 recv\r\na=simulcast:recv 0;1;2\r\n',
    );
  });
});

describe('players', () => {
  test.each([
    ['chromium-play', routerPayloadTypes],
    ['firefox-play', { 'audio/opus': 109, 'video/vp8': 120, 'video/h264': 126 }],
    ['safari-play', { 'audio/opus': 111, 'video/vp8': 106, 'video/h264': 98 }],
    ['gstreamer-play', { 'audio/opus': 97, 'video/vp8': 101, 'video/h264': 103 }],
    ['aiortc-play', { 'audio/opus': 96, 'video/vp8': 97, 'video/h264': 101 }],
  ])('WHP-6 %s gets all that it can decode, under its numbers', (name, numbers) => {
    expect(receiving(readOffer(offerOf(name)).sections).payloadTypes).toEqual(numbers);
  });

  test('WHP-6 what a player does not offer gets a number that it does not use', () => {
    const text = withVideo([{ number: 102, codec: 'VP8' }]).replaceAll('sendonly', 'recvonly');
    const { payloadTypes, rtpCapabilities } = receiving(readOffer(text).sections);
    expect(payloadTypes).toEqual({ 'audio/opus': 111, 'video/vp8': 102, 'video/h264': 96 });
    expect(rtpCapabilities.codecs?.map(({ mimeType }) => mimeType)).toEqual(['audio/opus', 'video/VP8']);
  });

  test('WHP-6 H264 without fragments, and one number for two things, cannot be played', () => {
    const single = withVideo([{ number: 96, codec: 'H264', fmtp: 'profile-level-id=42e01f' }]).replaceAll(
      'sendonly',
      'recvonly',
    );
    expect(receiving(readOffer(single).sections).agreed.map((it) => it?.section.kind)).toEqual([
      'audio',
      undefined,
    ]);
    const same = withVideo([{ number: 111, codec: 'VP8' }]).replaceAll('sendonly', 'recvonly');
    expect(outcomeOf(same, 'play')).toBe('sdp_unsupported');
  });

  test.each(players)(
    'WHP-8 %s: an extension is agreed on only where its id is ours by chance, the mid never',
    (name) => {
      for (const it of answerTo(offerOf(name), 'play').agreed)
        for (const { uri } of it?.extensions ?? []) expect(uri).not.toContain('sdes:mid');
      const text = offerOf('chromium-play')
        .replaceAll('a=extmap:2 http', 'a=extmap:4 http')
        .replaceAll('a=extmap:4 urn', 'a=extmap:2 urn');
      const video = answerTo(text, 'play').agreed[1];
      expect(video?.extensions.map(({ id }) => id)).toEqual([4]);
      expect(video?.codecs[0]?.feedback).toContainEqual({ type: 'goog-remb', parameter: '' });
    },
  );
});

describe('fragments', () => {
  test('WHP-12 credentials are found in the fragment or in its section, and a restart is told with them', () => {
    const section = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n';
    const credentials = 'a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n';
    expect(readFragment(`${credentials}${section}`)).toEqual({
      ufrag: 'EsAw',
      pwd: 'P2uYro0UCOQ4zxjKXaWCBui1',
    });
    expect(readFragment(`${section}${credentials}`)).toEqual({
      ufrag: 'EsAw',
      pwd: 'P2uYro0UCOQ4zxjKXaWCBui1',
    });
    expect(readFragment(`${section}a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n`)).toBeNull();
    const { agreed } = videoOf(offerOf('obs-publish'));
    expect(readFragment(writeFragment(transportView, agreed))).toEqual({
      ufrag: 'server-ufrag',
      pwd: 'server-password-of-some-length',
    });
  });
});

describe('refusals', () => {
  const obs = offerOf('obs-publish');
  test.each([
    ['nothing', '', 'bad_sdp'],
    ['JSON', '{"sdp":"v=0"}', 'bad_sdp'],
    ['no media', 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n', 'bad_sdp'],
    ['no fingerprint', obs.replaceAll(/a=fingerprint.*\r\n/g, ''), 'bad_sdp'],
    ['no ICE credentials', obs.replaceAll(/a=ice-(ufrag|pwd).*\r\n/g, ''), 'bad_sdp'],
    ['one mid twice', obs.replace('a=mid:1', 'a=mid:0'), 'bad_sdp'],
    ['too many sections', obs + 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n'.repeat(20), 'bad_sdp'],
    ['too long', obs + 'a=x\r\n'.repeat(20_000), 'bad_sdp'],
    ['no bundle', obs.replace('a=group:BUNDLE 0 1\r\n', ''), 'sdp_unsupported'],
    ['no rtcp-mux', obs.replaceAll('a=rtcp-mux\r\n', ''), 'sdp_unsupported'],
    ['no codec of ours', obs.replaceAll(/a=rtpmap.*\r\n/g, ''), 'sdp_unsupported'],
    ['plain RTP', obs.replaceAll('UDP/TLS/RTP/SAVPF', 'RTP/AVP'), 'sdp_unsupported'],
    ['a DTLS role that is none', obs.replaceAll('a=setup:actpass', 'a=setup:holdconn'), 'sdp_unsupported'],
    ['only receiving', obs.replaceAll('a=sendonly', 'a=recvonly'), 'sdp_unsupported'],
  ])('WHP-1 %s', (_name, text, code) => {
    expect(outcomeOf(text, 'publish')).toBe(code);
  });

  test(
    'WHP-1 a hundred thousand broken offers are answered or refused, and nothing else',
    { timeout: 60_000 },
    () => {
      const tally = fuzz(100_000, random(20_261_128));
      for (const count of Object.values(tally)) expect(count).toBeGreaterThan(1000);
    },
  );
});
