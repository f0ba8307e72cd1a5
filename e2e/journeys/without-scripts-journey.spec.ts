import { expect, test, type Page } from '@playwright/test';
import { bookings, bookingsThisMonth, expectRowOfNumber, newAmount } from '../figures.js';
import { here, inDays } from '../here.js';
import { expectFits } from '../looks.js';
import { credentials, signIn, speak } from '../session.js';

/** The page is one a script has never touched, and shows no control that only a script would move. */
async function expectWithoutScripts(page: Page): Promise<void> {
  await expect(page.locator('html')).not.toHaveClass(/\bjs\b/);
  await expect(page.locator('.js-only').filter({ visible: true })).toHaveCount(0);
  await expectFits(page);
}

/** The newest letter to this address, and the link of ours in it that begins so. */
async function linkInLetter(page: Page, to: string, begins: string): Promise<string> {
  await page.goto('/settings/outbox');
  await page.locator('tr', { hasText: to }).first().locator('a.cell-title').click();
  const link = await page.locator(`.letter a[href*="${begins}"]`).first().getAttribute('href');
  return new URL(link ?? '', page.url()).pathname;
}

test('the whole way works without scripts', async ({ page: prepared, browser }) => {
  test.setTimeout(120_000);
  const { name, locale, words } = here();
  const amount = newAmount();
  await signIn(prepared);
  const { email, password } = await credentials(prepared);
  const use = { ...test.info().project.use, javaScriptEnabled: false };

  // Sign in: the page one wanted comes after it.
  const inside = await browser.newContext(use);
  const page = await inside.newPage();
  await page.goto('/registrations?status=open');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expectWithoutScripts(page);
  await page.locator('a[href*="sign-in"]').first().click();
  await page.locator('[name="email"]').fill(email);
  await page.locator('[name="password"]').fill('not the password');
  await page.locator('.button.primary').click();
  await expect(page.locator('#f-password-error')).toBeVisible();
  await page.locator('[name="email"]').fill(email);
  await page.locator('[name="password"]').fill(password);
  await page.locator('.button.primary').click();
  await expect(page).toHaveURL(/\/registrations\?status=open/);
  await speak(page, locale);

  // Today says what waits, and the clocks have their words from the server.
  await page.locator('a.rail-link[href="/today"]').click();
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  await expectWithoutScripts(page);
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await expect(page.locator('.clock-text').first()).toHaveText(/\d/);
  const before = await bookingsThisMonth(page);

  // Somebody nobody knows registers on the program's public page, and makes a mistake first.
  await page.goto('/settings/programs');
  await page.locator('main a[href^="/settings/programs/prog_"]').first().click();
  const form = await page.locator('dd a[href*="/p/"]').first().getAttribute('href');
  const stranger = await browser.newContext(use);
  const partner = await stranger.newPage();
  await partner.goto(new URL(form ?? '', page.url()).pathname);
  await expectWithoutScripts(partner);
  const sender = `${name}-${Date.now()}@without-scripts.example`;
  const company = `Ohne Skript ${name} ${amount.cents}`;
  await partner.locator('[name="sender_name"]').fill('Renate Öztürk');
  await partner.locator('[name="sender_email"]').fill(sender);
  // At a person's speed: a form that is sent at once was filled in by a machine, and is not taken.
  await partner.locator('[name="sender_company"]').pressSequentially('Öztürk Beratung', { delay: 250 });
  await partner.locator('[name="company"]').fill(company);
  await partner.locator('[name="amount"]').fill('a lot');
  await partner.locator('[name="expected_close_on"]').fill(inDays(45));
  await partner.locator('main form .button.primary').click();
  await expect(partner.locator('[name="amount"]')).toHaveAttribute('aria-invalid', 'true');
  await expect(partner.locator('#f-amount-error')).toBeVisible();
  await expect(partner.locator('[name="company"]')).toHaveValue(company);
  await expectWithoutScripts(partner);
  await partner.locator('[name="amount"]').fill(amount.typed);
  await partner.locator('[name="currency"]').selectOption('EUR');
  await partner.locator('main form .button.primary').click();
  await expect(partner).toHaveURL(/\/p\/[^/]+\/sent$/);

  // Nothing starts before the address is confirmed, and opening the link alone confirms nothing.
  const confirm = await linkInLetter(page, sender, '/c/');
  await page.goto(`/registrations?q=${encodeURIComponent(company)}`);
  await expect(page.locator('td .cell-title', { hasText: company })).toHaveCount(0);
  await partner.goto(confirm);
  await expectWithoutScripts(partner);
  await partner.locator('main form button').click();
  await expect(partner).toHaveURL(/\/s\/[^/]+$/);
  await expect(partner.locator('h1')).toHaveText(company);
  await expectWithoutScripts(partner);
  const waiting = await partner.locator('.chip').first().innerText();

  // The manager says which partner this is, and approves.
  await page.goto('/registrations');
  await page.locator('[name="q"]').fill(company);
  await page.locator('form.filters button.no-js-only').click();
  await page.locator('td .cell-title', { hasText: company }).click();
  await expectWithoutScripts(page);
  await page.locator('a.button.primary[href$="/assign"]').click();
  if ((await page.locator('[name="partner"]').count()) === 0) {
    await page.locator('main [name="q"]').fill('e');
    await page.locator('main form[role="search"] button').click();
  }
  await page.locator('label:has([name="partner"])').first().click();
  await expectWithoutScripts(page);
  await page.locator('main form .button.primary').click();
  await page.locator('form[action$="/approve"] button').click();
  await page.locator('a.button.primary[href^="/deals/"]').click();
  await expect(page).toHaveURL(/\/deals\/deal_/);
  const deal = new URL(page.url()).pathname;
  await partner.reload();
  await expect(partner.locator('.chip').first()).not.toHaveText(waiting);
  await expect(partner.locator('.chip').first()).toHaveText(words.approved);
  await stranger.close();

  // One stage on, on the board: the menu on the card does what dragging does.
  await page.locator('nav.crumbs a[href*="program="], dd a[href*="program="]').first().waitFor({ state: 'attached' });
  const program = await page.locator('a[href*="program=prog_"]').first().getAttribute('href');
  await page.goto(`/deals/board?program=${new URL(program ?? '', page.url()).searchParams.get('program') ?? ''}`);
  await expectWithoutScripts(page);
  const card = page.locator(`[id="${deal.replace('/deals/', '')}"]`);
  const column = page.locator('.board-column', { has: card });
  const first = await column.getAttribute('data-stage');
  await card.locator('summary').click();
  const stage = card.locator('[name="stage"]');
  const offered = await stage.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  const next = offered.find((one) => one !== first) ?? '';
  await stage.selectOption(next);
  await card.locator('form button').click();
  await expect(column).toHaveAttribute('data-stage', next);
  await expectWithoutScripts(page);

  // Won, and the number moves by exactly this deal and opens to it.
  await card.locator('a.cell-title').click();
  await page.locator('.page-actions summary').click();
  await page.locator('a[href$="/win"]').click();
  await expectWithoutScripts(page);
  await page.locator('main form .button.primary').click();
  await expect(page.locator('.page-title .chip')).toContainText(words.won);
  expect(await bookingsThisMonth(page)).toBe(before + amount.cents);
  await expectWithoutScripts(page);
  // A chart's figures stand beside it as a table.
  await expect(page.locator('main table').first()).toBeVisible();
  await bookings(page).click();
  await expect(page).toHaveURL(/\/insights\/rows/);
  await expectRowOfNumber(page, deal, amount.cents);
  await inside.close();
});
