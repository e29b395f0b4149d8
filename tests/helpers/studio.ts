// A host in the studio, for tests that need a show but no media flowing: its producer is real, its transport never connects.
import type { StaffRole } from '../../shared/model.ts';
import type { TestApp } from './app.ts';
import { TestClient } from './client.ts';
import { sendParameters } from './media.ts';

export type StudioOptions = { role?: StaffRole; room?: string; cookie?: string };

export const openStudio = async (app: TestApp, options: StudioOptions = {}): Promise<TestClient> => {
  const { role = 'host', room = 'demo' } = options;
  const cookie = options.cookie ?? (await app.cookieFor(role, room));
  const client = await TestClient.connect({ url: app.url, cookie });
  await client.hello({ room, page: 'studio' });
  return client;
};

/** Puts a picture on the stage; gives the producer's id. Rejects with Refused. */
export const sendPicture = async (client: TestClient): Promise<string> => {
  const { transport } = await client.request('media.open', { direction: 'send' });
  const { producerId } = await client.request('media.produce', {
    transportId: transport.id,
    kind: 'video',
    rtpParameters: sendParameters('video', '0'),
  });
  return producerId;
};

export const goLive = async (app: TestApp, options: StudioOptions = {}) => {
  const client = await openStudio(app, options);
  const producerId = await sendPicture(client);
  const { show } = await client.request('show.start', {});
  return { client, producerId, show };
};
