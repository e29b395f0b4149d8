// The invitation in the address: `#invite=TOKEN`. Read once, then gone from the address bar and the history.

/** The token of a fragment, or null. */
export const inviteIn = (hash: string): string | null => {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('invite')?.trim();
  return token ? token : null;
};

export const takeInvite = (): string | null => {
  const token = inviteIn(location.hash);
  if (token) history.replaceState(null, '', location.pathname + location.search);
  return token;
};

/** Only a path of this shop is followed: never another site, whatever an answer says. */
export const safePath = (next: string): string =>
  /^\/(?![/\\])/.test(next) && URL.canParse(next, 'https://shop.invalid') ? next : '/sign-in';
