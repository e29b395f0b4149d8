// Which screen the visitor sees: one pure function of socket, network, show and picture, so that every state is drawn
// and none contradicts another. Words are chosen by the screen's name (room.<screen>.title). Rules: SES-50 … SES-52.
import type { ShowView } from '../../shared/model.ts';
import { closeCodes } from '../../shared/protocol.ts';
import type { ConnectionStatus } from '../lib/connection.ts';
import type { PictureState } from '../lib/player.ts';

export type Screen =
  | 'connecting'
  | 'waiting'
  | 'live'
  | 'frozen'
  | 'stalled'
  | 'noPicture'
  | 'photo'
  | 'crowded'
  | 'soundOnly'
  | 'away'
  | 'ended'
  | 'lost'
  | 'offline'
  | 'notFound'
  | 'tooOld'
  | 'replaced'
  | 'banned'
  | 'closed';

/** The contract's `data-state` (CONTRACT.md). */
export type DataState = 'connecting' | 'live' | 'waiting' | 'reconnecting' | 'ended';

const dataStates: Record<Screen, DataState> = {
  connecting: 'connecting',
  waiting: 'waiting',
  live: 'live',
  frozen: 'reconnecting',
  stalled: 'reconnecting',
  noPicture: 'reconnecting',
  photo: 'reconnecting',
  crowded: 'reconnecting',
  soundOnly: 'live',
  away: 'reconnecting',
  ended: 'ended',
  lost: 'reconnecting',
  offline: 'reconnecting',
  notFound: 'ended',
  tooOld: 'ended',
  replaced: 'ended',
  banned: 'ended',
  closed: 'ended',
};

export const dataStateOf = (screen: Screen): DataState => dataStates[screen];

const closedScreens = new Map<number | null, Screen>([
  [closeCodes.not_found, 'notFound'],
  [closeCodes.too_old, 'tooOld'],
  [closeCodes.replaced, 'replaced'],
  [closeCodes.banned, 'banned'],
]);

const hourMs = 60 * 60_000;

/** A show that ended long before the visitor came is no news: for them the room waits for the next one. */
const endedForVisitor = (show: ShowView, arrivedAt: number): boolean =>
  show.state === 'ended' && (show.endedAt ?? 0) > arrivedAt - hourMs;

export type Facts = {
  status: ConnectionStatus;
  closedBy: number | null;
  online: boolean;
  /** Undefined before the first snapshot, null before the room's first show. */
  show: ShowView | null | undefined;
  picture: PictureState;
  /** When the visitor came, by the server's clock. */
  arrivedAt: number;
};

export const screenOf = ({ status, closedBy, online, show, picture, arrivedAt }: Facts): Screen => {
  if (status === 'closed') return closedScreens.get(closedBy) ?? 'closed';
  if (show && endedForVisitor(show, arrivedAt)) return 'ended';
  if (status !== 'open' && !online) return 'offline';
  if (status === 'reconnecting') return 'lost';
  if (status === 'connecting' || show === undefined) return 'connecting';
  if (show === null || show.state === 'ended') return 'waiting';
  if (show.state === 'away') return 'away';
  return onAirScreens[picture];
};

const onAirScreens: Record<PictureState, Screen> = {
  none: 'connecting',
  starting: 'connecting',
  playing: 'live',
  frozen: 'frozen',
  stalled: 'stalled',
  failed: 'noPicture',
  photo: 'photo',
  crowded: 'crowded',
  off: 'soundOnly',
};
