// The receipt of one reservation: /receipt#SECRET. The secret stays in the address, so that the page can be kept, reloaded
// and sent to whoever picks up; being a fragment it never reaches a server's log.
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { render } from 'preact';
import { common as commonEn } from '../../shared/i18n/en/common.ts';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { receipt as receiptEn } from '../../shared/i18n/en/receipt.ts';
import { reserve as reserveEn } from '../../shared/i18n/en/reserve.ts';
import { seller as sellerEn } from '../../shared/i18n/en/seller.ts';
import { common as commonIt } from '../../shared/i18n/it/common.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { receipt as receiptIt } from '../../shared/i18n/it/receipt.ts';
import { reserve as reserveIt } from '../../shared/i18n/it/reserve.ts';
import { seller as sellerIt } from '../../shared/i18n/it/seller.ts';
import { addWords } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { Receipt } from './receipt.tsx';

addWords(
  { en: commonEn, it: commonIt },
  { en: errorsEn, it: errorsIt },
  { en: reserveEn, it: reserveIt },
  { en: sellerEn, it: sellerIt },
  { en: receiptEn, it: receiptIt },
);
addIcons({ 'arrow-left': arrowLeft, 'circle-alert': circleAlert, 'circle-check': circleCheck, info, x });

const show = (): void => {
  // Another receipt opened in the same tab changes the fragment only.
  const secret = decodeURIComponent(location.hash.slice(1));
  render(<Receipt key={secret} secret={secret} />, document.querySelector('#page')!);
};
addEventListener('hashchange', show);
show();
