// Bans by network, with clients that come from different addresses: IPv4 by the socket itself, IPv6 by what a trusted proxy says.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { callAs, openScene, say, type Scene } from '../helpers/civil.ts';
import { TestClient, type ClientOptions } from '../helpers/client.ts';

/** Where somebody comes from: a socket's own address, or the one that the proxy at 127.0.0.1 names. */
type From = Pick<ClientOptions, 'localAddress' | 'headers'>;
const via = (address: string): From => ({ headers: { 'x-forwarded-for': address } });
const at = (localAddress: string): From => ({ localAddress });

const enter = async (scene: Scene, from: From, hello: Record<string, unknown> = {}) => {
  const client = await TestClient.connect({ url: scene.shelf.app.url, ...from });
  return { client, welcome: await client.hello(hello) };
};
/** `in`, or the code. */
const tryEntering = async (scene: Scene, from: From, hello: Record<string, unknown> = {}) => {
  const client = await TestClient.connect({ url: scene.shelf.app.url, ...from });
  const outcome = await client.hello(hello).then(
    () => 'in',
    (error: { code: string }) => error.code,
  );
  client.socket.terminate();
  return outcome;
};

const proxied = { env: { VETRINA_TRUST_PROXY: 'loopback' } };
/** Behind the clock of the ids, so that whoever is made from now on is made after the ban. */
const clockOfNow = () => new ManualClock(Date.now() - 1000);
const afterIds = (clock: ManualClock): Promise<void> => {
  clock.sleep(Date.now() - clock.now() + 20);
  return new Promise((resolve) => setTimeout(resolve, 50));
};

const banned = async (clock: ManualClock, home: From, away: From, options = {}) => {
  const scene = await openScene(clock, options);
  const rude = await enter(scene, home);
  const neighbour = await enter(scene, home);
  const message = await say(rude.client, 'Very rude');
  await afterIds(clock);
  const ban = { subjectId: message.id, hours: 1, reason: 'insults' };
  await scene.helper.request('moderation.ban', ban);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const tokens = { rude: rude.welcome.token, neighbour: neighbour.welcome.token };
  return { scene, home, away, tokens, message };
};

describe.each([
  ['IPv4', at('127.0.0.7'), at('127.0.0.8'), {}],
  ['IPv4 behind a proxy', via('203.0.113.7'), via('203.0.113.8'), proxied],
  ['IPv6', via('2001:db8:1:2::7'), via('2001:db8:1:3::7'), proxied],
])('%s', (_kind, home, away, options) => {
  test('MOD-2 as somebody new from the same network: out; who was there before, and another network: in', async () => {
    const { scene, tokens } = await banned(clockOfNow(), home, away, options);
    expect(await tryEntering(scene, home, { token: tokens.rude })).toBe('banned');
    expect(await tryEntering(scene, home)).toBe('banned');
    expect(await tryEntering(scene, away, { token: tokens.rude })).toBe('banned');
    expect(await tryEntering(scene, home, { token: tokens.neighbour })).toBe('in');
    expect(await tryEntering(scene, away)).toBe('in');
  });

  test('MOD-17 lifted, the network and the device are in again at once', async () => {
    const { scene, tokens } = await banned(clockOfNow(), home, away, options);
    const { sanctions } = (await callAs(scene, '/sanctions')) as unknown as { sanctions: { id: string }[] };
    await callAs(scene, `/sanctions/${sanctions[0]!.id}/lift`, 'POST', { reason: 'A misunderstanding' });
    expect(await tryEntering(scene, home)).toBe('in');
    expect(await tryEntering(scene, home, { token: tokens.rude })).toBe('in');
  });

  test('MOD-17 the ban ends with its time', async () => {
    const clock = clockOfNow();
    const { scene, tokens } = await banned(clock, home, away, options);
    clock.sleep(59 * 60_000);
    expect(await tryEntering(scene, home, { token: tokens.rude })).toBe('banned');
    expect(await tryEntering(scene, home)).toBe('banned');
    clock.sleep(60_000);
    expect(await tryEntering(scene, home, { token: tokens.rude })).toBe('in');
    expect(await tryEntering(scene, home)).toBe('in');
  });
});

test('MOD-2 an IPv6 household is its first 64 bits, whatever address a device takes next', async () => {
  const { scene } = await banned(clockOfNow(), via('2001:db8:1:2::7'), via('2001:db8:1:3::7'), proxied);
  for (const next of ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:DB8:1:2::1', '2001:0db8:0001:0002::9'])
    expect([next, await tryEntering(scene, via(next))]).toEqual([next, 'banned']);
});

test('MOD-17 a long ban holds the device, but its network for six hours only', async () => {
  const clock = clockOfNow();
  const scene = await openScene(clock);
  const rude = await enter(scene, at('127.0.0.9'));
  const { id } = await say(rude.client, 'Very rude');
  await afterIds(clock);
  await scene.helper.request('moderation.ban', { subjectId: id, hours: 48, reason: 'insults' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await tryEntering(scene, at('127.0.0.9'))).toBe('banned');
  clock.sleep(6 * 60 * 60_000);
  expect(await tryEntering(scene, at('127.0.0.9'))).toBe('in');
  expect(await tryEntering(scene, at('127.0.0.9'), { token: rude.welcome.token })).toBe('banned');
});

test('MOD-18 MOD-15 what came to the network shortly before a ban waits for the staff; who was there long before does not', async () => {
  const { scene, home, tokens } = await banned(clockOfNow(), at('127.0.0.7'), at('127.0.0.8'));
  const tab = await enter(scene, home, { token: tokens.neighbour });
  const key = '00000000-0000-4000-8000-000000000001';
  expect(await tab.client.request('chat.say', { key, text: 'Me again' })).toMatchObject({ waits: true });
  const asked = { key: `${key}2`, kind: 'question', text: 'Is it linen?' };
  expect((await tab.client.request('question.ask', asked)).question.state).toBe('held');
  const away = await enter(scene, at('127.0.0.8'));
  expect(await away.client.request('chat.say', { key, text: 'Good evening' })).toMatchObject({
    waits: false,
  });

  // Identities go by the real time: for this room it is an hour later than when they were made.
  const later = new ManualClock(Date.now() + 60 * 60_000);
  const calm = await openScene(later);
  const [old, rude] = [await enter(calm, at('127.0.0.9')), await enter(calm, at('127.0.0.9'))];
  const { id } = await say(rude.client, 'Very rude');
  await calm.helper.request('moderation.ban', { subjectId: id, hours: 1, reason: 'insults' });
  expect(await old.client.request('chat.say', { key, text: 'Good evening' })).toMatchObject({ waits: false });
});
