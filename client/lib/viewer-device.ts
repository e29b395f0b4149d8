// The viewer's Device. The room's page says what the routers speak and has this chunk run as soon as it is there
// (vite.config.ts): by the time that the server has answered, the browser was asked and the Device is loaded.
import type { Device } from 'mediasoup-client';
import { warmDevice, type LoadDevice } from './device.ts';

let warm: LoadDevice | undefined;

export const viewerDevice = (): LoadDevice => (warm ??= warmDevice('recvonly'));

const told = document.querySelector('#router')?.textContent;

/** Loaded by what the page said; null where it said nothing. Never rejects. */
export const toldDevice: Promise<Device | null> = told
  ? Promise.resolve(viewerDevice()(JSON.parse(told))).catch(() => null)
  : Promise.resolve(null);
