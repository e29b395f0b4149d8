// `npm run invite -- --room ROOM --role host|helper|owner`: prints one invite link (one use, expires) on standard output,
// and nothing else there. Works beside a running server: SQLite serialises the two. Rules: OPS-35.
import { parseArgs } from 'node:util';
import { staffRoles, type StaffRole } from '../shared/model.ts';
import { inviteLink, knownUrl, openDatabase } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { furnish } from './demo.ts';
import * as staff from './identity/staff.ts';
import * as shows from './rooms/shows.ts';

class UsageError extends Error {}

const usage = 'Use: npm run invite -- --room ROOM --role host|helper|owner';

const readArgs = () => {
  const { values } = parseArgs({
    options: { room: { type: 'string' }, role: { type: 'string', default: 'host' } },
  });
  const role = staffRoles.find((known) => known === values.role);
  if (!role) throw new UsageError(`The role "${values.role}" does not exist. ${usage}`);
  return { role, slug: values.room };
};

const roomFor = (db: ReturnType<typeof openDatabase>, role: StaffRole, slug: string | undefined) => {
  if (role === 'owner') return null;
  if (!slug) throw new UsageError(`Which room? ${usage}`);
  const room = db.read((sql) => shows.findRoom(sql, slug));
  if (room) return room.id;
  const names = db.read((sql) => shows.listRooms(sql)).map((known) => known.slug);
  throw new UsageError(`There is no room "${slug}". There are: ${names.join(', ') || 'none yet'}.`);
};

try {
  const { role, slug } = readArgs();
  const config = readConfig(process.env);
  const db = openDatabase(config);
  if (config.demo) await db.write((tx) => furnish(tx, Date.now(), config.dataDir));
  const roomId = roomFor(db, role, slug);
  const { secret } = await db.write((tx) => staff.invite(tx, role, roomId, Date.now()));
  const url = knownUrl(db, config);
  db.close();
  console.log(inviteLink(url, secret));
} catch (error) {
  const expected =
    error instanceof UsageError ||
    error instanceof ConfigError ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(expected ? (error as Error).message : error);
  process.exitCode = 1;
}
