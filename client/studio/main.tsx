// The studio page: /studio/:room. Gathers words and icons, makes the one Broadcast and draws it.
import { render } from 'preact';
import { common as commonEn } from '../../shared/i18n/en/common.ts';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { studio as studioEn } from '../../shared/i18n/en/studio.ts';
import { common as commonIt } from '../../shared/i18n/it/common.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { studio as studioIt } from '../../shared/i18n/it/studio.ts';
import { addWords, locale } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { Broadcast } from './broadcast.ts';
import { icons } from './icons.ts';
import { Studio } from './studio.tsx';

addWords({ en: commonEn, it: commonIt }, { en: errorsEn, it: errorsIt }, { en: studioEn, it: studioIt });

addIcons(icons);

const room = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const broadcast = new Broadcast(room, locale.value);

render(<Studio broadcast={broadcast} />, document.querySelector('#page')!);
