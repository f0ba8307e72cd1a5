import type { Page } from '@playwright/test';

/** A customer that another partner has an open deal with and nobody has registered: its page says name and internet address. */
export async function takenCustomer(page: Page, at: number) {
  await page.goto('/deals?outcome=open&source=direct');
  const credited = page.locator('tr', { has: page.locator('a[href^="/partners/"]') });
  const deals = await credited
    .locator('.cell-title')
    .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? ''));
  for (const deal of deals.slice(at)) {
    await page.goto(deal);
    const partner = await page.locator('dd a[href^="/partners/"]').first().innerText();
    await page.locator('dd a[href^="/companies/"]').click();
    // Where a protection stands, an approval is a longer way.
    if ((await page.locator('main a[href^="/registrations/reg_"]').count()) > 0) continue;
    return {
      partner,
      name: await page.locator('h1').innerText(),
      domain: await page.locator('.page-note').first().innerText(),
    };
  }
  throw new Error('every customer with an open deal is registered already');
}

/** The personal registration link of a contact of some other partner, made on its Contacts tab. */
export async function personalLink(page: Page, other: string): Promise<string> {
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
