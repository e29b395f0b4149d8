// A device that the shop has known for long: those of the last minutes share a pace in their network (server/rooms/pace.ts).
import type { Db } from '../../server/db/open.ts';
import { newId, type DeviceId } from '../../server/ids.ts';
import * as viewers from '../../server/identity/viewers.ts';

/** The time in its id is none. */
export const knownToken = async (db: Db): Promise<string> => {
  const key = await db.write((tx) => viewers.signingKey(tx));
  return viewers.issueToken(key, newId('device').replace(/_.{9}/, '_000000000') as DeviceId);
};
