// A room with a helper and two viewers, and what is said and done there, for tests of chat and moderation.
import type { ManualClock } from '../../server/clock.ts';
import type { RoomRules } from '../../shared/moderation.ts';
import type { TestAppOptions } from './app.ts';
import type { TestClient } from './client.ts';
import { newKey, openShelf, type Shelf, type Viewer } from './shelf.ts';
import { openStudio } from './studio.ts';

export type Scene = { shelf: Shelf; helper: TestClient; anna: Viewer; bruno: Viewer; cookie: string };

export const openScene = async (
  clock?: ManualClock,
  options: Omit<TestAppOptions, 'clock'> = {},
): Promise<Scene> => {
  const shelf = await openShelf({ ...options, ...(clock && { clock }) });
  return {
    shelf,
    helper: await openStudio(shelf.app, { role: 'helper' }),
    cookie: await shelf.app.cookieFor('host'),
    anna: await shelf.viewer(),
    bruno: await shelf.viewer(),
  };
};

export const say = (who: TestClient, text: string, rest: Record<string, unknown> = {}) =>
  who.request('chat.say', { key: newKey(), text, ...rest }).then(({ message }) => message);
export const trySaying = (who: TestClient, text: string) => who.outcome('chat.say', { key: newKey(), text });
export const ask = (who: TestClient, text: string, rest: Record<string, unknown> = {}) =>
  who
    .request('question.ask', { key: newKey(), kind: 'question', text, ...rest })
    .then(({ question }) => question);

export const callAs = async (
  { shelf, cookie }: Pick<Scene, 'shelf' | 'cookie'>,
  path: string,
  method = 'GET',
  body?: unknown,
) => {
  const answer = await fetch(`${shelf.app.url}/api/rooms/demo${path}`, {
    method,
    headers: { cookie, origin: shelf.app.url, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, never[]>;
};

export const setRules = (scene: Scene, rules: Partial<RoomRules>) => callAs(scene, '/rules', 'PUT', rules);
