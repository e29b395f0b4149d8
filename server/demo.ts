// The demo shop that an empty data folder starts with, so that the first minute shows a room and not an empty list.
import type { Tx } from './db/open.ts';
import * as shows from './rooms/shows.ts';

export const demoRoom = { slug: 'demo', name: 'Bottega Sole' };

/** Makes the demo room when there is no room at all. */
export const furnish = (tx: Tx, now: number): void => {
  if (shows.listRooms(tx).length === 0) shows.createRoom(tx, demoRoom.slug, demoRoom.name, now);
};
