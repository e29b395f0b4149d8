// A host in the studio, for tests that need a show but no media flowing: its producer is real, its transport never connects.
import type { StaffRole } from '../../shared/model.ts';
import type { TestApp } from './app.ts';
import { TestClient } from './client.ts';
import { sendParameters } from './media.ts';

/** `token`: the device that an earlier welcome named. */
export type StudioOptions = { role?: StaffRole; room?: string; cookie?: string; token?: string };

export const openStudio = async (
  app: TestApp,
  options: StudioOptions = {},
): Promise<TestClient & { token: string }> => {
  const { role = 'host', room = 'demo', token } = options;
  const cookie = options.cookie ?? (await app.cookieFor(role, room));
  const client = await TestClient.connect({ url: app.url, cookie });
  const welcome = await client.hello({ room, page: 'studio', ...(token && { token }) });
  return Object.assign(client, { token: welcome.token });
};

/** Puts a picture on the stage; gives the producer's id. Rejects with Refused. */
export const sendPicture = async (client: TestClient, take = false): Promise<string> => {
  const { transport } = await client.request('media.open', { direction: 'send' });
  const { producerId } = await client.request('media.produce', {
    transportId: transport.id,
    kind: 'video',
    rtpParameters: sendParameters('video', '0'),
    take,
  });
  return producerId;
};

export const goLive = async (app: TestApp, options: StudioOptions = {}) => {
  const client = await openStudio(app, options);
  const producerId = await sendPicture(client);
  const { show } = await client.request('show.start', {});
  return { client, producerId, show };
};
