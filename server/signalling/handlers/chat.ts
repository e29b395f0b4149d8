// Writing, hearts, and what the staff does from the line itself. Rules: CHT-1 … CHT-5, MOD-1 … MOD-9.
import type { RequestBody } from '../../../shared/requests.ts';
import type { Tx } from '../../db/open.ts';
import type { MessageId, QuestionId } from '../../ids.ts';
import * as viewers from '../../identity/viewers.ts';
import * as chat from '../../rooms/chat.ts';
import * as audit from '../../rooms/audit.ts';
import * as moderation from '../../rooms/moderation.ts';
import * as questions from '../../rooms/questions.ts';
import * as idempotency from '../../shop/idempotency.ts';
import type { JoinedMember, Session } from '../session.ts';

/** As the log names a person of the staff. */
export const actorOf = ({ staffName }: JoinedMember): string => `staff:${staffName ?? ''}`;

export const say = async (
  member: JoinedMember,
  { key, ...words }: RequestBody<'chat.say'>,
  { services: { db, clock } }: Session,
) => {
  const { room, deviceId, network, staffId, staffName, role } = member;
  const said = room.pace.admit(member, key, words.text);
  const reply = await db.write((tx) => {
    const now = clock.now();
    return idempotency.once(tx, deviceId, key, { type: 'chat.say', ...words }, now, () => {
      const nickname = staffName ?? viewers.nicknameOf(tx, deviceId);
      return chat.say(tx, { roomId: room.id, deviceId, network, staffId, nickname, role }, words, now);
    });
  });
  said();
  return reply;
};

export const heart = ({ room }: JoinedMember, { count }: RequestBody<'chat.heart'>) => {
  room.addHearts(count);
  return {};
};

export const pin = async (
  member: JoinedMember,
  { messageId }: RequestBody<'chat.pin'>,
  { services: { db, clock } }: Session,
) => ({
  message: await db.write((tx) =>
    chat.pin(tx, member.room.id, messageId as MessageId | null, actorOf(member), clock.now()),
  ),
});

export const approve = async (
  member: JoinedMember,
  { messageId }: RequestBody<'chat.approve'>,
  { services: { db, clock } }: Session,
) => ({
  message: await db.write((tx) =>
    chat.approve(tx, member.room.id, messageId as MessageId, actorOf(member), clock.now()),
  ),
});

export const remove = async (
  member: JoinedMember,
  { subjectId, reason = '' }: RequestBody<'moderation.remove'>,
  { services: { db, clock } }: Session,
) => {
  const { room } = member;
  const by = { actor: actorOf(member), reason };
  await db.write((tx) => {
    if (subjectId.startsWith('message_')) chat.remove(tx, room.id, subjectId as MessageId, by, clock.now());
    else questions.move(tx, room.id, subjectId as QuestionId, 'dismissed', room.moment, by);
  });
  return {};
};

const sentenced = (
  tx: Tx,
  member: JoinedMember,
  sentence: Omit<moderation.Sentence, 'until'> & { ms: number },
  now: number,
) => {
  const { ms, ...rest } = sentence;
  return moderation.sanction(tx, member.room.id, { ...rest, until: now + ms }, actorOf(member), now);
};

export const mute = async (
  member: JoinedMember,
  { subjectId, minutes, reason }: RequestBody<'moderation.mute'>,
  { services: { db, clock } }: Session,
) => {
  const ms = minutes * 60_000;
  await db.write((tx) =>
    sentenced(tx, member, { kind: 'mute', subjectId, reason, network: null, ms }, clock.now()),
  );
  return {};
};

export const ban = async (
  member: JoinedMember,
  { subjectId, hours, reason }: RequestBody<'moderation.ban'>,
  { services: { db, clock } }: Session,
) => {
  const { room } = member;
  const ms = hours * 60 * 60_000;
  const deviceId = await db.write((tx) => {
    const sender = audit.senderOf(tx, room.id, subjectId);
    // Where it is connected from now; who has left already is known by the identity alone.
    const network = [...room.pagesOf(sender.deviceId)].map((page) => page.network)[0] ?? null;
    return sentenced(tx, member, { kind: 'ban', subjectId, reason, network, ms }, clock.now());
  });
  room.ban(deviceId);
  return {};
};

export const report = async (
  { room, deviceId }: JoinedMember,
  { subjectId, reason }: RequestBody<'moderation.report'>,
  { services: { db, clock } }: Session,
) => {
  const sender = { roomId: room.id, deviceId };
  await db.write((tx) => moderation.report(tx, sender, subjectId, reason, clock.now()));
  return {};
};
