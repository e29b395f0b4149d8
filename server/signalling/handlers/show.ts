// Going live, pausing and ending. Everyone, the host too, hears of it by the same `show.changed`.
import type { RequestBody } from '../../../shared/requests.ts';
import type { JoinedMember } from '../session.ts';

export const start = async ({ room }: JoinedMember) => ({ show: await room.startShow() });

export const pause = async ({ room }: JoinedMember) => ({ show: await room.pauseShow() });

export const end = async ({ room }: JoinedMember) => ({ show: await room.endShow() });

/** What arrives, for whoever helps the host to send it well. */
export const examine = async ({ room }: JoinedMember, { closely }: RequestBody<'stream.examine'>) => ({
  stream: await room.examine(closely),
});
