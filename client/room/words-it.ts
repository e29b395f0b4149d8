// What the room's first screen says.
import { common } from '../../shared/i18n/it/common.ts';
import { room } from '../../shared/i18n/it/room.ts';

export const words = { ...common, ...room };
