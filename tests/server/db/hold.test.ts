// One server to a data folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { FolderHeldError, holdFolder } from '../../../server/db/hold.ts';
import { eventually } from '../../helpers/eventually.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

test('STO-10: a folder is held once, and free again afterwards', () => {
  const folder = tempDir();
  const letGo = holdFolder(folder);
  expect(() => holdFolder(folder)).toThrow(FolderHeldError);
  letGo();
  letGo();
  holdFolder(folder)();
});

test('STO-10: a process that holds a folder and is killed holds nobody up', async () => {
  const folder = tempDir();
  const hold = new URL('../../../server/db/hold.ts', import.meta.url).href;
  // Kept: a lock that nothing refers to is let go by the garbage collector.
  const script = `const { holdFolder } = await import('${hold}'); globalThis.letGo = holdFolder('${folder}'); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(() => holdFolder(folder)).toThrow(FolderHeldError);
  child.kill('SIGKILL');
  await eventually(() => {
    holdFolder(folder)();
    return true;
  });
});
