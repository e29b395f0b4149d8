// Owns stamps: a hash of what a step was made from, written only after the step has succeeded. A step whose stamp is
// missing or differs is done again. Contents count, not times: a fresh clone has new times and the same contents.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @param {string[]} parts */
export function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/**
 * The names and contents of files, and of all files below folders. What does not exist counts as such.
 *
 * @param {string} root
 * @param {string[]} names Files or folders, relative to root.
 * @returns {string} A hash.
 */
export function hashOfFiles(root, names) {
  /** @type {string[]} */
  const parts = [];
  /** @param {string} name */
  const add = (name) => {
    const file = path.join(root, name);
    try {
      parts.push(name, readFileSync(file, 'latin1'));
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code === 'EISDIR') for (const child of readdirSync(file).sort()) add(path.join(name, child));
      else if (code !== 'ENOENT') throw error;
    }
  };
  names.forEach(add);
  return hashOf(parts);
}

/** @param {string} file */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {string} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, stamp);
  renameSync(`${file}.new`, file);
}
