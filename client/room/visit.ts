// One visit to a room: its socket, clock, state, player and (as soon as its chunk is here) subscriber, wired once.
// Owns what the components read; never draws.
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Locale } from '../../shared/requests.ts';
import { Connection } from '../lib/connection.ts';
import { leftMs } from '../lib/hold-time.ts';
import { looksSlow } from '../lib/line-speed.ts';
import { followMine, type MineFeed, type MineState } from '../lib/mine.ts';
import { followMyQuestions, type MyQuestionsFeed } from '../lib/my-questions.ts';
import { online } from '../lib/network.ts';
import { Player } from '../lib/player.ts';
import { followRoom, type RoomState } from '../lib/room-state.ts';
import { localNow, ServerClock } from '../lib/server-clock.ts';
import { startTicker } from '../lib/ticker.ts';
import { openAsking, type Asking } from './asking.ts';
import type { Desk } from './desk.ts';
import { screenOf, type Screen } from './screen.ts';
import { createSheets, type Sheets } from './sheets.ts';
import type { Tab } from './tabs.ts';
import type { Subscriber } from '../lib/subscriber.ts';

export type Visit = {
  slug: string;
  connection: Connection;
  player: Player;
  room: ReadonlySignal<RoomState>;
  screen: ReadonlySignal<Screen>;
  nickname: Signal<string | null>;
  /** Reservations, waiting places, own limit; `take` lets replies in. */
  mine: ReadonlySignal<MineState>;
  take: MineFeed['take'];
  /** What this device asked and joined. */
  myQuestions: MyQuestionsFeed;
  asking: Asking;
  /** The server's time, ticking while a hold runs out. */
  now: ReadonlySignal<number>;
  /** The server's time, at once. */
  serverNow: () => number;
  sheets: Sheets;
  /** What the column of a wide page shows. */
  tab: Signal<Tab>;
  /** Null until its chunk is there (counter.tsx). */
  desk: Signal<Desk | null>;
  /** Likewise (subscriber.ts). */
  media: ReadonlySignal<Subscriber | null>;
};

/** Wakes the browser's WebRTC stack (tens of milliseconds when cold) while the media chunk is still on its way. */
const wakeWebRtc = (): void => {
  if (typeof RTCPeerConnection === 'undefined') return;
  const peer = new RTCPeerConnection();
  peer.addTransceiver('video', { direction: 'recvonly' });
  peer.createOffer().then(
    () => peer.close(),
    () => peer.close(),
  );
};

export const startVisit = (slug: string, locale: Locale): Visit => {
  const connection = new Connection({ room: slug, page: 'room', locale, slow: looksSlow });
  const chunk = import('../lib/subscriber.ts');
  // On a fast network the chunk is there first, and asks the browser itself (lib/device.ts).
  const waking = setTimeout(wakeWebRtc, 150);
  const clock = new ServerClock(connection);
  const room = followRoom(connection);
  const player = new Player();
  const nickname = signal<string | null>(null);
  connection.onWelcome((welcome) => (nickname.value = welcome.nickname));
  const { mine, take } = followMine(connection);
  const myQuestions = followMyQuestions(connection);
  const counts = computed(() => mine.value.reservations.some((each) => leftMs(each, 0) !== null));
  const { now } = startTicker(() => clock.now(), counts);

  const media = signal<Subscriber | null>(null);
  chunk.then(
    ({ Subscriber }) => {
      clearTimeout(waking);
      const timing = () => room.peek().timing;
      const subscriber = new Subscriber({ room: slug, connection, player, clock, timing });
      media.value = subscriber;
      // Gone for good (not found, replaced, too old): nothing may keep asking.
      const stop = effect(() => {
        if (connection.status.value === 'closed')
          queueMicrotask(() => (stop(), subscriber.close(), clock.close()));
      });
    },
    () => player.report('failed'),
  );

  const arrivedAt = localNow();
  const screen = computed(() =>
    screenOf({
      status: connection.status.value,
      closedBy: connection.closedBy.value,
      online: online.value,
      show: room.value.room?.show,
      picture: player.picture.value,
      arrivedAt: arrivedAt - clock.offsetMs.peek(),
    }),
  );
  return {
    slug,
    connection,
    player,
    room,
    screen,
    nickname,
    mine,
    take,
    myQuestions,
    asking: openAsking(slug),
    now,
    serverNow: () => clock.now(),
    sheets: createSheets(),
    tab: signal<Tab>('products'),
    desk: signal(null),
    media,
  };
};
