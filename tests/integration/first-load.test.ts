// What a visitor of a room downloads before the first picture, measured on the built files as they are sent.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { startTestApp } from '../helpers/app.ts';

const built = new URL('../../dist/client/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, built), 'utf8');
const gzipped = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0);

/** The assets that the page names, of one kind. */
const named = (html: string, ending: string): string[] =>
  [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)]
    .map(([, file = '']) => file)
    .filter((file) => file.endsWith(ending));

/** The files and all that they import before they can run. */
const closure = (files: string[]): Set<string> => {
  const all = new Set<string>();
  const add = (file: string): void => {
    if (all.has(file)) return;
    all.add(file);
    for (const [, next = ''] of read(file).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      add(`assets/${next}`);
  };
  files.forEach(add);
  return all;
};

const entryOf = (html: string): string => /<script type="module"[^>]* src="\/([^"]+)"/.exec(html)![1]!;

describe.each(['en', 'it'])('the room in "%s"', (language) => {
  const html = read(`room/index.${language}.html`);
  const scripts = named(html, '.js');
  const media = [...closure(scripts.filter((file) => file.includes('subscriber')))];
  const page = closure([entryOf(html), ...scripts.filter((file) => file.includes('words'))]);

  test('UI-4: its first load is at most 30 kB of script, 10 kB of styles, and 40 kB of media', () => {
    const sizes = {
      script: gzipped(page),
      styles: gzipped(named(html, '.css')),
      media: gzipped(media.filter((file) => !page.has(file))),
    };
    console.log(`room, ${language}, bytes with gzip:`, sizes);
    expect(sizes.script).toBeGreaterThan(10_000);
    expect(sizes.script).toBeLessThanOrEqual(30_000);
    expect(sizes.styles).toBeGreaterThan(1000);
    expect(sizes.styles).toBeLessThanOrEqual(10_000);
    expect(sizes.media).toBeGreaterThan(10_000);
    expect(sizes.media).toBeLessThanOrEqual(40_000);
  });

  test('UI-6: all of it is named in the page, and nothing else is', () => {
    expect([...new Set([...page, ...media])].sort()).toEqual([...scripts].sort());
  });

  test('UI-5: it holds the words of that language alone', () => {
    const sentences = { en: 'Leave this page open', it: 'Lascia aperta questa pagina' };
    const code = [...page].map(read).join('');
    for (const [of, sentence] of Object.entries(sentences))
      expect({ of, said: code.includes(sentence) }).toEqual({ of, said: of === language });
  });
});

test('HTTP-14: what the page names was compressed when it was built', async () => {
  const app = await startTestApp();
  const html = read('room/index.en.html');
  const big = [...named(html, '.js'), ...named(html, '.css')].filter((file) => read(file).length > 1000);
  expect(big.length).toBeGreaterThan(3);
  for (const file of big) {
    const answer = await fetch(`${app.url}/${file}`, { headers: { 'accept-encoding': 'gzip, br' } });
    const sent = Number(answer.headers.get('content-length'));
    expect([file, sent]).toEqual([file, readFileSync(new URL(`${file}.br`, built)).length]);
    expect(await answer.text()).toBe(read(file));
  }
});

test('UI-5: the page is the one in the language that the browser asks for first', async () => {
  const app = await startTestApp();
  const langOf = async (accept: string): Promise<string> => {
    const answer = await fetch(`${app.url}/r/demo`, { headers: { 'accept-language': accept } });
    expect(answer.headers.get('vary')).toContain('Accept-Language');
    return /<html lang="(\w+)"/.exec(await answer.text())![1]!;
  };
  expect(await langOf('it-IT,it;q=0.9,en;q=0.8')).toBe('it');
  expect(await langOf('en-GB,en;q=0.9,it;q=0.8')).toBe('en');
  expect(await langOf('fr-FR,it;q=0.5')).toBe('it');
  expect(await langOf('fr-FR')).toBe('en');
});
