import { expect, test } from '@playwright/test';
import { personalLink, takenCustomer } from '../channel.js';
import { bookings, bookingsThisMonth, expectRowOfNumber, newAmount } from '../figures.js';
import { here, inDays } from '../here.js';
import { expectAccessible, expectFits, picture } from '../looks.js';
import { signIn, speak } from '../session.js';

test('a registration travels from the partner to a won deal and into Insights', async ({ page, browser }) => {
  // Two people, some twenty pages, axe on five of them.
  test.setTimeout(120_000);
  const { locale, turn, words } = here();
  const amount = newAmount();
  page.on('dialog', (dialog) => void dialog.accept());
  await signIn(page);
  await speak(page, locale);
  await page.goto('/today');
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  await expectAccessible(page);
  await expectFits(page);

  const before = await bookingsThisMonth(page);
  const customer = await takenCustomer(page, turn);
  const link = await personalLink(page, customer.partner);

  // The partner: a browser that has never signed in.
  const stranger = await browser.newContext({ ...test.info().project.use });
  const partner = await stranger.newPage();
  await partner.goto('/today');
  await expect(partner).toHaveURL(/\/sign-in/);
  await partner.goto(link);
  await expect(partner.locator('html')).toHaveAttribute('lang', locale);
  await expectAccessible(partner);
  await expectFits(partner);
  await picture(partner, 'journey-public-form', test.info());
  await partner.locator('[name="company"]').fill(customer.name);
  await partner.locator('[name="domain"]').fill(customer.domain);
  await partner.locator('[name="amount"]').fill(amount.typed);
  await partner.locator('[name="currency"]').selectOption('EUR');
  await partner.locator('[name="expected_close_on"]').fill(inDays(60));
  await partner.locator('main form .button.primary').click();
  await expect(partner).toHaveURL(/\/s\/[^/]+$/);
  await expect(partner.locator('h1')).toHaveText(customer.name);
  await expectAccessible(partner);
  await expectFits(partner);
  const waiting = await partner.locator('.chip').first().innerText();

  // The manager: the open deal stands against it, and the decision is a person's.
  await page.goto('/registrations?status=open');
  await page.locator('[name="q"]').fill(customer.name);
  await page.locator('[name="q"]').press('Enter');
  await expect(page).toHaveURL(/q=/);
  await page.locator('td .cell-title', { hasText: customer.name }).first().click();
  await expect(page.locator('h1')).toHaveText(customer.name);
  await expect(page.locator('.findings a[href^="/deals/"]').first()).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await picture(page, 'journey-conflict', test.info());
  await page.locator('form[action$="/approve"] button').click();
  await page.locator('a.button.primary[href^="/deals/"]').click();

  // The partner sees the answer on the same page as before.
  await partner.reload();
  await expect(partner.locator('.chip').first()).not.toHaveText(waiting);
  await expect(partner.locator('.chip').first()).toHaveText(words.approved);
  await picture(partner, 'journey-status-approved', test.info());
  await stranger.close();

  // Won today, and the number moves by exactly this deal.
  await expect(page).toHaveURL(/\/deals\/deal_/);
  const deal = new URL(page.url()).pathname;
  await page.goto(`${deal}/win`);
  await page.locator('main form .button.primary').click();
  await expect(page).toHaveURL(new RegExp(`${deal}(\\?|$)`));
  await expect(page.locator('.page-title .chip')).toContainText(words.won);
  expect(await bookingsThisMonth(page)).toBe(before + amount.cents);

  // The number opens to the deals it is made of.
  await bookings(page).click();
  await expect(page).toHaveURL(/\/insights\/rows/);
  const row = await expectRowOfNumber(page, deal, amount.cents);
  await row.locator('.cell-title').click();
  await expect(page).toHaveURL(new RegExp(`${deal}$`));
});
