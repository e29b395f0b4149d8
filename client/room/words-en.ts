// What the room's first screen says.
import { common } from '../../shared/i18n/en/common.ts';
import { room } from '../../shared/i18n/en/room.ts';

export const words = { ...common, ...room };
