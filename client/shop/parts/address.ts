// Where in the back office one is: the page from the path, search and filters from the query, both kept in the address so
// that a link, a reload and the back button lead to the same. Never draws. Rules: BOF-1, BOF-2.

export const pages = ['shows', 'products', 'reservations', 'questions', 'settings'] as const;
export type PageName = (typeof pages)[number];
/** `rest`: what follows the page in the path, already decoded: ["prod_…"] or ["new"]. */
export type Place = { page: PageName; rest: string[]; query: Record<string, string> };

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a cut-off link; it will be told as not found
  }
};

export const placeOf = (path: string, search: string): Place => {
  const [, , page = '', ...rest] = path.split('/');
  const known = pages.find((each) => each === page);
  return {
    page: known ?? 'shows',
    rest: known ? rest.filter(Boolean).map(decoded) : [],
    query: Object.fromEntries(new URLSearchParams(search)),
  };
};

/** What is empty is left out, so that one place has one address. */
export const addressOf = ({ page, rest = [], query = {} }: Partial<Place> & { page: PageName }): string => {
  const path = ['/shop', page, ...rest.map(encodeURIComponent)].join('/');
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return search ? `${path}?${search}` : path;
};

/** `change` laid over `query`; what becomes empty or null goes. */
export const queryWith = (
  query: Record<string, string>,
  change: Record<string, string | null>,
): Record<string, string> => {
  const next: Record<string, string> = { ...query };
  for (const [name, value] of Object.entries(change)) {
    if (value) next[name] = value;
    else delete next[name];
  }
  return next;
};
