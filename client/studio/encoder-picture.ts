// What an encoder sends, received by this page: no device of the host's has the picture. Opened by who asks for the track, and
// anew by who asks again after it was lost. Rules: STU-116.
import type { Connection } from '../lib/connection.ts';
import { warmDevice } from '../lib/device.ts';
import { Reception } from '../lib/reception.ts';

export class EncoderPicture {
  readonly #connection: Connection;
  readonly #loadDevice = warmDevice('recvonly');
  readonly #stops: (() => void)[];
  #reception: Promise<Reception> | null = null;
  #closed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#stops = [
      // The server has let go of the old socket's media.
      connection.onWelcome(() => this.#drop()),
      connection.onEvent(({ type, body }) => {
        if (type === 'media.lost') this.#drop();
        if (type === 'media.offered')
          this.#reception?.then((it) => it.take(body.consumers)).catch(() => this.#drop());
        if (type === 'media.withdrawn') this.#tell((it) => it.withdraw(body.consumerIds));
      }),
    ];
  }

  /** Null while nothing is sent, or nothing can be had. */
  async track(): Promise<MediaStreamTrack | null> {
    if (this.#closed) return null;
    const reception = (this.#reception ??= this.#open());
    try {
      return (await reception).video?.track ?? null;
    } catch {
      if (reception === this.#reception) this.#reception = null;
      return null;
    }
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#drop();
  }

  async #open(): Promise<Reception> {
    const view = await this.#connection.request('media.open', { direction: 'receive' });
    const device = await this.#loadDevice(view.routerRtpCapabilities);
    const reception = new Reception(this.#connection, device, view, {
      onTracks: () => {},
      onEnded: () => {},
      onIceRestart: () => {},
      onLost: () => this.#drop(),
    });
    reception.flow({ audio: false, video: true });
    try {
      await reception.watch(null);
    } catch (error) {
      reception.close();
      throw error;
    }
    return reception;
  }

  #tell(news: (reception: Reception) => void): void {
    this.#reception?.then(news, () => {}); // who asked for the track is told
  }

  #drop(): void {
    this.#tell((reception) => {
      // The server learns of a closed end late, and would send on.
      reception.flow({ audio: false, video: false });
      reception.close();
    });
    this.#reception = null;
  }
}
