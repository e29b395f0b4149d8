// `npm run bench:networks`: viewers and hosts on bad networks, in real Chromium and in network namespaces of their own. How
// soon is there a picture, for how long does it stand, is anything lost, and does a good viewer beside it notice? One case:
// `-- --case loss-20 --who viewer`. Prints; only a failure of the bench itself makes it fail.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withChildren } from './children.ts';
import { closeBrowsers } from './chromium.ts';
import { cases } from './networks-cases.ts';
import { measureHost, measureViewer, type Measured } from './networks-measure.ts';
import { enterNamespace, whyNot } from './networks-set-up.ts';
import { openStage, type Stage } from './networks-stage.ts';
import { print, rowOf } from './networks-report.ts';
import { show } from './numbers.ts';
import { loadAverage, machine } from './proc.ts';
import { removeFolders } from './server.ts';

const people = { viewer: measureViewer, host: measureHost };
type Who = keyof typeof people;

/** A case that cannot be measured is said to be so, and the others go on. */
const measureAll = async (stage: Stage, names: string[], who: Who[]): Promise<Measured[]> => {
  const all: Measured[] = [];
  // Viewers first: after a host's case nobody is live.
  const inTurn = (Object.keys(people) as Who[]).filter((person) => who.includes(person));
  for (const person of inTurn) {
    for (const wanted of cases.filter(({ name }) => names.includes(name))) {
      try {
        const measured = await people[person](stage, wanted);
        all.push(measured);
        console.error([rowOf(measured).join('  '), ...measured.differences.slice(0, 5)].join('\n    '));
      } catch (error) {
        console.error(`${person}: ${wanted.words}: not measured.`, error);
        process.exitCode = 1;
      }
    }
  }
  return all;
};

const run = async (names: string[], who: Who[], json: string | undefined): Promise<void> => {
  const facts = machine();
  const before = loadAverage();
  const stage = await openStage();
  const measured = await measureAll(stage, names, who);
  await stage.close();
  const report = { machine: facts, loadAverage: { before, after: loadAverage() }, cases: measured };
  const text = JSON.stringify(report, null, 2);
  console.log(
    `${facts.cpu}, ${facts.cores} cores, Linux ${facts.kernel}; load average ${show(before)} → ${show(report.loadAverage.after)}\n`,
  );
  console.log(`${print(measured)}\n`);
  if (json) writeFileSync(json, `${text}\n`);
  console.log(json ? `JSON in ${json}` : text);
};

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true },
    who: { type: 'string', multiple: true },
    json: { type: 'string' },
    inside: { type: 'boolean' },
  },
});
const known = cases.map(({ name }) => name);
const names = values.case ?? known;
const who = (values.who ?? Object.keys(people)) as Who[];
const unknown = [
  ...names.filter((name) => !known.includes(name)),
  ...who.filter((name) => !(name in people)),
];
const reason = values.inside ? null : await whyNot();
if (unknown.length > 0 || reason) {
  console.error(
    reason ?? `There is no ${unknown.join(', ')}. Cases: ${known.join(', ')}; who: viewer, host.`,
  );
  process.exitCode = 1;
} else if (values.inside) {
  await withChildren(
    () => run(names, who, values.json),
    async () => {
      await closeBrowsers();
      removeFolders();
    },
  );
} else {
  enterNamespace();
}
