// The studio page: /studio/:room. Gathers words and icons, makes the one Broadcast, its run of show and its
// reservations and its queue of questions, and draws them.
import { computed } from '@preact/signals';
import { render } from 'preact';
import { chat as chatEn } from '../../shared/i18n/en/chat.ts';
import { common as commonEn } from '../../shared/i18n/en/common.ts';
import { doctor as doctorEn } from '../../shared/i18n/en/doctor.ts';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { studio as studioEn } from '../../shared/i18n/en/studio.ts';
import { chat as chatIt } from '../../shared/i18n/it/chat.ts';
import { common as commonIt } from '../../shared/i18n/it/common.ts';
import { doctor as doctorIt } from '../../shared/i18n/it/doctor.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { studio as studioIt } from '../../shared/i18n/it/studio.ts';
import { addWords, locale, t } from '../i18n.ts';
import type { ApiErrorCode } from '../lib/api.ts';
import { openChat } from '../lib/chat-desk.ts';
import { addIcons } from '../ui/icon.tsx';
import { toast } from '../ui/toast.tsx';
import { Broadcast } from './broadcast.ts';
import { Holds } from './holds.ts';
import { icons } from './icons.ts';
import { Undo } from './queue-undo.ts';
import { Queue } from './queue.ts';
import { RunOfShow } from './run-of-show.ts';
import { studioApi } from './studio-api.ts';
import { Studio } from './studio.tsx';

addWords(
  { en: chatEn, it: chatIt },
  { en: commonEn, it: commonIt },
  { en: doctorEn, it: doctorIt },
  { en: errorsEn, it: errorsIt },
  { en: studioEn, it: studioIt },
);

addIcons(icons);

const room = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const broadcast = new Broadcast(room, locale.value);
const { connection, show, state } = broadcast;
const refused = (code: ApiErrorCode): void => toast(t(`error.${code}`), 'bad');
const run = new RunOfShow({
  room,
  connection,
  shelf: computed(() => state.value.shelf),
  show,
  api: studioApi,
  onRefusal: refused,
});
const holds = new Holds({ room, connection, show, api: studioApi });
const queue = new Queue({
  connection,
  questions: computed(() => state.value.questions),
  show,
  pinnedId: computed(() => state.value.shelf.pinned?.id ?? null),
  undo: new Undo(),
  onRefusal: refused,
});

const chat = openChat({
  connection,
  room,
  state,
  nickname: () => connection.welcome.peek()?.nickname ?? null,
  now: () => broadcast.clock.now(),
});

render(
  <Studio broadcast={broadcast} run={run} holds={holds} queue={queue} chat={chat} />,
  document.querySelector('#page')!,
);
