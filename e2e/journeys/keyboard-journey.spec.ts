import { expect, test } from '@playwright/test';
import { personalLink, takenCustomer } from '../channel.js';
import { bookings, bookingsThisMonth, cents, newAmount } from '../figures.js';
import { here } from '../here.js';
import { command, tabTo, typeInto } from '../keyboard.js';
import { credentials, signIn, speak } from '../session.js';

test('the whole way works with the keyboard alone', async ({ page: prepared, browser }) => {
  test.skip(here().phone, 'a phone has no keyboard');
  test.setTimeout(120_000);
  const { name, locale, turn, words } = here();
  const amount = newAmount();
  await signIn(prepared);
  await speak(prepared, locale);
  const { email, password } = await credentials(prepared);
  const customer = await takenCustomer(prepared, turn + 6);
  const link = await personalLink(prepared, customer.partner);
  const before = await bookingsThisMonth(prepared);
  const company = `${customer.name} ${name} ${amount.cents}`;

  // Sign in.
  const inside = await browser.newContext({ ...test.info().project.use });
  const page = await inside.newPage();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto('/sign-in?with=password');
  await typeInto(page, page.locator('[name="email"]'), email);
  await typeInto(page, page.locator('[name="password"]'), password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/today$/);

  // The first Tab offers to skip the rail.
  await page.keyboard.press('Tab');
  await expect(page.locator('a.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();

  // j and k walk over what waits, Enter opens it.
  const titles = page.locator('table[data-rows] tbody a.cell-title');
  await page.keyboard.press('j');
  await expect(titles.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(titles.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(titles.nth(0)).toBeFocused();
  const first = (await titles.nth(0).innerText()).trim();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/registrations\/reg_/);
  await expect(page.locator('h1')).toHaveText(first);

  // The partner registers.
  const stranger = await browser.newContext({ ...test.info().project.use });
  const partner = await stranger.newPage();
  await partner.goto(link);
  await typeInto(partner, partner.locator('[name="company"]'), company);
  await typeInto(partner, partner.locator('[name="amount"]'), amount.typed);
  await tabTo(partner, partner.locator('[name="currency"]'));
  await partner.keyboard.type('EUR');
  await expect(partner.locator('[name="currency"]')).toHaveValue('EUR');
  await tabTo(partner, partner.locator('[name="expected_close_on"]'));
  // The third of March: day and month are the same in whichever order this browser wants them.
  const year = new Date().getFullYear() + 1;
  await partner.keyboard.type(`0303${year}`);
  await expect(partner.locator('[name="expected_close_on"]')).toHaveValue(`${year}-03-03`);
  await partner.keyboard.press('Enter');
  await expect(partner).toHaveURL(/\/s\/[^/]+$/);
  await expect(partner.locator('h1')).toHaveText(company);

  // The manager finds it: Ctrl-K to the list, / into the search, Enter, j, Enter; and approves.
  await command(page, 'regist', /^Regist/);
  await expect(page).toHaveURL(/\/registrations$/);
  await page.keyboard.press('/');
  await expect(page.locator('[name="q"]')).toBeFocused();
  await page.keyboard.type(company);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=/);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(company);
  await tabTo(page, page.locator('form[action$="/approve"] button'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.locator('a.button.primary[href^="/deals/"]'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/deals\/deal_/);
  const deal = new URL(page.url()).pathname;
  const program = await page.locator('a[href*="program=prog_"]').first().getAttribute('href');
  await partner.reload();
  await expect(partner.locator('.chip').first()).toHaveText(words.approved);
  await stranger.close();

  // On the board a card moves with Shift and an arrow.
  await page.goto(`/deals/board?program=${new URL(program ?? '', page.url()).searchParams.get('program') ?? ''}`);
  const card = page.locator(`[id="${deal.replace('/deals/', '')}"]`);
  const columns = page.locator('.board-column');
  const stages = await columns.evaluateAll((all) => all.map((one) => one.getAttribute('data-stage') ?? ''));
  const column = page.locator('.board-column', { has: card });
  const from = stages.indexOf((await column.getAttribute('data-stage')) ?? '');
  await tabTo(page, card, 400);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(column).toHaveAttribute('data-stage', stages[from + 1] ?? '');
  await expect(page.locator('.toasts')).toContainText(/\S/);
  await expect(card).toBeFocused();
  await page.reload();
  await expect(column).toHaveAttribute('data-stage', stages[from + 1] ?? '');

  // Ctrl-K finds the deal by its name, and on its page the command that wins it.
  await command(page, company, new RegExp(amount.cents.toString()));
  await expect(page).toHaveURL(new RegExp(`${deal}$`));
  await command(page, words.won.toLowerCase(), new RegExp(words.won, 'i'));
  await expect(page).toHaveURL(/\/win/);
  await tabTo(page, page.locator('main form .button.primary'));
  await page.keyboard.press('Enter');
  await expect(page.locator('.page-title .chip')).toContainText(words.won);

  // Insights moved by exactly this deal, and Enter opens the number.
  await command(page, locale === 'de' ? 'einbl' : 'insig', /^(Insights|Einblicke)/);
  await expect(page).toHaveURL(/\/insights/);
  await page.goto('/insights?period=month');
  expect(cents(await bookings(page).innerText())).toBe(before + amount.cents);
  await tabTo(page, bookings(page));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/insights\/rows/);
  await inside.close();
});
