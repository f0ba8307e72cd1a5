import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectFits, picture } from '../looks.js';
import { signIn, speak } from '../session.js';

const words = {
  'desktop-en': { locale: 'en', won: 'Won', approved: 'Approved' },
  'phone-de': { locale: 'de', won: 'Gewonnen', approved: 'Angenommen' },
} as const;

/** Whole cents in a written amount of euros: €11,036.50 and 11.036,50 € are the same. */
function cents(text: string): number {
  const digits = text.replace(/[^\d.,]/g, '');
  const found = /^(.*)[.,](\d\d)$/.exec(digits);
  if (!found) throw new Error(`no amount with cents: ${text}`);
  return Number(`${found[1]}${found[2]}`.replace(/[.,]/g, ''));
}

const bookings = (page: Page) => page.locator('a.kpi-value[href*="metric=bookings"]').first();

async function bookingsThisMonth(page: Page): Promise<number> {
  await page.goto('/insights?period=month');
  return cents(await bookings(page).innerText());
}

/** A customer that another partner has an open deal with: its page says name and internet address. */
async function takenCustomer(page: Page, at: number) {
  await page.goto('/deals?outcome=open&source=direct');
  const credited = page.locator('tr', { has: page.locator('a[href^="/partners/"]') });
  await credited.nth(at).locator('.cell-title').click();
  const partner = await page.locator('dd a[href^="/partners/"]').first().innerText();
  await page.locator('dd a[href^="/companies/"]').click();
  return {
    partner,
    name: await page.locator('h1').innerText(),
    domain: await page.locator('.page-note').first().innerText(),
  };
}

/** The personal registration link of a contact of some other partner, made on its Contacts tab. */
async function personalLink(page: Page, other: string): Promise<string> {
  await page.goto('/partners?phase=cosell');
  const partners = await page
    .locator('td .cell-title[href^="/partners/"]')
    .evaluateAll((links) => links.map((a) => ({ name: a.textContent ?? '', href: a.getAttribute('href') ?? '' })));
  for (const partner of partners.filter((p) => p.name !== other)) {
    await page.goto(`${partner.href}/contacts`);
    const link = page.locator('input.input[readonly][value*="/r/"]');
    if ((await link.count()) === 0) {
      const make = page.locator('form[action$="/link"] button');
      if ((await make.count()) === 0) continue;
      await make.first().click();
    }
    return new URL(await link.first().inputValue()).pathname;
  }
  throw new Error('no partner in co-sell has a contact one can make a link for');
}

test('a registration travels from the partner to a won deal and into Insights', async ({ page, browser }) => {
  // Two people, some twenty pages, axe on five of them.
  test.setTimeout(120_000);
  const project = test.info().project.name as keyof typeof words;
  const here = words[project];
  // An amount of its own each time: the same registration sent twice is one registration, and leads to its old page.
  const euros = 12_000 + (Math.floor(Date.now() / 1000) % 10_000);
  const typed = here.locale === 'de' ? `${euros},67` : `${euros}.67`;
  const amount = euros * 100 + 67;
  page.on('dialog', (dialog) => void dialog.accept());
  await signIn(page);
  await speak(page, here.locale);
  await page.goto('/today');
  await expect(page.locator('html')).toHaveAttribute('lang', here.locale);
  await expectAccessible(page);
  await expectFits(page);

  const before = await bookingsThisMonth(page);
  const customer = await takenCustomer(page, project === 'desktop-en' ? 0 : 1);
  const link = await personalLink(page, customer.partner);

  // The partner: a browser that has never signed in.
  const stranger = await browser.newContext({ ...test.info().project.use });
  const partner = await stranger.newPage();
  await partner.goto('/today');
  await expect(partner).toHaveURL(/\/sign-in/);
  await partner.goto(link);
  await expect(partner.locator('html')).toHaveAttribute('lang', here.locale);
  await expectAccessible(partner);
  await expectFits(partner);
  await picture(partner, 'journey-public-form', test.info());
  await partner.locator('[name="company"]').fill(customer.name);
  await partner.locator('[name="domain"]').fill(customer.domain);
  await partner.locator('[name="amount"]').fill(typed);
  await partner.locator('[name="currency"]').selectOption('EUR');
  const due = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  await partner.locator('[name="expected_close_on"]').fill(due);
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
  await expect(partner.locator('.chip').first()).toHaveText(here.approved);
  await picture(partner, 'journey-status-approved', test.info());
  await stranger.close();

  // Won today, and the number moves by exactly this deal.
  await expect(page).toHaveURL(/\/deals\/deal_/);
  const deal = new URL(page.url()).pathname;
  await page.goto(`${deal}/win`);
  await page.locator('main form .button.primary').click();
  await expect(page).toHaveURL(new RegExp(`${deal}(\\?|$)`));
  await expect(page.locator('.page-title .chip')).toContainText(here.won);
  expect(await bookingsThisMonth(page)).toBe(before + amount);

  // The number opens to the deals it is made of.
  await bookings(page).click();
  await expect(page).toHaveURL(/\/insights\/rows/);
  const row = page.locator('tr', { has: page.locator(`a[href="${deal}"]`) });
  const next = page.locator('a[rel="next"]');
  while ((await row.count()) === 0 && (await next.count()) > 0) {
    const address = page.url();
    await next.click();
    await expect(page).not.toHaveURL(address);
  }
  await expect(row).toHaveCount(1);
  expect(cents(await row.locator('td.n').first().innerText())).toBe(amount);
  await row.locator('.cell-title').click();
  await expect(page).toHaveURL(new RegExp(`${deal}$`));
});
