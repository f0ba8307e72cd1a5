import { expect, test } from '@playwright/test';
import { personalLink } from '../channel.js';
import { newAmount } from '../figures.js';
import { here, inDays } from '../here.js';
import { expectAccessible, expectFits, picture } from '../looks.js';
import { signIn, speak } from '../session.js';

test('two partners on one customer: one contests, both show what they have, a person decides', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { name, locale } = here();
  const company = `Reederei Westkai ${name} ${Date.now() % 100_000}`;
  page.on('dialog', (dialog) => void dialog.accept());
  await signIn(page);
  await speak(page, locale);

  // Two partners register the same customer.
  const register = async (link: string) => {
    const context = await browser.newContext({ ...test.info().project.use });
    const partner = await context.newPage();
    await partner.goto(link);
    await partner.locator('[name="company"]').fill(company);
    await partner.locator('[name="domain"]').fill(`westkai-${name}-${company.slice(-5).trim()}.example`);
    await partner.locator('[name="amount"]').fill(newAmount().typed);
    await partner.locator('[name="currency"]').selectOption('EUR');
    await partner.locator('[name="expected_close_on"]').fill(inDays(60));
    // The form proposes the country of a contact's last customer: here both mean the same one.
    const country = partner.locator('[name="country"]');
    if (!(await country.isVisible())) {
      await partner.locator('details', { has: country }).locator('summary').click();
    }
    await country.selectOption('DE');
    await partner.locator('main form .button.primary').click();
    await expect(partner).toHaveURL(/\/s\/[^/]+$/);
    return partner;
  };
  const open = async () => {
    await page.goto(`/registrations?q=${encodeURIComponent(company)}`);
    await page.locator('td .cell-title', { hasText: company }).first().click();
    await expect(page).toHaveURL(/\/registrations\/reg_/);
    return new URL(page.url()).pathname;
  };
  const first = await personalLink(page, '');
  const other = await page.locator('h1').innerText();
  const holder = await register(first);
  const held = await open();
  await page.locator('form[action$="/approve"] button').click();
  await expect(page.locator('a.button.primary[href^="/deals/"]')).toBeVisible();
  const claimant = await register(await personalLink(page, other));
  await page.goto(`/registrations?q=${encodeURIComponent(company)}`);
  const records = await page.locator('td .cell-title', { hasText: company }).evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const second = records.find((href) => href !== held) ?? '';
  expect(second).toContain('/registrations/reg_');
  await page.goto(`${second}/decline`);
  await page.locator('[name="reason"][value="already_registered"]').check();
  await page.locator('main form .button.danger').click();
  await expect(page).toHaveURL(new RegExp(`${second}(\\?|$)`));

  // The second contests it, on the page it has had from the start.
  await claimant.reload();
  const contest = claimant.locator('details', { has: claimant.locator('form[action$="/contest"]') });
  await contest.locator('summary').click();
  await contest.locator('[name="statement"]').fill('We have worked with them since spring.');
  await expectAccessible(claimant);
  await expectFits(claimant);
  await contest.locator('button').click();
  const show = async (partner: typeof page, kind: string, text: string, on: string) => {
    const form = partner.locator('form[action$="/evidence"]');
    if (!(await form.isVisible())) {
      await partner.locator('details', { has: form }).locator('summary').click();
    }
    await form.locator('[name="kind"]').selectOption(kind);
    await form.locator('[name="dated_on"]').fill(on);
    await form.locator('[name="text"]').fill(text);
    await picture(partner, `journey-dispute-${kind}`, test.info());
    await form.locator('button').click();
    await expect(partner.locator('main')).toContainText(text);
  };
  await show(claimant, 'customer_statement', 'Westkai chose us in writing.', inDays(-3));
  await holder.reload();
  await expectAccessible(holder);
  await expectFits(holder);
  await show(holder, 'proposal', 'Our proposal of May.', inDays(-40));
  await expect(holder.locator('main')).not.toContainText('Westkai chose us in writing');

  // A person sees both, the weightiest first, and decides.
  await page.goto('/today');
  const waiting = page.locator('section[aria-labelledby="today-disputes"] a.cell-title', { hasText: company });
  await waiting.first().click();
  await expect(page).toHaveURL(/\/disputes\/dis_/);
  const shown = page.locator('section[aria-labelledby="dispute-evidence"] .prose');
  await expect(shown.first()).toContainText('in writing');
  await expect(shown.nth(1)).toContainText('proposal');
  await expectAccessible(page);
  await expectFits(page);
  await picture(page, 'journey-dispute-record', test.info());
  await page.locator('[name="outcome"][value="overturned"]').check();
  await page.locator('[name="rule"]').selectOption('customer_choice');
  await page.locator('[name="decision"]').fill('The customer chose in writing.');
  await page.locator('form[action$="/decide"] .button.primary').click();
  await expect(page.locator('section[aria-labelledby="dispute-decision-1"]')).toContainText('chose in writing');

  // Both read it; the one who lost can appeal.
  await claimant.reload();
  await expect(claimant.locator('main')).toContainText('The customer chose in writing.');
  await expect(claimant.locator('form[action$="/dispute-appeal"]')).toHaveCount(0);
  await holder.reload();
  const appeal = holder.locator('details', { has: holder.locator('form[action$="/dispute-appeal"]') });
  await appeal.locator('summary').click();
  await expectAccessible(holder);
  await appeal.locator('[name="dispute_reason"]').fill('Nobody asked us.');
  await picture(holder, 'journey-dispute-appeal', test.info());
  await appeal.locator('button').click();
  await expect(holder.locator('form[action$="/dispute-appeal"]')).toHaveCount(0);
  await holder.context().close();
  await claimant.context().close();
});
