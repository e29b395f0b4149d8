// The back office: /shop, for the staff. Gathers words and icons, then draws it.
import { render } from 'preact';
import archive from 'lucide-static/icons/archive.svg?raw';
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import clipboardList from 'lucide-static/icons/clipboard-list.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import image from 'lucide-static/icons/image.svg?raw';
import imagePlus from 'lucide-static/icons/image-plus.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import questions from 'lucide-static/icons/message-circle-question-mark.svg?raw';
import pack from 'lucide-static/icons/package.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import printer from 'lucide-static/icons/printer.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import upload from 'lucide-static/icons/upload.svg?raw';
import video from 'lucide-static/icons/video.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { checkup as checkupEn } from '../../shared/i18n/en/checkup.ts';
import { common as commonEn } from '../../shared/i18n/en/common.ts';
import { encoders as encodersEn } from '../../shared/i18n/en/encoders.ts';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { importWords as importEn } from '../../shared/i18n/en/import.ts';
import { shop as shopEn } from '../../shared/i18n/en/shop.ts';
import { statusWords as statusEn } from '../../shared/i18n/en/status.ts';
import { checkup as checkupIt } from '../../shared/i18n/it/checkup.ts';
import { common as commonIt } from '../../shared/i18n/it/common.ts';
import { encoders as encodersIt } from '../../shared/i18n/it/encoders.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { importWords as importIt } from '../../shared/i18n/it/import.ts';
import { shop as shopIt } from '../../shared/i18n/it/shop.ts';
import { statusWords as statusIt } from '../../shared/i18n/it/status.ts';
import { addWords } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { startTravelling } from './parts/travel.ts';
import { Shop } from './shop.tsx';

addWords({ en: commonEn, it: commonIt }, { en: errorsEn, it: errorsIt });
addWords({ en: importEn, it: importIt }, { en: shopEn, it: shopIt }, { en: encodersEn, it: encodersIt });
addWords({ en: statusEn, it: statusIt });
addIcons({ archive, check, copy, download, image, info, plus, printer, search, settings, upload, video, x });
addIcons({
  'arrow-down': arrowDown,
  'arrow-left': arrowLeft,
  'arrow-up': arrowUp,
  package: pack,
  'message-circle-question-mark': questions,
  'trash-2': trash,
});
addWords({ en: checkupEn, it: checkupIt });
addIcons({ 'circle-alert': circleAlert, 'circle-check': circleCheck });
addIcons({ 'clipboard-list': clipboardList, 'image-plus': imagePlus });

startTravelling();
render(<Shop />, document.querySelector('#page')!);
