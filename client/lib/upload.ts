// Sends one file as the body of a POST and tells how far it is; fetch cannot tell that. Same refusals as api.ts.
// Never reads the file and never retries. Rules: API-6.
import { isErrorCode } from '../../shared/errors.ts';
import { ApiError, fallbackCodes, settleWrite, withQuery, writeKeyOf, type Query } from './api.ts';

/** Nothing moved for so long: a phone that lost its network half way through. */
const stalledMs = 60_000;

const bodyOf = (text: string): Record<string, unknown> => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {}; // a proxy's HTML: the status has to do
  }
};

const outcome = <Reply>(request: XMLHttpRequest): Reply => {
  const body = bodyOf(request.responseText);
  if (request.status >= 200 && request.status < 300) return body as Reply;
  const { code, ...details } = body;
  throw new ApiError(isErrorCode(code) ? code : (fallbackCodes[request.status] ?? 'internal'), details);
};

/** `onProgress`: the share that is sent, 0 to 1. */
export const upload = <Reply>(
  to: string,
  file: File,
  query: Query,
  onProgress: (share: number) => void,
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const path = withQuery(to, query);
    const write = `POST ${path} ${file.name} ${file.size} ${file.lastModified}`;
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fail = (code: 'offline' | 'timeout'): void => {
      clearTimeout(timer);
      reject(new ApiError(code));
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        fail('timeout');
        request.abort();
      }, stalledMs);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      wait();
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onerror = () => fail('offline');
    request.onload = () => {
      clearTimeout(timer);
      settleWrite(write, request.status);
      try {
        resolve(outcome<Reply>(request));
      } catch (error) {
        reject(error);
      }
    };
    request.open('POST', `/api${path}`);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.setRequestHeader('idempotency-key', writeKeyOf(write));
    wait();
    request.send(file);
  });
