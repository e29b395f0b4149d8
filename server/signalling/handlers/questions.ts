// Asking, joining in and answering. Everyone hears of it by the same `question.changed`. Rules: QNA-1 … QNA-9.
import type { RequestBody } from '../../../shared/requests.ts';
import * as viewers from '../../identity/viewers.ts';
import { AppError } from '../../errors.ts';
import type { QuestionId, ShowId } from '../../ids.ts';
import * as questions from '../../rooms/questions.ts';
import * as shows from '../../rooms/shows.ts';
import * as idempotency from '../../shop/idempotency.ts';
import type { JoinedMember, Session } from '../session.ts';
import { actorOf } from './chat.ts';

const idOf = ({ questionId }: { questionId: string }) => questionId as QuestionId;

export const ask = async (
  member: JoinedMember,
  { key, ...wish }: RequestBody<'question.ask'>,
  { services }: Session,
) => {
  const { room, deviceId, network } = member;
  const said = room.pace.admit(member, key, wish.text, `question ${wish.productId ?? ''}`);
  const reply = await services.db.write((tx) => {
    const now = services.clock.now();
    return idempotency.once(tx, deviceId, key, { type: 'question.ask', ...wish }, now, () => {
      const nickname = viewers.nicknameOf(tx, deviceId);
      return { question: questions.ask(tx, { roomId: room.id, deviceId, network, nickname }, wish, now) };
    });
  });
  said();
  return reply;
};

export const meToo = async (
  { room, deviceId }: JoinedMember,
  body: RequestBody<'question.meToo'>,
  { services: { db, clock } }: Session,
) => ({ question: await db.write((tx) => questions.joinIn(tx, room.id, idOf(body), deviceId, clock.now())) });

export const withdraw = async (
  { room, deviceId }: JoinedMember,
  body: RequestBody<'question.withdraw'>,
  { services: { db, clock } }: Session,
) => ({
  question: await db.write((tx) => questions.withdraw(tx, room.id, idOf(body), deviceId, clock.now())),
});

export const move = async (
  member: JoinedMember,
  body: RequestBody<'question.move'>,
  { services: { db } }: Session,
) => {
  const { room } = member;
  const by = { actor: actorOf(member) };
  return {
    question: await db.write((tx) => questions.move(tx, room.id, idOf(body), body.to, room.moment, by)),
  };
};

export const takeNext = async ({ room }: JoinedMember, _body: object, { services: { db } }: Session) => ({
  question: await db.write((tx) => {
    const show = shows.latest(tx, room.id);
    if (!show || show.state === 'ended') throw new AppError('show_not_live');
    return questions.takeNext(tx, room.id, show.id as ShowId, room.moment);
  }),
});

export const reply = async (
  { room }: JoinedMember,
  body: RequestBody<'question.reply'>,
  { services: { db } }: Session,
) => ({ question: await db.write((tx) => questions.reply(tx, room.id, idOf(body), body, room.moment)) });

export const merge = async (
  { room }: JoinedMember,
  body: RequestBody<'question.merge'>,
  { services: { db, clock } }: Session,
) => ({
  question: await db.write((tx) =>
    questions.merge(tx, room.id, idOf(body), body.into as QuestionId, clock.now()),
  ),
});
