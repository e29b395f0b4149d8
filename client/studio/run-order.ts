// The order of a run of show: what comes next, what moves where, and how a draft of the order meets a change made by a
// colleague meanwhile. Pure; says nothing about the server. Rules: STU-50, STU-54.

export type Step = 1 | -1;
type Place = {
  ids: readonly string[];
  /** What is showing now, or will be as soon as the shop has answered. */
  shownId: string | null;
  /** What the host has marked. */
  markedId: string | null;
  /** What was on air in this show already. */
  seen: ReadonlySet<string>;
};

/**
 * The product that one step leads to, null where the list ends. With nothing showing, a step down leads to the marked product
 * if it has not been shown yet, so that the first arrow shows the first product and an arrow after "p" goes on.
 */
export const stepTo = ({ ids, shownId, markedId, seen }: Place, step: Step): string | null => {
  const from = shownId ?? markedId;
  const at = from === null ? -1 : ids.indexOf(from);
  if (from === null || at === -1) return (step === 1 ? ids[0] : ids.at(-1)) ?? null;
  if (shownId === null && step === 1 && !seen.has(from)) return from;
  return ids[at + step] ?? null;
};

/** The same list when there is nowhere to go. */
export const moved = (ids: readonly string[], id: string, step: Step): readonly string[] => {
  const at = ids.indexOf(id);
  const to = at + step;
  if (at === -1 || to < 0 || to >= ids.length) return ids;
  return ids.with(at, ids[to] ?? id).with(to, id);
};

/** `draft` was made from `base`; `now` is how things are: what went meanwhile stays away, what came is put at the end. */
export const rebased = (
  draft: readonly string[],
  base: readonly string[],
  now: readonly string[],
): string[] => [
  ...draft.filter((id) => now.includes(id)),
  ...now.filter((id) => !base.includes(id) && !draft.includes(id)),
];

export const isSameOrder = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id, at) => id === other[at]);
