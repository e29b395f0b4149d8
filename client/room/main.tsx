// The viewer's page: /r/:room. First the socket and the media chunk, at the same time; then words, icons and drawing.
import { render } from 'preact';
import { common as commonEn } from '../../shared/i18n/en/common.ts';
import { room as roomEn } from '../../shared/i18n/en/room.ts';
import { common as commonIt } from '../../shared/i18n/it/common.ts';
import { room as roomIt } from '../../shared/i18n/it/room.ts';
import { addWords, locale } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { roomIcons } from './icons.ts';
import { Room } from './room.tsx';
import { startVisit } from './visit.ts';

const slug = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const visit = startVisit(slug, locale.value);

addIcons(roomIcons);
addWords({ en: commonEn, it: commonIt }, { en: roomEn, it: roomIt });

const page = document.querySelector('#page')!;
page.textContent = ''; // the skeleton that index.html showed until here
render(<Room visit={visit} />, page);
