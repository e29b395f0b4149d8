// The whole page of a room: picture, head (name, state, share), notice, and what the viewer may do.
// Lays out and speaks; every decision is in visit.ts and screen.ts. Sketch: LOOK.md, "Room".
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n.ts';
import { announce, LiveRegion } from '../ui/live-region.tsx';
import { Toasts } from '../ui/toast.tsx';
import { AskField } from './ask-field.tsx';
import { Bar } from './bar.tsx';
import { Controls } from './controls.tsx';
import { toggleFullScreen } from './full-screen.ts';
import { Head } from './head.tsx';
import { followCounter } from './lazy.ts';
import { Notice } from './notice.tsx';
import { Picture } from './picture.tsx';
import { Pinned } from './pinned.tsx';
import { Shelf } from './shelf.tsx';
import { TapForSound, toggleSound } from './sound.tsx';
import type { Visit } from './visit.ts';
import { You } from './you.tsx';

export const Room = ({ visit }: { visit: Visit }) => {
  const { player, room, screen } = visit;
  const box = useRef<HTMLDivElement>(null);
  const [counter] = useState(() => followCounter(visit));
  const covered = visit.sheets.stack.value.length > 0;
  const { SheetHost, AnsweringNow, ChatLines, HeartButton, InAppNotice, LineButton } = counter.value ?? {};

  useSignalEffect(() => {
    const { title, text } = spokenOf(screen.value);
    announce(`${title}. ${text}`);
  });
  useSignalEffect(() => {
    const name = room.value.room?.name;
    document.title = name ? t('room.title', { name }) : t('common.shopWindow');
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
      if (event.key === 'm') toggleSound(player);
      if (event.key === 'f' && box.current) toggleFullScreen(box.current, player.video);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);

  return (
    <div class="room" ref={box} data-screen={screen.value} data-sheet={covered}>
      <Head visit={visit} />
      <main class="stage" id="stage" aria-label={t('room.picture')}>
        <Picture player={player} />
        <Notice visit={visit} />
        <TapForSound player={player} />
      </main>
      <footer class="foot">
        <div class="rail">
          <You visit={visit} />
          <div class="reach">
            <Controls player={player} box={box} />
            {LineButton && <LineButton visit={visit} />}
            {HeartButton && <HeartButton visit={visit} />}
          </div>
        </div>
        <div class="told">
          {InAppNotice && <InAppNotice />}
          {AnsweringNow && <AnsweringNow visit={visit} />}
          {ChatLines && <ChatLines visit={visit} />}
        </div>
        <Pinned visit={visit} />
        <Shelf visit={visit} counter={counter.value} />
        <AskField visit={visit} counter={counter.value} />
        <Bar visit={visit} />
      </footer>
      {SheetHost && covered ? (
        <SheetHost visit={visit} />
      ) : (
        <>
          <Toasts />
          <LiveRegion />
        </>
      )}
    </div>
  );
};

const spokenOf = (screen: Visit['screen']['value']) => ({
  title: t(`room.${screen}.title`),
  text: t(`room.${screen}.text`),
});

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
