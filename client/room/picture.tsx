// The host's picture: the player's own <video> and the still over it, put into the page once and never drawn again.
// Fits whole; fills the room only where that would cut off next to nothing (never a face).
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Player } from '../lib/player.ts';
import { fitOf } from './fit.ts';

export const Picture = ({ player }: { player: Player }) => {
  const frame = useRef<HTMLDivElement>(null);

  const fit = () => {
    const box = frame.current;
    if (box)
      box.dataset.fit = fitOf({ width: box.clientWidth, height: box.clientHeight }, player.size.peek());
  };
  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    player.video.dataset.testid = 'viewer-video';
    box.append(player.video, player.still);
    const sizes = new ResizeObserver(fit);
    sizes.observe(box);
    return () => sizes.disconnect();
  }, [player]);
  useSignalEffect(() => {
    void player.size.value;
    fit();
  });

  return <div class="picture" ref={frame} data-picture={player.picture.value} />;
};
