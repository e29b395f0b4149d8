// Hello, the clock and nicknames.
import type { Welcome } from '../../../shared/model.ts';
import type { RequestBody } from '../../../shared/requests.ts';
import * as viewers from '../../identity/viewers.ts';
import * as identityBlock from '../../shop/identity-block.ts';
import type { JoinedMember, Session } from '../session.ts';

export const hello = (session: Session, body: RequestBody<'session.hello'>): Promise<Welcome> =>
  session.join(body);

export const readClock = (_member: JoinedMember, _body: object, session: Session) => ({
  serverNow: session.services.clock.now(),
});

export const rename = async (
  member: JoinedMember,
  { nickname }: RequestBody<'viewer.rename'>,
  { services }: Session,
) => {
  const { db, clock } = services;
  return {
    nickname: await db.write((tx) => {
      const ownNames = [identityBlock.read(tx).name, member.room.name].filter(Boolean);
      return viewers.rename(tx, member.deviceId, nickname, clock.now(), ownNames);
    }),
  };
};
