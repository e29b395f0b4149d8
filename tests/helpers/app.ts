// A whole server for one test: real SQLite in a folder of its own, a real mediasoup worker, port 0. Closed and deleted at
// the end of the test.
import { onTestFinished } from 'vitest';
import { startApp, type App } from '../../server/app.ts';
import type { Clock } from '../../server/clock.ts';
import { readConfig } from '../../server/config.ts';
import { demoRoom } from '../../server/demo.ts';
import * as staff from '../../server/identity/staff.ts';
import { openLog, type Log } from '../../server/log.ts';
import * as shows from '../../server/rooms/shows.ts';
import type { StaffRole } from '../../shared/model.ts';
import { tempDir } from './temp-dir.ts';

export type TestApp = App & {
  /** Where it listens, whatever its public URL says. */
  url: string;
  dataDir: string;
  /** The Cookie header of a new person of the staff. */
  cookieFor: (role: StaffRole, room?: string) => Promise<string>;
  /** A one-use invite link. */
  inviteFor: (role: StaffRole, room?: string) => Promise<string>;
  addRoom: (slug: string, name?: string) => Promise<void>;
};

export type TestAppOptions = {
  env?: Record<string, string>;
  clock?: Clock;
  /** Keep to a folder that outlives the server, to start another one on it. */
  dataDir?: string;
  logLevel?: string;
  /** Where its log goes instead. */
  log?: Log;
  routerWeight?: number;
  /** The whole demo shop, its bare room with an empty journal (by default), or nothing. */
  demo?: 'shop' | 'room' | 'none';
};

export const startTestApp = async (options: TestAppOptions = {}): Promise<TestApp> => {
  const dataDir = options.dataDir ?? tempDir();
  const config = readConfig({
    PORT: '0',
    VETRINA_MEDIA_PORT: '0',
    VETRINA_WORKERS: '1',
    VETRINA_DATA_DIR: dataDir,
    VETRINA_DEMO: options.demo === 'shop' ? '1' : '0',
    ...options.env,
  });
  const log = options.log ?? openLog(options.logLevel ?? process.env.TEST_LOG ?? 'silent');
  const app = await startApp({
    config,
    log,
    ...(options.routerWeight !== undefined && { routerWeight: options.routerWeight }),
    ...(options.clock && { clock: options.clock }),
  });
  onTestFinished(() => app.close());
  await app.db.write((tx) => {
    if (options.demo !== 'none' && shows.listRooms(tx).length === 0)
      shows.createRoom(tx, demoRoom.slug, demoRoom.name, 1);
  });
  const now = () => (options.clock ?? Date).now();
  const invite = (role: StaffRole, slug = 'demo') =>
    app.db.write((tx) => {
      const room = shows.findRoom(tx, slug);
      if (!room) throw new Error(`no room ${slug}`);
      return staff.invite(tx, role, room.id, now()).secret;
    });
  return {
    ...app,
    url: `http://127.0.0.1:${app.port}`,
    dataDir,
    inviteFor: async (role, slug) => `${app.publicUrl}/sign-in#invite=${await invite(role, slug)}`,
    cookieFor: async (role, slug) => {
      const secret = await invite(role, slug);
      const { session } = await app.db.write((tx) => staff.accept(tx, secret, now()));
      return `${config.publicUrl.startsWith('https:') ? '__Host-vetrina' : 'vetrina'}=${session}`;
    },
    addRoom: async (slug, name = slug) => {
      await app.db.write((tx) => shows.createRoom(tx, slug, name, now()));
    },
  };
};
