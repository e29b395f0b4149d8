// The home page: /. Gathers words and icons, then draws the shows.
import { render } from 'preact';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import { common as commonEn } from '../../shared/i18n/en/common.ts';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { pages as pagesEn } from '../../shared/i18n/en/pages.ts';
import { seller as sellerEn } from '../../shared/i18n/en/seller.ts';
import { common as commonIt } from '../../shared/i18n/it/common.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { pages as pagesIt } from '../../shared/i18n/it/pages.ts';
import { seller as sellerIt } from '../../shared/i18n/it/seller.ts';
import { addWords } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { Home } from './home.tsx';

addWords(
  { en: commonEn, it: commonIt },
  { en: errorsEn, it: errorsIt },
  { en: pagesEn, it: pagesIt },
  { en: sellerEn, it: sellerIt },
);
addIcons({ 'circle-alert': circleAlert, 'circle-check': circleCheck, info, users });

render(<Home />, document.querySelector('#page')!);
