// Notices that nothing at all comes over a transport any more: no media, and no reports about media either. That is another
// trouble than a picture that stands, and is told sooner: the way may be dead while every other way works. Pure. Rule: MED-110.
// Source: https://www.w3.org/TR/webrtc-stats/ (transport, candidate-pair)
import { selectedPair, type Report } from './media-path.ts';

/** Longer than what sound that is silent leaves between two packets (400 ms), and than a phone's change of cells mostly takes. */
const silentAfterMs = 750;

/** How long the ICE restart of a dead way is waited for: it asks, checks and nominates. */
export const deadWayMs = (rttMs: number): number => 400 + 3 * rttMs;

export type Traffic = {
  /** Bytes so far; null where the browser does not say. */
  received: number | null;
  sent: number;
  rttMs: number;
};

export const readTraffic = (report: Report): Traffic => {
  const entries = [...report.values()] as Record<string, unknown>[];
  const pair = selectedPair(entries);
  const { bytesReceived, bytesSent } = entries.find(({ type }) => type === 'transport') ?? pair ?? {};
  return {
    received: typeof bytesReceived === 'number' ? bytesReceived : null,
    sent: Number(bytesSent ?? 0),
    rttMs: Number(pair?.currentRoundTripTime ?? 0) * 1000,
  };
};

export class Silence {
  #received: number | null = null;
  #heardAt: number | null = null;
  #noticed = false;

  /** There is nothing to hear. */
  reset(): void {
    this.#heardAt = null;
    this.#noticed = false;
  }

  /** True once in each silence: when it has lasted for too long. */
  notice(now: number, { received, rttMs }: Pick<Traffic, 'received' | 'rttMs'>): boolean {
    if (received === null || received !== this.#received || this.#heardAt === null) {
      this.#received = received;
      this.#heardAt = received === null ? null : now;
      this.#noticed = false;
      return false;
    }
    if (this.#noticed || now - this.#heardAt < silentAfterMs + rttMs) return false;
    this.#noticed = true;
    return true;
  }

  /** It was noticed, and lasts. */
  get lasts(): boolean {
    return this.#noticed;
  }
}
