// Going live, pausing and ending. Everyone, the host too, hears of it by the same `show.changed`.
import type { JoinedMember } from '../session.ts';

export const start = async ({ room }: JoinedMember) => ({ show: await room.startShow() });

export const pause = async ({ room }: JoinedMember) => ({ show: await room.pauseShow() });

export const end = async ({ room }: JoinedMember) => ({ show: await room.endShow() });
