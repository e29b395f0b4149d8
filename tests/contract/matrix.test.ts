// Every request type from everyone on every page: allowed, or the exact code. A request without a row does not compile.
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../shared/errors.ts';
import { roleAtLeast, type Role } from '../../shared/model.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol.ts';
import { newId } from '../../server/ids.ts';
import { requests, type RequestType } from '../../shared/requests.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { sendParameters } from '../helpers/media.ts';

type Page = 'room' | 'studio';
/** `inStudio`: where that is another answer. */
type Row = { body: (page: Page) => unknown; allowed: 'ok' | ErrorCode; inStudio?: ErrorCode };

const fingerprints = [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }];
const subject = { subjectId: newId('message'), reason: 'rude' };
const question = { questionId: newId('question') };
const hello = { protocol: PROTOCOL_VERSION, locale: 'it', room: 'demo' };

/** A sound body for each type, and what comes of it for someone who may ask: nothing is on the stage, no show runs. */
const rows: Record<RequestType, Row> = {
  'session.hello': { body: (page) => ({ ...hello, page }), allowed: 'already_joined' },
  'clock.read': { body: () => ({}), allowed: 'ok' },
  'viewer.rename': { body: () => ({ nickname: 'Ada Bella' }), allowed: 'ok' },
  'media.open': { body: (page) => ({ direction: page === 'studio' ? 'send' : 'receive' }), allowed: 'ok' },
  'media.connect': {
    body: () => ({ transportId: 'x', dtlsParameters: { fingerprints } }),
    allowed: 'media_gone',
  },
  'media.restartIce': { body: () => ({ transportId: 'x' }), allowed: 'media_gone' },
  'media.watch': {
    body: () => ({ rtpCapabilities: { codecs: [] } }),
    allowed: 'ok',
    inStudio: 'media_gone',
  },
  'media.resume': { body: () => ({ consumerIds: ['x'] }), allowed: 'ok' },
  'media.pause': { body: () => ({ consumerIds: ['x'] }), allowed: 'ok' },
  'media.check': { body: () => ({}), allowed: 'ok' },
  'media.recovered': { body: () => ({ step: 'iceRestart', frozenMs: 3210.5 }), allowed: 'ok' },
  'media.path': { body: () => ({ path: 'tcp' }), allowed: 'ok' },
  'still.want': { body: () => ({ wanted: true }), allowed: 'ok' },
  'media.limitLayers': { body: () => ({ consumerId: 'x', spatialLayer: 0 }), allowed: 'media_gone' },
  'media.produce': {
    body: () => ({ transportId: 'x', kind: 'video', rtpParameters: sendParameters('video', '0') }),
    allowed: 'media_gone',
  },
  'media.sends': { body: () => ({ producerId: 'x', spatialLayer: 1 }), allowed: 'ok' },
  'media.closeProducer': { body: () => ({ producerId: 'x' }), allowed: 'ok' },
  'media.reportTiming': { body: () => ({ clockOffsetMs: -3.5, uplinkMs: 40 }), allowed: 'media_gone' },
  'reservation.place': {
    body: () => ({ key: 'tap-12345678', variantId: newId('variant'), quantity: 1 }),
    allowed: 'show_not_live',
  },
  'reservation.extend': {
    body: () => ({ key: 'tap-12345679', reservationId: newId('reservation') }),
    allowed: 'not_found',
  },
  'reservation.confirm': {
    body: () => ({
      key: 'tap-1234567a',
      reservationId: newId('reservation'),
      name: 'Ada',
      contact: 'ada@example.com',
    }),
    allowed: 'not_found',
  },
  'reservation.cancel': {
    body: () => ({ key: 'tap-1234567b', reservationId: newId('reservation') }),
    allowed: 'not_found',
  },
  'waiting.join': {
    body: () => ({ key: 'tap-1234567c', variantId: newId('variant'), quantity: 1 }),
    allowed: 'show_not_live',
  },
  'waiting.leave': { body: () => ({ key: 'tap-1234567d', variantId: newId('variant') }), allowed: 'ok' },
  'cap.set': { body: () => ({ cents: 5000 }), allowed: 'ok' },
  'product.pin': { body: () => ({ productId: null }), allowed: 'ok' },
  'question.ask': {
    body: () => ({ key: 'tap-1234567e', kind: 'question', text: 'Is it linen?' }),
    allowed: 'show_not_live',
  },
  'question.meToo': { body: () => question, allowed: 'not_found' },
  'question.withdraw': { body: () => question, allowed: 'not_found' },
  'question.move': { body: () => ({ ...question, to: 'next' }), allowed: 'not_found' },
  'question.takeNext': { body: () => ({}), allowed: 'show_not_live' },
  'question.reply': { body: () => ({ ...question, text: 'Yes, it is.', to: 'all' }), allowed: 'not_found' },
  'question.merge': { body: () => ({ ...question, into: newId('question') }), allowed: 'not_found' },
  'chat.say': { body: () => ({ key: 'tap-1234567f', text: 'How lovely' }), allowed: 'ok' },
  'chat.heart': { body: () => ({ count: 2 }), allowed: 'ok' },
  'chat.pin': { body: () => ({ messageId: null }), allowed: 'ok' },
  'chat.approve': { body: () => ({ messageId: newId('message') }), allowed: 'not_found' },
  'moderation.remove': { body: () => subject, allowed: 'not_found' },
  'moderation.mute': { body: () => ({ ...subject, minutes: 5 }), allowed: 'not_found' },
  'moderation.ban': { body: () => ({ ...subject, hours: 5 }), allowed: 'not_found' },
  'moderation.report': { body: () => subject, allowed: 'not_found' },
  'show.start': { body: () => ({}), allowed: 'no_picture' },
  'show.pause': { body: () => ({}), allowed: 'show_not_live' },
  'show.end': { body: () => ({}), allowed: 'show_not_live' },
  'stream.examine': { body: () => ({}), allowed: 'ok' },
};
const types = Object.keys(rows) as RequestType[];

const expected = (type: RequestType, role: Role, page: Page): string => {
  const { least, page: on } = requests[type];
  if (!roleAtLeast(role, least) || (on !== 'any' && on !== page)) return 'not_allowed';
  const { allowed, inStudio = allowed } = rows[type];
  return page === 'studio' ? inStudio : allowed;
};

const cookieOf = (app: TestApp, role: Role) => (role === 'viewer' ? undefined : app.cookieFor(role));

describe('joined', () => {
  test.each<[Role, Page]>([
    ['viewer', 'room'],
    ['helper', 'room'],
    ['host', 'room'],
    ['owner', 'room'],
    ['helper', 'studio'],
    ['host', 'studio'],
    ['owner', 'studio'],
  ])('SES-5 what a %s in the %s may ask', async (role, page) => {
    const app = await startTestApp();
    const cookie = await cookieOf(app, role);
    const client = await TestClient.connect({ url: app.url, ...(cookie && { cookie }) });
    expect((await client.hello({ page })).role).toBe(role);
    const outcomes: [string, string][] = [];
    for (const type of types) outcomes.push([type, await client.outcome(type, rows[type].body(page))]);
    expect(outcomes).toEqual(types.map((type) => [type, expected(type, role, page)]));
    expect(client.closeCode).toBe(null);
  });

  test('SES-5 the studio only sends, as long as no encoder does, and the room only receives', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('host');
    for (const [page, direction] of [
      ['room', 'send'],
      ['studio', 'receive'],
    ] as const) {
      const client = await TestClient.connect({ url: app.url, cookie });
      await client.hello({ page });
      await expect(client.outcome('media.open', { direction })).resolves.toBe('not_allowed');
    }
  });
});

describe('not joined', () => {
  test.each<Role>(['viewer', 'helper', 'host', 'owner'])(
    'SES-4 a %s who said no hello is told so',
    async (role) => {
      const app = await startTestApp();
      const cookie = await cookieOf(app, role);
      const client = await TestClient.connect({ url: app.url, ...(cookie && { cookie }) });
      const others = types.filter((type) => type !== 'session.hello');
      for (const type of others)
        expect([type, await client.outcome(type, rows[type].body('room'))]).toEqual([type, 'hello_first']);
      expect(client.closeCode).toBe(null);
    },
  );
});
