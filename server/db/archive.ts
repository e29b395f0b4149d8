// One file that holds a shop: a tar with gzip, and first in it a list of what has to come out of it, with sizes and hashes. The
// only door to tar. Reading one never writes anything but what has a name of ours, whatever the archive says. Rules: STO-20, STO-22.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { create, extract } from 'tar';

type Listed = { path: string; bytes: number; sha256: string };
export type Contents = { format: 1; at: number; rows: number; files: Listed[] };

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

const listName = 'backup.json';
const ours = /^(backup\.json|vetrina\.db|images\/\w+\/\d+\.(avif|webp))$/;

export const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

/** What was written, or renamed in a folder, outlives a power cut only after this (fsync(2)). */
export const flush = async (path: string): Promise<void> => {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** `onFile` is called as each file is packed. The archive is on the disk when this resolves. */
export const pack = async (
  folder: string,
  paths: string[],
  into: string,
  told: { at: number; rows: number },
  onFile: (bytes: number) => void,
): Promise<void> => {
  const files: Listed[] = [];
  for (const path of paths) {
    const file = join(folder, path);
    files.push({ path, bytes: (await stat(file)).size, sha256: await sha256Of(file) });
  }
  const contents: Contents = { format: 1, ...told, files };
  await writeFile(join(folder, listName), JSON.stringify(contents));
  await create(
    {
      ...{ cwd: folder, file: into, gzip: true, portable: true, strict: true, mode: 0o600 },
      onWriteEntry: ({ stat: written }) => onFile(written?.size ?? 0),
    },
    [listName, ...paths],
  );
  await flush(into);
};

/** Throws ArchiveError when it is not whole, or holds anything that a backup does not. */
export const unpack = async (file: string, folder: string): Promise<Contents> => {
  const odd: string[] = [];
  const isOurs = (path: string, type: string) => {
    const fits = ours.test(path) && type === 'File';
    if (!fits) odd.push(path);
    return fits;
  };
  await extract({
    ...{ file, cwd: folder, strict: true, preserveOwner: false },
    filter: (path, entry) => isOurs(path, 'type' in entry ? entry.type : ''),
  }).catch((error: unknown) => {
    throw new ArchiveError(`${file} is not a whole backup.`, { cause: error });
  });
  if (odd.length > 0) throw new ArchiveError(`${file} is no backup of Vetrina: it holds ${odd[0]}.`);
  const contents = await listIn(folder).catch((error: unknown) => {
    throw new ArchiveError(`${file} is no backup of Vetrina: it says nothing of itself.`, { cause: error });
  });
  for (const { path, sha256 } of contents.files)
    if (!ours.test(path) || (await sha256Of(join(folder, path)).catch(() => '')) !== sha256)
      throw new ArchiveError(`${path} in ${file} is not what was backed up.`);
  return contents;
};

const listIn = async (folder: string): Promise<Contents> => {
  const contents = JSON.parse(await readFile(join(folder, listName), 'utf8')) as Contents;
  if (contents.format !== 1 || !contents.files.some(({ path }) => path === 'vetrina.db'))
    throw new TypeError('not a list of ours');
  return contents;
};

/** For a file that was renamed into its place. */
export const flushFolderOf = (file: string): Promise<void> => flush(dirname(file));
