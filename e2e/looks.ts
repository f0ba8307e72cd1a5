import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, type TestInfo } from '@playwright/test';
import { results } from './playwright.config.js';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No accessibility rule is broken on the page as it stands. The message names rule, element and why. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).options({ resultTypes: ['violations'] }).analyze();
  const found = violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary ?? rule.help}`),
  );
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}

/** Keeps a picture of the whole page under test-results/screens/PROJECT/NAME.png. */
export async function picture(page: Page, name: string, test: TestInfo): Promise<void> {
  await page.screenshot({
    path: `${results}/screens/${test.project.name}/${name}.png`,
    fullPage: true,
    animations: 'disabled',
  });
}

/** Nothing on the page is wider than the screen: on a phone nobody scrolls sideways. */
export async function expectFits(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(screen ?? 0);
}
