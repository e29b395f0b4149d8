// `npm run load`: a real server in a process of its own, a publisher, and as many real receiving WebRTC viewers as asked,
// on cores apart where that can be had; and a crowd of sockets that talk. Prints what joining and watching cost; asserts
// nothing. 127.0.0.1 only. `--peer janus`: the same load on Debian's Janus in the same run, and the ratios.
import { once } from 'node:events';
import { freePorts } from '../helpers/ports.ts';
import { readArgs, usage, UsageError, type LoadArgs } from './args.ts';
import { pinSelf, placesApart, startNode, withChildren, type Places } from './children.ts';
import { Audience } from './audience.ts';
import { closeBrowsers, openBrowser } from './chromium.ts';
import { Crowd } from './crowd.ts';
import { startJanus } from './janus.ts';
import { publishToJanus } from './janus-peer.ts';
import { makeAddress, whyNoJanus } from './janus-set-up.ts';
import { measure } from './load-measure.ts';
import { enterNamespace } from './networks-set-up.ts';
import { machine } from './proc.ts';
import { openProbes } from './probes.ts';
import { publishFromChromium, publishSynthetic, ssrcOf, streaming } from './publisher.ts';
import { print, printRatios, ratios, summarise, type Measured } from './report.ts';
import { removeFolders, startServer, tempFolder } from './server.ts';
import { storm } from './storm.ts';
import { tellJson } from './tell-json.ts';
import type { Place } from './viewers.ts';
import { during, openWatchers } from './watchers.ts';

const room = 'demo';

const crowdAt = (place: Place, places: Places, { viewers }: LoadArgs): Crowd => {
  const processes = Math.min(places.load?.length ?? 1, Math.ceil(viewers / 50));
  return new Crowd({ place, cores: places.load, processes });
};

const throughShop = async (args: LoadArgs, places: Places): Promise<Measured> => {
  const workers = args.workers ?? places.server?.length ?? machine().cores;
  const server = await startServer({ cores: places.server, workers, dataDir: tempFolder() });
  const publisher =
    args.publisher === 'chromium'
      ? await publishFromChromium(server, room)
      : await publishSynthetic(server, room, args.layers);
  const probes = await openProbes(server.url, room);
  const { transportCc } = args;
  const crowd = crowdAt({ sfu: 'vetrina', url: server.url, room, transportCc }, places, args);
  const audience =
    args.crowd &&
    new Audience({ url: server.url, room, cores: places.load, args: args.crowd, cookie: publisher.cookie });
  const { pid } = server;
  const scene = { args, places, pid, workers, crowd, audience, publisher, probes };
  const pages =
    args.decoders > 0 ? await openWatchers(await openBrowser(), server.url, room, args.decoders) : [];
  const { result, seen } = await during(pages, () => measure(scene));
  const measured = { ...result, decoded: seen };
  probes.close();
  publisher.close();
  await Promise.all([crowd.stop(), audience?.stop()]);
  await server.stop();
  return measured;
};

const throughJanus = async (args: LoadArgs, places: Places): Promise<Measured> => {
  const janus = await startJanus(places.server, await freePorts());
  const sender = await publishToJanus(janus.url, ssrcOf(0));
  const publisher = streaming(sender, 1);
  const crowd = crowdAt({ sfu: 'janus', url: janus.url, feed: sender.feed }, places, args);
  const scene = { args, places, pid: janus.pid, workers: 0, crowd, audience: null, publisher, probes: null };
  const measured = await measure(scene);
  publisher.close();
  sender.close();
  await crowd.stop();
  await janus.stop();
  return measured;
};

/** Glass to glass in real Chromium, with so many others there: a bench of its own. */
const besidePeers = async ({ viewers, json }: LoadArgs): Promise<void> => {
  const bench = startNode(
    'tests/load/first-frame.ts',
    ['--attached', String(viewers), ...(json ? ['--json', json] : [])],
    { cores: null, stdio: 'inherit' },
  );
  const [code] = (await once(bench, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the bench of first frames ended with ${code}`);
};

const run = async (args: LoadArgs): Promise<void> => {
  if (args.storm > 0) return tellJson(await storm(args.storm), args.json);
  if (args.peer === 'p2p') return besidePeers(args);
  const places = placesApart();
  pinSelf(places.load);
  if (args.peer === 'janus') makeAddress();
  const report = summarise(await throughShop(args, places));
  console.log(`${print(report)}\n`);
  if (args.peer !== 'janus') return tellJson(report, args.json);
  const peer = summarise(await throughJanus(args, places));
  console.log(`── the same on Janus, event_loops = 1\n\n${print(peer)}\n`);
  const compared = ratios(report, peer);
  console.log(`${printRatios(compared)}\n`);
  tellJson({ ...report, janus: peer, ratios: compared }, args.json);
};

try {
  const args = readArgs(process.argv.slice(2));
  const outside = args.peer === 'janus' && !args.inside;
  const reason = outside ? await whyNoJanus() : null;
  if (reason) throw new UsageError(reason);
  if (outside) enterNamespace();
  await withChildren(
    () => run(args),
    async () => {
      await closeBrowsers();
      removeFolders();
    },
  );
  process.exit(0); // libdatachannel's threads would keep the process
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error);
  process.exit(1);
}
