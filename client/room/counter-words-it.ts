// What the counter says: the sheets and all that comes with them.
import { ask } from '../../shared/i18n/it/ask.ts';
import { chat } from '../../shared/i18n/it/chat.ts';
import { errorWords } from '../../shared/i18n/it/errors.ts';
import { line } from '../../shared/i18n/it/line.ts';
import { refusals } from '../../shared/i18n/it/refusals.ts';
import { reserve } from '../../shared/i18n/it/reserve.ts';
import { seller } from '../../shared/i18n/it/seller.ts';

export const words = { ...ask, ...chat, ...errorWords, ...line, ...refusals, ...reserve, ...seller };
