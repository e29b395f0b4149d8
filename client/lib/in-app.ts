// Browsers inside apps: which app, and the way out of it to a real one. Pure. Rules: STU-2, MED-57.

const marks: [RegExp, string][] = [
  [/instagram/i, 'Instagram'],
  [/FBAN|FBAV|FB_IAB/, 'Facebook'],
  [/whatsapp/i, 'WhatsApp'],
  [/\bLine\//, 'LINE'],
  [/tiktok|musical_ly|bytedance/i, 'TikTok'],
  [/telegram/i, 'Telegram'],
  [/snapchat/i, 'Snapchat'],
  [/linkedinapp/i, 'LinkedIn'],
  [/pinterest/i, 'Pinterest'],
];

/** The app whose built-in browser this is (`app`: one that does not say its name), or null in a real browser. */
export const inAppBrowser = (userAgent: string): string | null => {
  const marked = marks.find(([mark]) => mark.test(userAgent))?.[1];
  if (marked) return marked;
  return /Android.*; wv\)/.test(userAgent) ? 'app' : null;
};

/**
 * A link that Android opens in the browser of one's choice; null elsewhere: iOS has none, there the app's own menu leads out.
 * Source: https://developer.chrome.com/docs/android/intents
 */
export const wayOutOf = (userAgent: string, href: string): string | null => {
  if (!/Android/.test(userAgent)) return null;
  const { protocol, host, pathname, search } = new URL(href);
  const scheme = protocol.slice(0, -1);
  return (
    `intent://${host}${pathname}${search}#Intent;scheme=${scheme};action=android.intent.action.VIEW;` +
    'category=android.intent.category.BROWSABLE;end'
  );
};
