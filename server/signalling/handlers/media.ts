// The member's own transports, producers and consumers; the room decides who may produce.
import type { RequestBody } from '../../../shared/requests.ts';
import { AppError } from '../../errors.ts';
import type { JoinedMember } from '../session.ts';

export const open = (member: JoinedMember, { direction }: RequestBody<'media.open'>) => {
  if ((direction === 'send') !== (member.page === 'studio')) throw new AppError('not_allowed', { direction });
  return member.endpoint.open(direction);
};

export const connect = async ({ endpoint }: JoinedMember, body: RequestBody<'media.connect'>) => {
  await endpoint.connect(body.transportId, body.dtlsParameters);
  return {};
};

export const restartIce = async ({ endpoint }: JoinedMember, body: RequestBody<'media.restartIce'>) => ({
  iceParameters: await endpoint.restartIce(body.transportId),
});

export const watch = async ({ endpoint }: JoinedMember, body: RequestBody<'media.watch'>) => ({
  consumers: await endpoint.watch(body.rtpCapabilities),
});

export const resume = async ({ endpoint }: JoinedMember, body: RequestBody<'media.resume'>) => {
  await endpoint.resume(body.consumerIds);
  return {};
};

export const limitLayers = async ({ endpoint }: JoinedMember, body: RequestBody<'media.limitLayers'>) => {
  await endpoint.limitLayers(body.consumerId, body.spatialLayer);
  return {};
};

export const produce = async (member: JoinedMember, body: RequestBody<'media.produce'>) => ({
  producerId: await member.room.produce(member, body.transportId, body.kind, body.rtpParameters, body.take),
});

export const closeProducer = ({ endpoint }: JoinedMember, body: RequestBody<'media.closeProducer'>) => {
  endpoint.closeProducer(body.producerId);
  return {};
};

export const reportTiming = (member: JoinedMember, timing: RequestBody<'media.reportTiming'>) => {
  member.room.reportTiming(member, timing);
  return {};
};
