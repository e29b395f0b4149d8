// `npm run licences`: which packages run in production or are in the pages, under which licence, from the lock file.
// A licence that nobody allowed stops it. Rules: SEC-19.
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

type Locked = { version: string; license?: string; dev?: boolean };

const root = new URL('../../', import.meta.url);
/** Those that let anyone run, change and hand on; LGPL: libvips, which sharp loads as a library of its own. */
const allowed = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  '0BSD',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'LGPL-3.0-or-later',
]);
/** For development only, except that what they hold is in the pages. */
const inPages = new Set(['lucide-static']);

const nameOf = (path: string) => path.replace(/^.*node_modules\//, '');

/** Throws for a licence that is unknown or not allowed. */
const licences = (packages: Record<string, Locked>): string[][] =>
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && (!dev || inPages.has(nameOf(path))))
    .map(([path, { version, license = 'unknown' }]) => {
      if (!license.split(' AND ').every((one) => allowed.has(one)))
        throw new Error(`${nameOf(path)} ${version} is under "${license}", which nobody allowed.`);
      return [nameOf(path), version, license];
    })
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));

export const licencesFile = new URL('server/deploy/LICENCES.md', root);

export const licencesText = (): Promise<string> => {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const rows = licences(packages).map((row) => `| ${row.join(' | ')} |`);
  const head = ['| package | version | licence |', '| --- | --- | --- |'];
  const text = [
    '# Licences of what runs in production',
    'Made by `npm run licences` from `package-lock.json`, those of other platforms included. The licences’ texts come with the packages.',
    [...head, ...rows].join('\n'),
  ];
  return format(text.join('\n\n'), { parser: 'markdown', printWidth: 110 });
};

if (import.meta.main) writeFileSync(licencesFile, await licencesText());
