// A mediasoup Device for one direction, warmed up before the server has answered: the browser's own capabilities do not
// depend on the room, and asking for them costs tens of milliseconds on a cold page. Rule: MED-147.
// Source: https://mediasoup.org/documentation/v3/mediasoup-client/api/#Device
import { detectDevice, Device } from 'mediasoup-client';
import { Chrome111 } from 'mediasoup-client/handlers/Chrome111';
import { Firefox120 } from 'mediasoup-client/handlers/Firefox120';
import { Safari12 } from 'mediasoup-client/handlers/Safari12';
import type { HandlerFactory, RtpCapabilities as ClientRtpCapabilities } from 'mediasoup-client/types';
import type { RtpCapabilities } from '../../shared/media.ts';

export type Direction = 'recvonly' | 'sendonly';

// Chromium knows the extension but leaves it out of its offers by default (checked in 156).
const forcedRtpExtensions = {
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time': true,
} as const;

const factories = { Chrome111, Firefox120, Safari12 };

// The frame is there long before this, or the way is a bad one.
const probatorWaitsMs = 1000;

/**
 * A handler factory that asks the browser once, about the one direction that is used. And when the first video comes,
 * mediasoup-client negotiates twice: for it, then for the probator, by which the worker tries out the line. The second time
 * would hold up ICE and DTLS, so it waits until they are through.
 */
const forDirection = (factory: HandlerFactory, direction: Direction): HandlerFactory => {
  const native = factory.getNativeRtpCapabilities({ direction });
  native.catch(() => {}); // load() fails with it again, and is heard
  return {
    ...factory,
    getNativeRtpCapabilities: () => native,
    factory: (options) => {
      const handler = factory.factory(options);
      const receive = handler.receive.bind(handler);
      const connected = new Promise<void>((resolve) => {
        handler.on('@connectionstatechange', (state) => state === 'connected' && resolve());
      });
      handler.receive = async (wanted) => {
        if (wanted[0]?.trackId === 'probator')
          await Promise.race([connected, new Promise((resolve) => setTimeout(resolve, probatorWaitsMs))]);
        return receive(wanted);
      };
      return handler;
    },
  };
};

const makeDevice = (handlerFactory: HandlerFactory | null): Device =>
  handlerFactory ? new Device({ handlerFactory }) : new Device({ forcedRtpExtensions });

/** Gives a Device for a router; the same one again for the same router capabilities, and at once when it is loaded. */
export type LoadDevice = (routerRtpCapabilities: RtpCapabilities) => Device | Promise<Device>;

/** Starts asking the browser at once; the Device is for this direction alone. Its load throws UnsupportedError without WebRTC. */
export const warmDevice = (direction: Direction): LoadDevice => {
  const name = detectDevice();
  const known = name !== undefined && name in factories ? factories[name as keyof typeof factories] : null;
  const factory = known && forDirection(known.createFactory({ forcedRtpExtensions }), direction);
  let last: { key: string; device: Device | Promise<Device> } | null = null;
  return (routerRtpCapabilities) => {
    const key = JSON.stringify(routerRtpCapabilities);
    if (last?.key === key) return last.device;
    const load = async () => {
      const device = makeDevice(factory);
      // mediasoup's two packages describe the same JSON with two nominally different sets of types.
      await device.load({ routerRtpCapabilities: routerRtpCapabilities as ClientRtpCapabilities });
      return device;
    };
    const loading = load();
    const mine = (last = { key, device: loading as Device | Promise<Device> });
    loading.then(
      (device) => (mine.device = device),
      () => {}, // whoever waits for it hears of it
    );
    return loading;
  };
};
