// What keeps a browser from giving camera or microphone, and the way out: errors by their names, in-app browsers by their
// marks, cameras by where they look. Pure, but for reading where we are. Rules: STU-1 … STU-5.
// Source of the error names: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia
import { inAppBrowser } from './in-app.ts';

/** Why a device cannot be had; each has a sentence with a way out (studio words, `studio.trouble.…`). */
export type Trouble =
  'insecure' | 'in_app' | 'unsupported' | 'denied' | 'missing' | 'in_use' | 'unplugged' | 'unknown';

const troubleNames: Record<string, Trouble> = {
  NotAllowedError: 'denied',
  PermissionDeniedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  DevicesNotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'in_use',
  TrackStartError: 'in_use',
  AbortError: 'in_use',
};

export const troubleOf = (error: unknown): Trouble => {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return troubleNames[name] ?? 'unknown';
};

export type Browser = 'safari-ios' | 'safari' | 'firefox' | 'chrome';

/** Only to say where the permission switch is; nothing else depends on it. */
export const browserOf = (userAgent: string): Browser => {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'safari-ios';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  return /Safari\//.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent) ? 'safari' : 'chrome';
};

/** Whether the host looks into this camera as into a mirror: phones say so, computers only by the device's name. */
export const isFrontCamera = ({ facingMode, label }: { facingMode?: string; label: string }): boolean =>
  facingMode ? facingMode === 'user' : /front|facetime|integrated|built-?in|internal/i.test(label);

type Surroundings = { secure: boolean; userAgent: string; hasGetUserMedia: boolean };

/** What forbids a broadcast here before any device is asked for. */
export const obstacleOf = ({ secure, userAgent, hasGetUserMedia }: Surroundings): Trouble | null => {
  if (!secure) return 'insecure';
  if (hasGetUserMedia) return null;
  return inAppBrowser(userAgent) ? 'in_app' : 'unsupported';
};

export const surroundings = (): Surroundings => ({
  secure: globalThis.isSecureContext,
  userAgent: navigator.userAgent,
  hasGetUserMedia: typeof navigator.mediaDevices?.getUserMedia === 'function',
});
