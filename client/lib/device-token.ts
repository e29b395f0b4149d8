// The device's signed identity, as the server issued it: kept across visits where the browser lets us, else for the
// life of the page (private windows, in-app browsers). Never read or changed by anything but the connection. Rule: SES-36.

const storageKey = 'vetrina.device';
let inMemory: string | undefined;

export const readToken = (): string | undefined => {
  try {
    return localStorage.getItem(storageKey) ?? inMemory;
  } catch {
    return inMemory;
  }
};

export const keepToken = (token: string): void => {
  inMemory = token;
  try {
    localStorage.setItem(storageKey, token);
  } catch {
    // storage refused or full: the memory above is enough until the page closes
  }
};

/** Whether this device was known when the page began: what it left behind then is its own. */
export const hadToken: boolean = readToken() !== undefined;
