// `npm run bench:spam`: one person's attempt to flood a room, against a real server, and a helper who bans from the line as fast
// as people do. One network, many tabs, many names, look-alike letters, links, repeated and ever new words. Prints what got
// through, by which way, and how long the bans held. Measures; asserts nothing.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Db } from '../../server/db/open.ts';
import { knownToken } from '../helpers/known.ts';
import { UsageError, whole } from './args.ts';
import { Caller } from './caller.ts';
import { withChildren } from './children.ts';
import { table } from './numbers.ts';
import { spamText, spamWays, type SpamWay } from './spam-texts.ts';
import { removeFolders, startServer, tempFolder, type Server } from './server.ts';

const usage =
  'Use: npm run bench:spam -- [--messages 1…5000] [--seconds 5…600] [--tabs 1…150] [--ban-after 0…60, 0: nobody bans]';
const room = 'demo';
const rules = { slowSeconds: 5, links: false, words: ['scam', 'viagra', 'truffa'] };
const chat = [
  'What a nice colour',
  'Good evening from Turin',
  'I have the blue one',
  'It runs large for me',
  'Ciao a tutti',
];
const spammer = '127.0.0.66';
const elsewhere = '127.0.0.1';

type Args = { messages: number; seconds: number; tabs: number; banAfterMs: number };
type Fate = { tried: number; heard: number; answers: Map<string, number> };

const signIn = async ({ url, ownerInvite }: Server): Promise<string> => {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invite: ownerInvite }),
  });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
};

const setRules = (url: string, cookie: string): Promise<Response> =>
  fetch(`${url}/api/rooms/${room}/rules`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(rules),
  });

/** Bans whoever wrote what is spam, one person at a time, some seconds after it was read. */
const watchOver = async (url: string, cookie: string, isSpam: (text: string) => boolean, afterMs: number) => {
  const unread: string[] = [];
  const bannedAt: number[] = [];
  const helper = await Caller.open({
    url,
    cookie,
    onEvent: (event) => {
      if (event.type === 'chat.said' && isSpam(event.body.message.text)) unread.push(event.body.message.id);
    },
  });
  await helper.hello({ room, page: 'studio', media: false });
  const end = new AbortController();
  const work = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await pause(afterMs);
      // The newest line is the one under the finger.
      const subjectId = unread.pop();
      if (!subjectId) continue;
      unread.length = 0;
      await helper.request('moderation.ban', { subjectId, hours: 24, reason: 'spam' });
      bannedAt.push(performance.now());
    }
  };
  const working = afterMs > 0 ? work() : Promise.resolve();
  return { bannedAt, stop: async () => (end.abort(), await working, helper.close()) };
};

type Tab = { caller: Caller; name: string };

/** A new identity each time: a tab with cleared storage. Null: kept out. */
const openTab = async (url: string, at: number, doors: Map<string, number>): Promise<Tab | null> => {
  try {
    const caller = await Caller.open({ url, localAddress: spammer });
    await caller.hello({ room, page: 'room', media: false });
    const name = ['Giulia', 'Host', 'Gіulіа', 'Staff', `Nice ${at}`, `Lola ${at}`][at % 6] ?? '';
    const named = await outcome(caller.request('viewer.rename', { nickname: name }));
    count(doors, `name: ${named}`);
    count(doors, 'in');
    return { caller, name };
  } catch (error) {
    count(doors, codeOf(error));
    return null;
  }
};

const codeOf = (error: unknown): string => (error as Error).message.split(' ')[0] ?? '';
const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'ok', codeOf);
const count = (of: Map<string, number>, what: string): void => void of.set(what, (of.get(what) ?? 0) + 1);

const flood = async (url: string, { messages, seconds, tabs: most }: Args, fates: Map<SpamWay, Fate>) => {
  const tabs: Tab[] = [];
  const doors = new Map<string, number>();
  const everyMs = (seconds * 1000) / messages;
  const sending: Promise<void>[] = [];
  for (let n = 0; n < messages; n += 1) {
    // Five at first; then a new one for every tenth message, and for one that was closed.
    if (tabs.length < Math.min(most, 5 + n / 10)) {
      const tab = await openTab(url, n, doors);
      if (tab) tabs.push(tab);
    }
    const way = spamWays[n % spamWays.length] as SpamWay;
    const fate = fates.get(way) as Fate;
    fate.tried += 1;
    const tab = tabs[n % Math.max(1, tabs.length)];
    if (!tab) count(fate.answers, 'no tab left');
    else {
      const said = tab.caller.request('chat.say', {
        key: randomUUID(),
        text: spamText(way, n),
        replyTo: null,
      });
      const answered = said.then(
        ({ waits }) => count(fate.answers, waits ? 'waits for the staff' : 'ok'),
        (error: unknown) => {
          const code = codeOf(error);
          if (code === 'the') tabs.splice(tabs.indexOf(tab), 1);
          count(fate.answers, code === 'the' ? 'thrown out' : code);
        },
      );
      sending.push(answered);
    }
    await pause(everyMs);
  }
  await Promise.all(sending);
  tabs.forEach(({ caller }) => caller.close());
  return doors;
};

const listed = (of: Map<string, number>): string =>
  [...of]
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, times]) => `${what} ${times}`)
    .join(', ');

const run = async (args: Args): Promise<void> => {
  const dataDir = tempFolder();
  const db = new Db(join(dataDir, 'vetrina.db'));
  const known = await knownToken(db);
  db.close();
  const server = await startServer({ cores: null, workers: 1, dataDir });
  const { url } = server;
  const cookie = await signIn(server);
  await setRules(url, cookie);
  const fates = new Map<SpamWay, Fate>(
    spamWays.map((way) => [way, { tried: 0, heard: 0, answers: new Map() }]),
  );
  const heardAt: number[] = [];
  const wayOf = (text: string): SpamWay | undefined => {
    for (let n = 0; n < args.messages; n += 1) {
      const way = spamWays[n % spamWays.length] as SpamWay;
      if (spamText(way, n) === text) return way;
    }
    return undefined;
  };
  // Somebody who only watches, from another network; and a neighbour of the spammer's, who was there before and writes on.
  const viewer = await Caller.open({
    url,
    localAddress: elsewhere,
    onEvent: (event) => {
      const way = event.type === 'chat.said' ? wayOf(event.body.message.text) : undefined;
      if (!way) return;
      heardAt.push(performance.now());
      (fates.get(way) as Fate).heard += 1;
    },
  });
  await viewer.hello({ room, page: 'room', media: false });
  const neighbour = await Caller.open({ url, localAddress: spammer });
  const { token } = await neighbour.hello({ room, page: 'room', media: false, token: known });
  const neighbourSaid = new Map<string, number>();
  let said = 0;
  const talk = setInterval(() => {
    const text = chat[(said += 1) % chat.length] ?? '';
    void neighbour
      .request('chat.say', { key: randomUUID(), text, replyTo: null })
      .then(({ waits }) => (waits ? 'waits for the staff' : 'ok'), codeOf)
      .then((what) => count(neighbourSaid, what));
  }, 6000);
  const helper = await watchOver(url, cookie, (text) => wayOf(text) !== undefined, args.banAfterMs);
  const startedAt = performance.now();
  const doors = await flood(url, args, fates);
  clearInterval(talk);
  await pause(500);
  const back = await Caller.open({ url, localAddress: spammer });
  const neighbourBack = await outcome(back.hello({ room, page: 'room', media: false, token }));
  const stranger = await Caller.open({ url, localAddress: spammer });
  const newcomer = await outcome(stranger.hello({ room, page: 'room', media: false }));
  await helper.stop();
  print(args, fates, heardAt, helper.bannedAt, startedAt);
  console.log(`doors: ${listed(doors)}`);
  console.log(`the neighbour's messages: ${listed(neighbourSaid)}; back after a reload: ${neighbourBack}`);
  console.log(`a new tab of that network at the end: ${newcomer}`);
  for (const caller of [viewer, neighbour, back, stranger]) caller.close();
  await server.stop();
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const print = (
  args: Args,
  fates: Map<SpamWay, Fate>,
  heardAt: number[],
  bannedAt: number[],
  startedAt: number,
) => {
  const rows = [...fates].map(([way, { tried, heard, answers }]) => [
    way,
    String(tried),
    String(heard),
    listed(answers),
  ]);
  console.log(`\n${table('what came of it', [['way', 'sent', 'read by others', 'answers'], ...rows])}`);
  console.log(`${heardAt.length} of ${args.messages} messages were read by others`);
  const [first] = bannedAt;
  if (first === undefined) return console.log('nobody was banned');
  const after = heardAt.filter((at) => at > first);
  console.log(
    `${bannedAt.length} bans, the first ${seconds(first - startedAt)} after the start; read after it: ${after.length}` +
      (after.length > 0 ? `, the last ${seconds((after.at(-1) as number) - first)} later` : ''),
  );
};

try {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: {
      messages: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '60' },
      tabs: { type: 'string', default: '100' },
      'ban-after': { type: 'string', default: '4' },
    },
  });
  const args = {
    messages: whole('messages', values.messages, 1, 5000),
    seconds: whole('seconds', values.seconds, 5, 600),
    tabs: whole('tabs', values.tabs, 1, 150),
    banAfterMs: whole('ban-after', values['ban-after'], 0, 60) * 1000,
  };
  await withChildren(() => run(args), removeFolders);
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error);
  process.exitCode = 1;
}
