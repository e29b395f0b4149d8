// Watches over the host's way up: while the browser sends, reports about it come back several times a second. When none does
// and the server says that nothing arrives there, the way is dead, though ICE may take five seconds to say so: it is
// restarted, and built anew when that does not help at once. And it tells which layers the line takes. Rules: MED-111, MED-143.
import type { types } from 'mediasoup-client';
import type { ReplyBody } from '../../shared/requests.ts';
import { SentLayers } from './sent-layers.ts';
import { deadWayMs, readTraffic, Silence } from './silence.ts';

const tickMs = 250;

export type UplinkGuardParts = {
  check: () => Promise<ReplyBody<'media.check'>>;
  restartIce: (transport: types.Transport) => void;
  rebuild: () => void;
  /** The largest simulcast layer that is sent is another one now. */
  sends: (spatialLayer: number) => void;
};

export class UplinkGuard {
  readonly #parts: UplinkGuardParts;
  readonly #silence = new Silence();
  readonly #layers = new SentLayers();
  #transport: types.Transport | null = null;
  #sent = 0;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(parts: UplinkGuardParts) {
    this.#parts = parts;
  }

  watch(transport: types.Transport): void {
    this.stop();
    this.#transport = transport;
    this.#ticking = setInterval(() => void this.#tick(transport), tickMs);
  }

  stop(): void {
    clearInterval(this.#ticking);
    this.#transport = null;
    this.#silence.reset();
    this.#layers.reset();
  }

  async #tick(transport: types.Transport): Promise<void> {
    const report = await transport.getStats().catch(() => null);
    if (!report || transport !== this.#transport) return;
    const largest = this.#layers.notice(performance.now(), report);
    if (largest !== null) this.#parts.sends(largest);
    const traffic = readTraffic(report);
    // What sends nothing is told nothing, and a way that ICE knows to be broken is being mended already.
    if (traffic.sent === this.#sent || transport.connectionState !== 'connected') this.#silence.reset();
    this.#sent = traffic.sent;
    if (this.#silence.notice(performance.now(), traffic)) void this.#doubt(transport, traffic.rttMs);
  }

  async #doubt(transport: types.Transport, rttMs: number): Promise<void> {
    const answer = await this.#parts.check().catch(() => null);
    if (!answer || answer.arriving || !this.#isSilent(transport)) return;
    this.#parts.restartIce(transport);
    setTimeout(() => this.#isSilent(transport) && this.#parts.rebuild(), deadWayMs(rttMs));
  }

  #isSilent(transport: types.Transport): boolean {
    return transport === this.#transport && this.#silence.lasts;
  }
}
