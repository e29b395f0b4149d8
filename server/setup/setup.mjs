// What `npm start`, `npm test` and the other commands run first: `node server/setup/setup.mjs start|test|check|dev|tool`.
// This file and platform.mjs must also parse on the old Node versions that they turn away, so: no newer syntax here,
// and everything else is imported only once the platform is known to be good. Nothing is written to standard output.
import { platformProblem } from './platform.mjs';

const problem = platformProblem(process);

if (problem) {
  process.stderr.write(problem + '\n');
  process.exit(1);
}

void import('./steps.mjs')
  .then((steps) => steps.setUp(process.argv[2]))
  .then((exitCode) => process.exit(exitCode));
