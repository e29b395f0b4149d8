// `media.watch` right behind a hello: the server makes the transport with the hello and reads in order, so the consumers come
// with the welcome and not a round trip later. Never asks without a loaded Device. Rule: MED-146.
import type { Device } from 'mediasoup-client';
import type { ReplyBody } from '../../shared/requests.ts';
import type { Connection } from './connection.ts';
import { toldDevice } from './viewer-device.ts';

export type Watched = ReplyBody<'media.watch'>;
/** `reply` is null where the server refused, or could not be asked. */
export type Asked = { device: Device; reply: Promise<Watched | null> };

export class WatchAhead {
  readonly close: () => void;
  readonly #connection: Connection;
  #device: Device | null = null;
  #asked: Asked | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.close = connection.onHello(() => this.#ask());
    void toldDevice.then((device) => {
      this.#device ??= device;
      // The hello may have been sent before the Device was there.
      this.#ask();
    });
  }

  /** For the next hello. */
  use(device: Device): void {
    this.#device = device;
  }

  /** What was asked behind the hello that has just been answered. */
  take(): Asked | null {
    const asked = this.#asked;
    this.#asked = null;
    return asked;
  }

  #ask(): void {
    const device = this.#device;
    if (!device) return;
    const { recvRtpCapabilities: rtpCapabilities } = device;
    const reply = this.#connection.requestAhead('media.watch', { rtpCapabilities }).catch(() => null);
    this.#asked = { device, reply };
  }
}
