import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { subjects } from '../../../shared/checkup.ts';
import { checkup } from '../../../shared/i18n/en/checkup.ts';

const server = new URL('../../../server/', import.meta.url);
const code = [
  ...readdirSync(new URL('doctor', server)).map((file) => `doctor/${file}`),
  ...['db/inspect.ts', 'http/checkup.ts'],
]
  .map((file) => readFileSync(new URL(file, server), 'utf8'))
  .join('\n');

test('OPS-50 every outcome that has a sentence is found by some check', () => {
  const outcomes = Object.keys(checkup)
    .map((key) => key.split('.'))
    .filter(([, about]) => subjects.some((subject) => subject === about))
    .map(([, , outcome]) => outcome ?? '');
  expect(outcomes.length).toBeGreaterThan(40);
  expect(outcomes.filter((outcome) => !code.includes(`'${outcome}'`))).toEqual([]);
});
