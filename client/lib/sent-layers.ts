// Which simulcast layers the browser sends at this moment. On a narrow line it stops the larger ones without a word, and the
// worker at the other end, which knows only that nothing comes, waits for one and a half seconds before it gives viewers a
// smaller one (RtpStreamRecv.cpp, InactivityCheckIntervalMs). Pure. Rule: MED-143.
// Source: https://www.w3.org/TR/webrtc-stats/#outboundrtpstats-dict*
import type { Report } from './media-path.ts';

/** A layer of which no frame has gone for so long, while the smallest went on, is not sent any more. */
const stoppedAfterMs = 500;
/** What is sent again has to last: each change is one of all who watch. */
const lastsMs = 1000;

type Layer = { frames: number; at: number; since: number };
type Entry = { type?: string; kind?: string; rid?: string; framesSent?: number };

const nameOf = ({ rid = '' }: Entry) => rid;

export class SentLayers {
  #layers: Layer[] = [];
  #told: number | null = null;

  /** Another transport: all layers are taken for sent. */
  reset(): void {
    this.#layers = [];
    this.#told = null;
  }

  /** The largest layer that is sent (0 is the smallest), when it is another than before. */
  notice(now: number, report: Report): number | null {
    const streams = ([...report.values()] as Entry[])
      .filter(({ type, kind, rid }) => type === 'outbound-rtp' && kind === 'video' && rid)
      .sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
    this.#layers = streams.map(({ framesSent = 0 }, layer) => this.#seen(layer, framesSent, now));
    const told = this.#told ?? streams.length - 1;
    const sent = this.#layers.map(
      ({ at, since }, layer) => now - at < stoppedAfterMs && (layer <= told || now - since >= lastsMs),
    );
    // Without the smallest nothing at all is sent: a page that is hidden, which is another trouble than a narrow line.
    const largest = sent.lastIndexOf(true);
    if (!sent[0] || largest === told) return null;
    this.#told = largest;
    return largest;
  }

  #seen(layer: number, frames: number, now: number): Layer {
    const known = this.#layers[layer];
    if (!known) return { frames, at: now, since: now };
    if (known.frames === frames) return known;
    const goesOn = now - known.at < stoppedAfterMs;
    return { frames, at: now, since: goesOn ? known.since : now };
  }
}
