// Every icon that a page draws is among those that the page adds: a missing one would be an empty square.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const modulesOf = (file: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']+\.tsx?)'/g);
  for (const [, path] of imports) modulesOf(join(dirname(file), path ?? ''), seen);
  return seen;
};

const quoted = (text: string): string[] =>
  [...text.matchAll(/["']([a-z0-9-]+)["']/g)].map(([, name]) => name ?? '');

const drawnIn = (code: string): string[] => [
  ...[...code.matchAll(/<Icon\s[^>]*?name=("[^"]+"|\{[^}]+\})/g)].flatMap(([, name]) => quoted(name ?? '')),
  // Maps from a kind to its icon.
  ...[...code.matchAll(/[iI]cons(?:: [^=]+)? = \{([^}]+)\} ?(?:as const)?;/g)].flatMap(([, body]) =>
    quoted(body ?? ''),
  ),
];

test.each(['home', 'receipt', 'room', 'shop', 'sign-in', 'studio'])(
  'UI-1 %s adds all icons that it draws',
  (page) => {
    const code = [...modulesOf(`client/${page}/main.tsx`)].map((file) => readFileSync(file, 'utf8'));
    const added = new Set(
      code.flatMap((text) =>
        [...text.matchAll(/lucide-static\/icons\/([a-z0-9-]+)\.svg/g)].map(([, name]) => name ?? ''),
      ),
    );
    const missing = new Set(code.flatMap(drawnIn).filter((name) => !added.has(name)));
    expect([...missing]).toEqual([]);
  },
);
