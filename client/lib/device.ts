// The mediasoup Device of the viewer, warmed up before the server has answered: the browser's own capabilities do not
// depend on the room, and asking for them costs tens of milliseconds on a cold page.
// Source: https://mediasoup.org/documentation/v3/mediasoup-client/api/#Device
import { detectDevice, Device } from 'mediasoup-client';
import { Chrome111 } from 'mediasoup-client/handlers/Chrome111';
import { Firefox120 } from 'mediasoup-client/handlers/Firefox120';
import { Safari12 } from 'mediasoup-client/handlers/Safari12';
import type { RtpCapabilities as ClientRtpCapabilities } from 'mediasoup-client/types';
import type { RtpCapabilities } from '../../shared/media.ts';

type HandlerFactory = NonNullable<NonNullable<ConstructorParameters<typeof Device>[0]>['handlerFactory']>;
type Native = ReturnType<HandlerFactory['getNativeRtpCapabilities']>;

// Chromium knows the extension but leaves it out of its offers by default (checked in 156).
const forcedRtpExtensions = {
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time': true,
} as const;

const factories = { Chrome111, Firefox120, Safari12 };

/** The handler's factory, which asks the browser once per direction. */
const remembering = (factory: HandlerFactory): HandlerFactory => {
  const asked = new Map<string, Native>();
  return {
    ...factory,
    getNativeRtpCapabilities: (options) => {
      const known = asked.get(options.direction);
      if (known) return known;
      const answer = factory.getNativeRtpCapabilities(options);
      asked.set(options.direction, answer);
      return answer;
    },
  };
};

const makeDevice = (handlerFactory: HandlerFactory | null): Device =>
  handlerFactory ? new Device({ handlerFactory }) : new Device({ forcedRtpExtensions });

/** Gives a loaded Device for a router; the same one again for the same router capabilities. */
export type LoadDevice = (routerRtpCapabilities: RtpCapabilities) => Promise<Device>;

/** Starts asking the browser at once. The result throws UnsupportedError where there is no WebRTC. */
export const warmDevice = (): LoadDevice => {
  const name = detectDevice();
  const known = name !== undefined && name in factories ? factories[name as keyof typeof factories] : null;
  const factory = known && remembering(known.createFactory({ forcedRtpExtensions }));
  for (const direction of ['recvonly', 'sendonly'] as const) {
    factory?.getNativeRtpCapabilities({ direction }).catch(() => {}); // load() fails with it again, and is heard
  }
  let last: { key: string; device: Promise<Device> } | null = null;
  return (routerRtpCapabilities) => {
    const key = JSON.stringify(routerRtpCapabilities);
    if (last?.key === key) return last.device;
    const load = async () => {
      const device = makeDevice(factory);
      // mediasoup's two packages describe the same JSON with two nominally different sets of types.
      await device.load({ routerRtpCapabilities: routerRtpCapabilities as ClientRtpCapabilities });
      return device;
    };
    last = { key, device: load() };
    return last.device;
  };
};
