// Moving one thing in an ordered list, for buttons "up" and "down". Pure. Rules: BOF-10.

/** The list with its element at `from` moved by `by` places; the same list when it would fall off an end. */
export const moved = <T>(list: readonly T[], from: number, by: number): T[] => {
  const to = from + by;
  const next = [...list];
  const [element] = next.splice(from, 1);
  if (element === undefined || to < 0 || to >= list.length) return [...list];
  next.splice(to, 0, element);
  return next;
};
