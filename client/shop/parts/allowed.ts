// What the back office offers to whom. The server decides again on every request; this only hides what it would refuse.
// Rules: BOF-12.
import type { RoomRow, StaffMember } from '../../lib/api.ts';
import { roleAtLeast, type StaffRole } from '../../../shared/model.ts';
import { pages, type PageName } from './address.ts';

const least = {
  /** Products, prices, images, import; line-ups. */
  changeProducts: 'host',
  changeStock: 'helper',
  handleReservations: 'helper',
  /** Slow mode, words, links, approval. Reading them and lifting a mute is every helper's. */
  changeRules: 'host',
  /** Keys for OBS and the like, in the rooms where they work. */
  makeKeys: 'host',
  /** Rooms, settings, people. */
  runShop: 'owner',
} as const satisfies Record<string, StaffRole>;
export type Deed = keyof typeof least;

export const may = ({ role }: Pick<StaffMember, 'role'>, deed: Deed): boolean =>
  roleAtLeast(role, least[deed]);

export const pagesFor = (me: Pick<StaffMember, 'role'>): PageName[] =>
  may(me, 'runShop') ? [...pages] : pages.filter((page) => page !== 'settings');

/** The rooms that `me` works in. */
export const roomsFor = (me: Pick<StaffMember, 'role' | 'room'>, rooms: RoomRow[]): RoomRow[] =>
  rooms.filter(({ slug }) => me.room === null || me.room === slug);
