// Who did something, as the ledger and the log of a room name them: never a viewer's identity.
import { t } from '../../i18n.ts';

const known = ['viewer', 'clock', 'waitlist'] as const;

/** `staff:Anna` is Anna; the others have words. */
export const whoText = (actor: string): string => {
  const machine = known.find((each) => each === actor);
  return machine ? t(`shop.actor.${machine}`) : actor.replace(/^staff:/, '');
};
