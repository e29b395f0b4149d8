// The sign-in page: /sign-in#invite=TOKEN. Takes the token out of the address before anything else runs, so that it
// stays out of history and screenshots; being a fragment it was never sent to a server's log.
import { render } from 'preact';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
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
import { takeInvite } from './invite.ts';
import { SignIn } from './sign-in.tsx';

addWords({ en: commonEn, it: commonIt }, { en: errorsEn, it: errorsIt }, { en: pagesEn, it: pagesIt });
addIcons({ 'circle-alert': circleAlert, 'circle-check': circleCheck, info, x });

render(<SignIn firstInvite={takeInvite()} />, document.querySelector('#page')!);
