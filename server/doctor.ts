// `npm run doctor`: would a show work here? A line for each thing in plain words, with what to do; exit 1 if a show would fail.
// `--json` for programs, `--lang it|en`; else the language of the terminal. Works beside a running server. Rules: OPS-50.
import { setPriority } from 'node:os';
import { parseArgs, styleText } from 'node:util';
import type { Finding, Verdict } from '../shared/checkup.ts';
import { checkup as en } from '../shared/i18n/en/checkup.ts';
import { checkup as it } from '../shared/i18n/it/checkup.ts';
import { ConfigError, readConfig, terminalLanguage } from './config.ts';
import { examine } from './doctor/examine.ts';

type Language = 'en' | 'it';
const words = { en, it };
const marks: Record<Verdict, ['green' | 'yellow' | 'red' | 'gray', string]> = {
  good: ['green', '✓'],
  fair: ['yellow', '!'],
  bad: ['red', '✗'],
  unknown: ['gray', '?'],
};

const said = (language: Language, key: string, values: Finding['values'] = {}): string => {
  const sentence = (words[language] as Record<string, string>)[key] ?? key;
  return sentence.replace(
    /\{(\w+)\}/g,
    (hole, name: string) => values[name]?.toLocaleString(language) ?? hole,
  );
};

const textOf = ({ about, outcome, values }: Finding, language: Language): string =>
  said(language, `checkup.${about}.${outcome}`, values);

const lineOf = (finding: Finding, language: Language): string => {
  const [colour, mark] = marks[finding.verdict];
  const title = said(language, `checkup.about.${finding.about}`);
  return `${styleText(colour, `${mark} ${title}`)}: ${textOf(finding, language)}`;
};

const summary = (count: number, language: Language): string => {
  if (count === 0) return styleText('green', said(language, 'checkup.ready'));
  const form = new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other';
  return styleText('red', said(language, `checkup.notReady.${form}`, { count }));
};

try {
  const { values: options } = parseArgs({
    options: { json: { type: 'boolean', default: false }, lang: { type: 'string' } },
  });
  const language = (options.lang ?? terminalLanguage(process.env)).startsWith('it') ? 'it' : 'en';
  const config = readConfig(process.env);
  // A show that runs meanwhile goes first.
  setPriority(10);
  const findings = await examine(config);
  const badOnes = findings.filter(({ verdict }) => verdict === 'bad').length;
  const lines = findings.map((finding) => ({ ...finding, text: textOf(finding, language) }));
  if (options.json) console.log(JSON.stringify({ ok: badOnes === 0, findings: lines }, null, 2));
  else
    console.log(
      [...findings.map((each) => lineOf(each, language)), '', summary(badOnes, language)].join('\n'),
    );
  process.exitCode = badOnes === 0 ? 0 : 1;
} catch (error) {
  const expected =
    error instanceof ConfigError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(expected ? (error as Error).message : error);
  process.exitCode = 1;
}
