// What was already said in this tab, across reloads: sessionStorage where it is allowed, else memory for the page's life.
// Rule: CLI-22.

const storageKey = 'vetrina.said';
const most = 200;

const stored = (): string[] => {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as string[];
  } catch {
    return [];
  }
};

export const readSaid = (): Set<string> => new Set(stored());

export const keepSaid = (said: Set<string>): void => {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify([...said].slice(-most)));
  } catch {
    // the set itself is enough until the page closes
  }
};
