// A line that carries everyone, for tests that are about something else.
import { systemClock } from '../../server/clock.ts';
import { Uplink } from '../../server/media/uplink.ts';

export const endless = (): Uplink => new Uplink({ clock: systemClock, bitsPerSecond: null });
