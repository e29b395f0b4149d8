// Where the picture stands on this page, and so the largest simulcast layer that can be seen there. Rules: MED-37, MED-41.
import { containedSize, layerFor } from './layers.ts';
import type { Player } from './player.ts';

// A window that is being dragged, a phone that is being turned.
const settleMs = 300;

export class PicturePlace {
  /** Ends the watching. */
  readonly close: () => void;
  readonly #player: Player;

  /** `changed`: the place or the picture has another size, and keeps it. */
  constructor(player: Player, changed: () => void) {
    this.#player = player;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(changed, settleMs);
    };
    const place = new ResizeObserver(later);
    place.observe(player.video);
    const stop = player.size.subscribe(later);
    this.close = () => {
      place.disconnect();
      stop();
      clearTimeout(timer);
    };
  }

  /** Null while the picture has no place. */
  get layer(): number | null {
    const { clientWidth: width, clientHeight: height } = this.#player.video;
    if (width === 0 || height === 0) return null;
    return layerFor(containedSize({ width, height }, this.#player.size.peek()), devicePixelRatio);
  }
}
