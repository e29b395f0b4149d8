// Every request's handler. The mapped type makes a missing or a misfit handler a compile error.
import type { ReplyBody, RequestBody, RequestType } from '../../../shared/requests.ts';
import type { JoinedMember, Session } from '../session.ts';
import * as chat from './chat.ts';
import * as media from './media.ts';
import * as people from './people.ts';
import * as questions from './questions.ts';
import * as shop from './shop.ts';
import * as show from './show.ts';

/** Handlers of a joined socket get its member; only hello comes before there is one. */
export type Handler<T extends RequestType> = (
  session: Session,
  body: RequestBody<T>,
) => ReplyBody<T> | Promise<ReplyBody<T>>;
export type AnyHandler = (session: Session, body: unknown) => unknown;

const joined =
  <T extends RequestType>(
    handle: (
      member: JoinedMember,
      body: RequestBody<T>,
      session: Session,
    ) => ReplyBody<T> | Promise<ReplyBody<T>>,
  ): Handler<T> =>
  (session, body) => {
    // dispatch let nobody through who is not a member.
    if (!session.member) throw new Error('a handler ran without a member');
    return handle(session.member, body, session);
  };

export const handlers: { [T in RequestType]: Handler<T> } = {
  'session.hello': people.hello,
  'clock.read': joined(people.readClock),
  'viewer.rename': joined(people.rename),
  'media.open': joined(media.open),
  'media.connect': joined(media.connect),
  'media.restartIce': joined(media.restartIce),
  'media.watch': joined(media.watch),
  'media.resume': joined(media.resume),
  'media.pause': joined(media.pause),
  'media.limitLayers': joined(media.limitLayers),
  'media.check': joined(media.check),
  'media.recovered': joined(media.recovered),
  'media.path': joined(media.path),
  'still.want': joined(media.wantStill),
  'media.produce': joined(media.produce),
  'media.sends': joined(media.sends),
  'media.closeProducer': joined(media.closeProducer),
  'media.reportTiming': joined(media.reportTiming),
  'reservation.place': joined(shop.place),
  'reservation.extend': joined(shop.extend),
  'reservation.confirm': joined(shop.confirm),
  'reservation.cancel': joined(shop.cancel),
  'waiting.join': joined(shop.join),
  'waiting.leave': joined(shop.leave),
  'cap.set': joined(shop.setCap),
  'product.pin': joined(shop.pin),
  'question.ask': joined(questions.ask),
  'question.meToo': joined(questions.meToo),
  'question.withdraw': joined(questions.withdraw),
  'question.move': joined(questions.move),
  'question.takeNext': joined(questions.takeNext),
  'question.reply': joined(questions.reply),
  'question.merge': joined(questions.merge),
  'chat.say': joined(chat.say),
  'chat.heart': joined(chat.heart),
  'chat.pin': joined(chat.pin),
  'chat.approve': joined(chat.approve),
  'moderation.remove': joined(chat.remove),
  'moderation.mute': joined(chat.mute),
  'moderation.ban': joined(chat.ban),
  'moderation.report': joined(chat.report),
  'show.start': joined(show.start),
  'show.pause': joined(show.pause),
  'show.end': joined(show.end),
  'stream.examine': joined(show.examine),
};
