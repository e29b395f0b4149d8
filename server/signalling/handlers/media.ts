// The member's own transports, producers and consumers; the room decides who may produce.
import type { RequestBody } from '../../../shared/requests.ts';
import { AppError } from '../../errors.ts';
import type { JoinedMember, Session } from '../session.ts';

export const open = async (
  member: JoinedMember,
  { direction, slow }: RequestBody<'media.open'>,
  session: Session,
) => {
  const isDesk = member.page === 'studio';
  // A desk receives for the photos of an encoder's picture: one for all whom the line has none left for.
  const may = direction === 'send' ? isDesk : !isDesk || member.room.sentByEncoder;
  if (!may) throw new AppError('not_allowed', { direction });
  const opened = await member.endpoint.open(direction, { slow, uncounted: isDesk });
  return { ...opened, iceServers: session.iceServers(member) };
};

export const connect = async ({ endpoint }: JoinedMember, body: RequestBody<'media.connect'>) => {
  await endpoint.connect(body.transportId, body.dtlsParameters);
  return {};
};

export const restartIce = async (
  member: JoinedMember,
  body: RequestBody<'media.restartIce'>,
  session: Session,
) => ({
  iceParameters: await member.endpoint.restartIce(body.transportId),
  iceServers: session.iceServers(member),
});

export const watch = async ({ endpoint }: JoinedMember, body: RequestBody<'media.watch'>) => ({
  consumers: await endpoint.watch(body.rtpCapabilities),
});

export const resume = async ({ endpoint }: JoinedMember, body: RequestBody<'media.resume'>) => {
  await endpoint.resume(body.consumerIds);
  return {};
};

export const pause = async ({ endpoint }: JoinedMember, body: RequestBody<'media.pause'>) => {
  await endpoint.pause(body.consumerIds);
  return {};
};

export const limitLayers = async ({ endpoint }: JoinedMember, body: RequestBody<'media.limitLayers'>) => {
  await endpoint.limitLayers(body.consumerId, body.spatialLayer);
  return {};
};

export const produce = async (member: JoinedMember, body: RequestBody<'media.produce'>) => ({
  producerId: await member.room.produce(member, body.transportId, body.kind, body.rtpParameters, body.take),
});

export const sends = ({ endpoint }: JoinedMember, body: RequestBody<'media.sends'>) => {
  endpoint.sendsUpTo(body.producerId, body.spatialLayer);
  return {};
};

export const closeProducer = ({ endpoint }: JoinedMember, body: RequestBody<'media.closeProducer'>) => {
  endpoint.closeProducer(body.producerId);
  return {};
};

export const reportTiming = (member: JoinedMember, timing: RequestBody<'media.reportTiming'>) => {
  member.room.reportTiming(member, timing);
  return {};
};

export const check = async ({ room }: JoinedMember) => ({ arriving: await room.stage.arriving() });

export const recovered = (
  { page }: JoinedMember,
  { step, frozenMs }: RequestBody<'media.recovered'>,
  { services }: Session,
) => {
  services.metrics.recovered(page === 'studio' ? 'host' : 'viewer', step, frozenMs);
  return {};
};

export const path = (member: JoinedMember, body: RequestBody<'media.path'>, { services }: Session) => {
  services.paths.tell(member, body.path);
  return {};
};

export const wantStill = (member: JoinedMember, { wanted }: RequestBody<'still.want'>) => ({
  key: member.room.stills.want(member, wanted),
});
