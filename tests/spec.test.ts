// The rule book and the tests prove each other: every rule of shared/SPEC.md starts the title of a test, and no title or
// header cites a rule that is not there.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../', import.meta.url).pathname;
const read = (path: string) => readFileSync(root + path, 'utf8');
const files = (...patterns: string[]) =>
  patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();

const spec = read('shared/SPEC.md');
const rules = [...spec.matchAll(/^- \*\*([A-Z][A-Z0-9]*-\d+)\*\* (.+(?:\n {2}.+)*)/gm)].map(
  ([, id = '', text = '']) => ({ id, text }),
);
const known = new Set(rules.map(({ id }) => id));

// A literal that starts with ids, after the opening bracket of a test, of a describe, or of what an `each` gave.
const titleStart = /(?:\b(?:test|it|describe)(?:\.\w+)*|\))\s*\(\s*['"`]((?:[A-Z][A-Z0-9]*-\d+[\s,:]*)+)/g;
const idsIn = (text: string) => text.match(/\b[A-Z][A-Z0-9]*-\d+\b/g) ?? [];
const proofs = files('tests/**/*.test.{ts,tsx}').flatMap((file) =>
  [...read(file).matchAll(titleStart)].flatMap(([, start = '']) => idsIn(start).map((id) => ({ id, file }))),
);

describe('the rule book', () => {
  test('every line of it is a heading, prose or a rule with an id of its own', () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(rules.map(({ id }) => id)).toEqual([...known]);
    const bullets = spec.split('\n').filter((line) => line.startsWith('- '));
    expect(bullets.length).toBe(rules.length);
    for (const { id, text } of rules) expect(text.endsWith('.'), id).toBe(true);
  });

  test('every rule is proved by a test whose title starts with it', () => {
    const proved = new Set(proofs.map(({ id }) => id));
    expect(rules.map(({ id }) => id).filter((id) => !proved.has(id))).toEqual([]);
  });

  test('no test proves a rule that is not in it', () => {
    expect(proofs.filter(({ id }) => !known.has(id)).map(({ id, file }) => `${id} in ${file}`)).toEqual([]);
  });

  test('no file cites a rule that is not in it', () => {
    const cited = files('{server,client,shared}/**/*.{ts,tsx,mjs}').flatMap((file) =>
      [...read(file).matchAll(/Rules?: ([^.*]+)/g)].flatMap(([, list = '']) =>
        idsIn(list).map((id) => ({ id, file })),
      ),
    );
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ id }) => !known.has(id)).map(({ id, file }) => `${id} in ${file}`)).toEqual([]);
  });
});
