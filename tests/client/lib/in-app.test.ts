import { expect, test } from 'vitest';
import { wayOutOf } from '../../../client/lib/in-app.ts';

const android =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Instagram 345.0';

test('MED-57: Android is led out by a link that its own browsers take, iOS by its app’s menu', () => {
  expect(wayOutOf(android, 'https://live.example.com/r/demo?from=ig')).toBe(
    'intent://live.example.com/r/demo?from=ig#Intent;scheme=https;action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end',
  );
  expect(wayOutOf(android, 'http://127.0.0.1:8080/r/demo')).toContain('#Intent;scheme=http;');
  expect(wayOutOf(iphone, 'https://live.example.com/r/demo')).toBeNull();
});
