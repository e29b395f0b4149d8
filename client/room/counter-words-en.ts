// What the counter says: the sheets and all that comes with them.
import { ask } from '../../shared/i18n/en/ask.ts';
import { chat } from '../../shared/i18n/en/chat.ts';
import { errorWords } from '../../shared/i18n/en/errors.ts';
import { line } from '../../shared/i18n/en/line.ts';
import { refusals } from '../../shared/i18n/en/refusals.ts';
import { reserve } from '../../shared/i18n/en/reserve.ts';
import { seller } from '../../shared/i18n/en/seller.ts';

export const words = { ...ask, ...chat, ...errorWords, ...line, ...refusals, ...reserve, ...seller };
