// The doctor as a process beside the server, asked by it: gets the configuration, says what it finds, and ends.
// Rules: OPS-58.
import { setPriority } from 'node:os';
import type { Config } from '../config.ts';
import { examine } from './examine.ts';

// The show goes first.
setPriority(10);
process.once('message', (config) => {
  void examine(config as Config).then((findings) => {
    process.send?.(findings);
    process.disconnect();
  });
});
