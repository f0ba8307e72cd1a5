import { expect, type Page } from '@playwright/test';
import { here } from './here.js';

let amounts = 0;

/**
 * An amount nobody has used before, as typed in the language of this run and in cents: the same registration sent
 * twice is one registration, and leads to its old page.
 */
export function newAmount(): { typed: string; cents: number } {
  amounts += 1;
  const euros = 12_000 + ((Math.floor(Date.now() / 1000) + 97 * amounts) % 10_000);
  return { typed: here().locale === 'de' ? `${euros},67` : `${euros}.67`, cents: euros * 100 + 67 };
}

/** Whole cents in a written amount of euros: €11,036.50 and 11.036,50 € are the same. */
export function cents(text: string): number {
  const digits = text.replace(/[^\d.,]/g, '');
  const found = /^(.*)[.,](\d\d)$/.exec(digits);
  if (!found) throw new Error(`no amount with cents: ${text}`);
  return Number(`${found[1]}${found[2]}`.replace(/[.,]/g, ''));
}

export const bookings = (page: Page) => page.locator('a.kpi-value[href*="metric=bookings"]').first();

/** Won today is won this month: what Insights says now, in cents. On the first days of a month nothing may be won yet. */
export async function bookingsThisMonth(page: Page): Promise<number> {
  await page.goto('/insights?period=month');
  const said = (await bookings(page).innerText()).trim();
  return said === '–' ? 0 : cents(said);
}

/** On the rows a number opened to: the one with this deal, with its amount. Leaves the page that has it open. */
export async function expectRowOfNumber(page: Page, deal: string, amount: number) {
  const row = page.locator('tr', { has: page.locator(`a[href="${deal}"]`) });
  const next = page.locator('a[rel="next"]');
  while ((await row.count()) === 0 && (await next.count()) > 0) {
    const address = page.url();
    await next.click();
    await expect(page).not.toHaveURL(address);
  }
  await expect(row).toHaveCount(1);
  expect(cents(await row.locator('td.n').first().innerText())).toBe(amount);
  return row;
}
