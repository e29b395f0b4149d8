// Reads one incoming frame. The depth is counted before parsing: a deeply nested body costs nothing but its bytes.
// Rules: SES-3.
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import { requests, type RequestType } from '../../shared/requests.ts';

// Here and not in shared/protocol.ts, which every page loads: no page needs valibot for it.
const requestFrame = v.object({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  type: v.pipe(v.string(), v.maxLength(64)),
  body: v.optional(v.unknown(), {}),
});

export type Incoming =
  | { kind: 'request'; id: number; type: RequestType; body: unknown }
  | { kind: 'unknown'; id: number; type: string }
  | { kind: 'bad' };

const tooDeep = (text: string): boolean => {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i += 1;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      depth += 1;
      if (depth > limits.maxJsonDepth) return true;
    } else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return false;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const readFrame = (data: Buffer, isBinary: boolean): Incoming => {
  if (isBinary) return { kind: 'bad' };
  const text = data.toString('utf8');
  if (tooDeep(text)) return { kind: 'bad' };
  const frame = v.safeParse(requestFrame, parse(text));
  if (!frame.success) return { kind: 'bad' };
  const { id, type, body } = frame.output;
  if (!Object.hasOwn(requests, type)) return { kind: 'unknown', id, type };
  return { kind: 'request', id, type: type as RequestType, body };
};
