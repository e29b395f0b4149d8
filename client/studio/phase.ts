// Where the host stands: one word out of the show, the publisher and what the host is just doing. Pure.
// Owns no state; broadcast.ts feeds it and the components draw it. Rules: STU-40 … STU-42, STU-72.
import type { ShowView } from '../../shared/model.ts';
import type { PublisherState } from '../lib/publisher.ts';

/** What this page is just doing by the host's wish (or, for `resuming`, by itself after a reload). */
export type Intent = 'none' | 'starting' | 'resuming' | 'pausing' | 'ending';

export type Phase =
  | 'off'
  | 'starting'
  | 'resuming'
  | 'live'
  /** We send, but without a picture: the camera is gone. */
  | 'pictureless'
  | 'interrupted'
  /** The show is open and nobody sends: the host may return to it. */
  | 'away'
  /** The host's own break, on whichever device. */
  | 'paused'
  /** Somebody else, or another window, sends. */
  | 'elsewhere'
  | 'pausing'
  | 'ending';

export type Circumstances = {
  show: ShowView | null;
  sending: PublisherState;
  connected: boolean;
  hasCamera: boolean;
  intent: Intent;
};

const isRunning = (show: ShowView | null): show is ShowView => show !== null && show.state !== 'ended';

export const phaseOf = ({ show, sending, connected, hasCamera, intent }: Circumstances): Phase => {
  if (intent !== 'none') return intent;
  const ours = sending === 'sending' || sending === 'interrupted' || sending === 'connecting';
  if (!isRunning(show)) return 'off';
  if (!ours) return show.pausedAt ? 'paused' : show.state === 'away' ? 'away' : 'elsewhere';
  if (!connected || sending !== 'sending') return 'interrupted';
  return hasCamera ? 'live' : 'pictureless';
};

/** Whether viewers have, or are promised, this page's picture: leaving the page now would be felt. */
export const isOnAir = (phase: Phase): boolean =>
  phase === 'live' ||
  phase === 'pictureless' ||
  phase === 'interrupted' ||
  phase === 'pausing' ||
  phase === 'ending';

/** Hours, minutes and seconds, always two digits each, so that the clock never changes its width. */
export const clockText = (elapsedMs: number): string => {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${two(hours)}:${two(minutes)}:${two(seconds % 60)}`;
};
