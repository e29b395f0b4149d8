// Who may use the shop's TURN server: credentials of one member, good for some hours, made from the secret that the shop
// shares with it (coturn: use-auth-secret, static-auth-secret). The secret itself never leaves the server. Rules: MED-16.
// Source: https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00 §2.2
import { createHmac } from 'node:crypto';
import { limits } from '../../shared/limits.ts';
import type { IceServer } from '../../shared/media.ts';
import type { Turn } from '../config.ts';

/** None when the shop has no TURN server. */
export const iceServersFor = (turn: Turn | undefined, memberId: string, now: number): IceServer[] => {
  if (!turn) return [];
  const username = `${Math.floor((now + limits.turnCredentialMs) / 1000)}:${memberId}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: turn.urls, username, credential }];
};
