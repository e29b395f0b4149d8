// Frames that are wrong, and what each costs.
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { startTestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';

const joined = async (url: string) => {
  const client = await TestClient.connect({ url });
  await client.hello();
  return client;
};
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const replyTo = (client: TestClient, re: number | null) =>
  eventually(() => client.replies.find((reply) => reply.re === re));

describe('no request at all', () => {
  test.each<[string, string | Buffer]>([
    ['bad JSON', '{"id":1,'],
    ['nothing', ''],
    ['an array', '[1,2]'],
    ['a number', '7'],
    ['a binary frame', Buffer.from('{"id":9,"type":"clock.read"}')],
    ['too deep', `{"id":9,"type":"clock.read","body":${nested(100)}}`],
    ['no id', '{"type":"clock.read"}'],
    ['an id that is no number', '{"id":"9","type":"clock.read"}'],
    ['no type', '{"id":9}'],
  ])('SES-3 %s: bad_frame, closed with 4400', async (_name, frame) => {
    const app = await startTestApp();
    const [client, bystander] = [await joined(app.url), await joined(app.url)];
    client.socket.send(frame);
    expect(await client.closed()).toBe(4400);
    expect(client.replies.at(-1)).toEqual({ re: null, ok: false, error: { code: 'bad_frame' } });
    await expect(bystander.outcome('clock.read', {})).resolves.toBe('ok');
  });

  test('SES-3 a bad frame before the hello ends the socket as well', async () => {
    const app = await startTestApp();
    const client = await TestClient.connect({ url: app.url });
    client.socket.send('hello');
    expect(await client.closed()).toBe(4400);
  });

  test('SES-3 what is sent behind a bad frame is not looked at', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    client.socket.send('{');
    client.send('clock.read', {});
    await client.closed();
    expect(client.replies).toHaveLength(2);
  });

  test('SES-3 a frame that is too large closes with 1009, the largest that fits is answered', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    const frame = (bytes: number) => {
      const empty = JSON.stringify({ id: 99, type: 'clock.read', body: { x: '' } });
      return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`);
    };
    client.socket.send(frame(limits.maxFrameBytes));
    await replyTo(client, 99);
    client.socket.send(frame(limits.maxFrameBytes + 1));
    expect(await client.closed()).toBe(1009);
  });

  test('SES-3 text that is not UTF-8 closes with 1007', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    client.socket.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
    expect(await client.closed()).toBe(1007);
  });

  test('SES-2 a frame in fragments is one frame', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    client.socket.send('{"id":77,"type":"clock', { fin: false });
    client.socket.send('.read"}', { fin: true });
    expect(await replyTo(client, 77)).toMatchObject({ ok: true });
  });
});

describe('requests that are wrong', () => {
  test('SES-5 an unknown type is unknown_request and the socket lives', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    for (const type of ['shop.rob', '__proto__', 'constructor', 'hasOwnProperty', '']) {
      const id = client.send(type, {});
      expect(await replyTo(client, id)).toEqual({
        re: id,
        ok: false,
        error: { code: 'unknown_request', details: { type } },
      });
    }
    await expect(client.outcome('clock.read', {})).resolves.toBe('ok');
  });

  test.each<[string, unknown, string[]]>([
    ['viewer.rename', {}, ['nickname']],
    ['viewer.rename', null, ['']],
    ['viewer.rename', 'Ada', ['']],
    ['viewer.rename', [], ['nickname']],
    ['viewer.rename', { nickname: { toString: 1 } }, ['nickname']],
    ['media.open', { direction: 'up' }, ['direction']],
    ['media.resume', { consumerIds: ['a', 7, ''] }, ['consumerIds.1', 'consumerIds.2']],
    ['media.resume', { consumerIds: Array.from({ length: 9 }, () => 'x') }, ['consumerIds']],
    ['media.limitLayers', { consumerId: '', spatialLayer: 3 }, ['consumerId', 'spatialLayer']],
    [
      'media.connect',
      { transportId: 'x', dtlsParameters: { fingerprints: [] } },
      ['dtlsParameters.fingerprints'],
    ],
    [
      'media.connect',
      { transportId: 'x', dtlsParameters: { fingerprints: [{ algorithm: 'md5', value: 'x' }] } },
      ['dtlsParameters.fingerprints.0.algorithm', 'dtlsParameters.fingerprints.0.value'],
    ],
    ['media.watch', { rtpCapabilities: { codecs: 7 } }, ['rtpCapabilities']],
  ])('SES-5 %s with %j is a bad_request at %j, and the socket lives', async (type, body, paths) => {
    const app = await startTestApp();
    const client = await joined(app.url);
    const id = client.send(type, body);
    const reply = await replyTo(client, id);
    expect(reply.error?.code).toBe('bad_request');
    const issues = reply.error?.details?.issues as { path: string; expected: string }[];
    expect(issues.map(({ path }) => path)).toEqual(paths);
    await expect(client.outcome('clock.read', {})).resolves.toBe('ok');
  });

  test('SES-5 of many mistakes the first five are told', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    const consumerIds = Array.from({ length: 8 }, () => 0);
    await expect(client.request('media.resume', { consumerIds })).rejects.toMatchObject({
      details: { issues: { length: 5 } },
    });
  });

  test('SES-5 fields that nobody asked for are left out, prototype keys too', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    client.socket.send(
      '{"id":50,"type":"viewer.rename","body":{"nickname":"Ada","__proto__":{"role":"owner"},"role":"owner"}}',
    );
    expect(await replyTo(client, 50)).toEqual({ re: 50, ok: true, body: { nickname: 'Ada' } });
    expect(({} as Record<string, unknown>)['role']).toBe(undefined);
  });
});

describe('replies', () => {
  test('SES-2 each request has one reply with its id, whatever the order of their ends', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    const ids = [
      client.send('media.open', { direction: 'receive' }),
      client.send('clock.read', {}),
      client.send('viewer.rename', { nickname: 'Ada' }),
      client.send('nothing', {}),
      client.send('media.restartIce', { transportId: 'x' }),
    ];
    await Promise.all(ids.map((id) => replyTo(client, id)));
    await client.request('clock.read', {});
    const replied = client.replies.map(({ re }) => re);
    expect(replied).toHaveLength(ids.length + 2);
    expect(new Set(replied)).toEqual(new Set([1, ...ids, 7]));
  });

  test('SES-2 an id that is used twice is answered twice', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    for (let n = 0; n < 2; n += 1) client.socket.send('{"id":60,"type":"clock.read"}');
    await eventually(() => client.replies.filter(({ re }) => re === 60).length === 2);
  });

  test('SES-20 a surprise is internal with an incident, and the socket lives', async () => {
    const app = await startTestApp();
    const client = await joined(app.url);
    await app.db.write((tx) => tx.run('ALTER TABLE viewers RENAME TO gone'));
    await expect(client.request('viewer.rename', { nickname: 'Ada' })).rejects.toMatchObject({
      code: 'internal',
      details: { incident: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(JSON.stringify(client.replies)).not.toContain('table');
    await expect(client.outcome('clock.read', {})).resolves.toBe('ok');
  });
});
