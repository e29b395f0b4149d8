// The viewer's page: /r/:room. First the socket and the media chunk, at the same time; then words, icons and drawing.
import { render } from 'preact';
import { loadWords, locale } from '../i18n.ts';
import { addIcons } from '../ui/icon.tsx';
import { roomIcons } from './icons.ts';
import { Room } from './room.tsx';
import { startVisit } from './visit.ts';
import { firstWords } from './words.ts';

const slug = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const visit = startVisit(slug, locale.value);

addIcons(roomIcons);
await loadWords(firstWords);

const page = document.querySelector('#page')!;
page.textContent = ''; // the skeleton that index.html showed until here
render(<Room visit={visit} />, page);
