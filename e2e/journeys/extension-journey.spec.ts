import { expect, test } from '@playwright/test';
import { personalLink } from '../channel.js';
import { newAmount } from '../figures.js';
import { here, inDays } from '../here.js';
import { expectAccessible, expectFits, picture } from '../looks.js';
import { signIn, speak } from '../session.js';

test('a partner asks for more time without signing in, and a person gives it', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { name, locale } = here();
  const company = `Werft Osthafen ${name}`;
  const amount = newAmount();
  page.on('dialog', (dialog) => void dialog.accept());
  await signIn(page);
  await speak(page, locale);
  const link = await personalLink(page, '');

  // The partner registers a customer nobody knows, and it is approved.
  const stranger = await browser.newContext({ ...test.info().project.use });
  const partner = await stranger.newPage();
  await partner.goto(link);
  await partner.locator('[name="company"]').fill(company);
  await partner.locator('[name="domain"]').fill(`osthafen-${name}.example`);
  await partner.locator('[name="amount"]').fill(amount.typed);
  await partner.locator('[name="currency"]').selectOption('EUR');
  await partner.locator('[name="expected_close_on"]').fill(inDays(60));
  await partner.locator('main form .button.primary').click();
  await expect(partner).toHaveURL(/\/s\/[^/]+$/);
  await expect(partner.locator('form[action$="/extension"]')).toHaveCount(0);

  await page.goto(`/registrations?q=${encodeURIComponent(company)}`);
  await page.locator('td .cell-title', { hasText: company }).first().click();
  const record = new URL(page.url()).pathname;
  await page.locator('form[action$="/approve"] button').click();
  await expect(page.locator('a.button.primary[href^="/deals/"]')).toBeVisible();

  // On the same page as before the partner says what has moved.
  await partner.reload();
  const wish = partner.locator('details', { has: partner.locator('form[action$="/extension"]') });
  await wish.locator('summary').click();
  await expectAccessible(partner);
  await expectFits(partner);
  await wish.locator('[name="evidence"]').fill('Two meetings with the yard, an offer is out.');
  await picture(partner, 'journey-extension-wish', test.info());
  await wish.locator('button').click();
  await expect(partner).toHaveURL(/\/s\/[^/?]+/);
  await expect(partner.locator('form[action$="/extension"]')).toHaveCount(0);

  // It waits on Today; a person answers with another day.
  await page.goto('/today');
  await page.locator(`a[href="${record}/extension"]`).click();
  await expect(page.locator('.prose')).toContainText('an offer is out');
  await expectAccessible(page);
  await expectFits(page);
  await picture(page, 'journey-extension-answer', test.info());
  await page.locator('[name="until_on"]').fill(inDays(200));
  await page.locator('button[name="choice"][value="grant"]').click();
  await expect(page).toHaveURL(new RegExp(`${record}(\\?|$)`));

  // And the partner reads the new last day.
  await partner.reload();
  const year = new Date(Date.now() + 200 * 86_400_000).getFullYear();
  await expect(partner.locator('.card').first()).toContainText(String(year));
  await expect(partner.locator('form[action$="/extension"]')).toHaveCount(1);
  await stranger.close();
});
