// The type of every key that t() may be asked for. English is the language that defines the keys; every other
// language's area is `Record<keyof typeof area, string>`, so a missing or a superfluous sentence does not compile.
// Types only: a page imports the areas it shows by themselves (client/i18n.ts, addWords). Rules: I18N-1, I18N-2.
import type { ask } from './en/ask.ts';
import type { chat } from './en/chat.ts';
import type { checkup } from './en/checkup.ts';
import type { common } from './en/common.ts';
import type { doctor } from './en/doctor.ts';
import type { encoders } from './en/encoders.ts';
import type { errorWords } from './en/errors.ts';
import type { importWords } from './en/import.ts';
import type { line } from './en/line.ts';
import type { pages } from './en/pages.ts';
import type { receipt } from './en/receipt.ts';
import type { refusals } from './en/refusals.ts';
import type { reserve } from './en/reserve.ts';
import type { seller } from './en/seller.ts';
import type { room } from './en/room.ts';
import type { shop } from './en/shop.ts';
import type { statusWords } from './en/status.ts';
import type { studio } from './en/studio.ts';

export type Key =
  | keyof typeof ask
  | keyof typeof chat
  | keyof typeof checkup
  | keyof typeof common
  | keyof typeof doctor
  | keyof typeof encoders
  | keyof typeof errorWords
  | keyof typeof importWords
  | keyof typeof line
  | keyof typeof pages
  | keyof typeof receipt
  | keyof typeof refusals
  | keyof typeof reserve
  | keyof typeof seller
  | keyof typeof room
  | keyof typeof shop
  | keyof typeof statusWords
  | keyof typeof studio;

/** The stems of the keys that come as `….one` and `….other`. */
export type PluralKey = Key extends infer K ? (K extends `${infer Stem}.other` ? Stem : never) : never;

export type Area = Readonly<Partial<Record<Key, string>>>;
