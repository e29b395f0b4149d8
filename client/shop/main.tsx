// The back office: /shop, for the owner. Gathers words and icons, then draws it.
import { render } from 'preact';
import check from 'lucide-static/icons/check.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { common as commonEn } from '../../shared/i18n/en/common.ts';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { pages as pagesEn } from '../../shared/i18n/en/pages.ts';
import { common as commonIt } from '../../shared/i18n/it/common.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { pages as pagesIt } from '../../shared/i18n/it/pages.ts';
import { addWords } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { Shop } from './shop.tsx';

addWords({ en: commonEn, it: commonIt }, { en: errorsEn, it: errorsIt }, { en: pagesEn, it: pagesIt });
addIcons({ check, 'circle-alert': circleAlert, 'circle-check': circleCheck, copy, info, x });

render(<Shop />, document.querySelector('#page')!);
