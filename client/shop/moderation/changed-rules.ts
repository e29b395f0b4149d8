// What a change of the rules changed, as the log keeps it (server/rooms/moderation.ts): `slowSeconds=30 words=+2-1`. Pure.
// Rule: BOF-33.
import type { RoomRules } from '../../../shared/moderation.ts';

const rules = [
  ...(['slowSeconds', 'links', 'words', 'approveChat', 'approveQuestions', 'shadow'] as const),
] satisfies (keyof RoomRules)[];

export type ChangedRule = { rule: (typeof rules)[number]; value: string };

export const changedRules = (detail: string): ChangedRule[] =>
  detail.split(' ').flatMap((part) => {
    const [name, value] = part.split('=');
    const rule = rules.find((each) => each === name);
    // "+2-1" is read as two that came and one that went.
    return rule && value ? [{ rule, value: value.replace(/^\+(\d+)-(\d+)$/, '+$1 −$2') }] : [];
  });
