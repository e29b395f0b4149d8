// What axe finds wrong with a page as it is now: rule and place of each violation.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; nodes: { target: string[]; failureSummary: string }[] };

/** What fades in has less contrast for a moment. A loop never ends, and is not waited for. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const finite = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    // One that is cut off rejects.
    await Promise.allSettled(finite.map(({ finished }) => finished));
  });

export const violations = async (page: Page): Promise<string[]> => {
  await settled(page);
  // Injected past the page's CSP on purpose: Playwright evaluates in the page's debugger, not by a script element.
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe
      .run()
      .then(({ violations: all }) => all),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
};
