// Reading one frame.
import { describe, expect, test } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { readFrame } from '../../../server/signalling/frames.ts';

const read = (text: string | Buffer, isBinary = false) => readFrame(Buffer.from(text as string), isBinary);
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('requests', () => {
  test('SES-2 a request is read with its id, type and body', () => {
    expect(read('{"id":7,"type":"clock.read","body":{"a":1}}')).toEqual({
      kind: 'request',
      id: 7,
      type: 'clock.read',
      body: { a: 1 },
    });
  });

  test('SES-2 without a body it has an empty one; what else is in the frame is left out', () => {
    expect(read('{"id":0,"type":"clock.read","extra":true}')).toEqual({
      kind: 'request',
      id: 0,
      type: 'clock.read',
      body: {},
    });
  });

  test.each(['nothing.here', '', 'toString', '__proto__', 'constructor', 'clock.read ', 'x'.repeat(64)])(
    'SES-5 the type %j is unknown',
    (type) => {
      expect(read(JSON.stringify({ id: 1, type }))).toEqual({ kind: 'unknown', id: 1, type });
    },
  );
});

describe('bad frames', () => {
  test.each([
    '',
    ' ',
    '{',
    'null',
    'true',
    '7',
    '"clock.read"',
    '[]',
    '[{"id":1,"type":"clock.read"}]',
    '{}',
    '{"id":1}',
    '{"type":"clock.read"}',
    '{"id":"1","type":"clock.read"}',
    '{"id":-1,"type":"clock.read"}',
    '{"id":1.5,"type":"clock.read"}',
    '{"id":1e300,"type":"clock.read"}',
    '{"id":9007199254740992,"type":"clock.read"}',
    '{"id":null,"type":"clock.read"}',
    '{"id":1,"type":7}',
    `{"id":1,"type":"${'x'.repeat(65)}"}`,
    "{'id':1,'type':'clock.read'}",
    '{"id":1,"type":"clock.read"}{"id":2,"type":"clock.read"}',
    '\ufeff{"id":1,"type":"clock.read"}',
  ])('SES-3 %j is no request', (text) => {
    expect(read(text)).toEqual({ kind: 'bad' });
  });

  test('SES-3 a good request in a binary frame is none', () => {
    expect(read('{"id":1,"type":"clock.read"}', true)).toEqual({ kind: 'bad' });
  });

  test('SES-3 depth is counted outside of strings only', () => {
    const at = (body: string) => read(`{"id":1,"type":"clock.read","body":${body}}`).kind;
    expect(at(nested(limits.maxJsonDepth - 1))).toBe('request');
    expect(at(nested(limits.maxJsonDepth))).toBe('bad');
    expect(at(JSON.stringify(nested(1000)))).toBe('request');
    expect(at(`"\\"${'['.repeat(100)}"`)).toBe('request');
    expect(at(`"\\\\",${nested(100)}`)).toBe('bad');
    expect(at(`[${'[],'.repeat(500)}[]]`)).toBe('request');
  });

  test('SES-3 the deepest frame that fits costs no stack', () => {
    expect(read('['.repeat(limits.maxFrameBytes))).toEqual({ kind: 'bad' });
  });
});
