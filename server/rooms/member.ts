// What a room may ask of a client. A WebSocket session implements it, and so do encoders (WHIP) and players (WHEP).
import type { CloseReason } from '../../shared/protocol.ts';
import type { Role } from '../../shared/model.ts';
import type { DeviceId, MemberId, StaffId } from '../ids.ts';
import type { Endpoint } from '../media/endpoint.ts';

export interface Member {
  readonly id: MemberId;
  readonly role: Role;
  /** What it came by: a page of ours, an encoder or a player. */
  readonly page: 'room' | 'studio' | 'whip' | 'whep';
  readonly staffId: StaffId | null;
  /** The person's name, for the staff. */
  readonly staffName: string | null;
  readonly deviceId: DeviceId;
  /** Where it is connected from, for bans. */
  readonly network: string;
  readonly endpoint: Endpoint;
  /** One serialised frame, shared by all who get it. A member that cannot keep up is closed as `too_slow`. */
  send(frame: Buffer): void;
  /** Idempotent; leads to `room.leave`. */
  close(reason: CloseReason): void;
}
