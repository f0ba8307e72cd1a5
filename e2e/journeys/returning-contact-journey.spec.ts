import { expect, test } from '@playwright/test';
import { personalLink, takenCustomer } from '../channel.js';
import { newAmount } from '../figures.js';
import { here, inDays } from '../here.js';
import { signIn, speak } from '../session.js';

/** Milliseconds between two letters of somebody who writes forty words a minute, on a phone with one thumb too. */
const LETTER = 300;

test('somebody the link knows registers in six fields and under a minute', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { name, locale, turn } = here();
  const amount = newAmount();
  await signIn(page);
  await speak(page, locale);
  const customer = await takenCustomer(page, turn + 12);
  const link = await personalLink(page, customer.partner);

  const known = await browser.newContext({ ...test.info().project.use });
  const contact = await known.newPage();
  const opened = Date.now();
  await contact.goto(link);
  // Who they are is not asked again.
  await expect(contact.locator('[name="sender_name"], [name="sender_email"], [name="sender_company"]')).toHaveCount(0);
  const asked = contact.locator('main form .field').filter({ visible: true });
  expect(await asked.count(), 'fields one sees').toBeLessThanOrEqual(6);

  // All of them, not only those that are required. A person takes a moment before each.
  const typed: [field: string, text: string][] = [
    ['company', `Nordhaus ${name}`],
    ['domain', 'nordhaus.example'],
    ['customer_contact', 'Ines Lang, IT'],
    ['amount', amount.typed],
    ['partner_help', 'Pilot and training'],
  ];
  for (const [field, text] of typed) {
    await contact.waitForTimeout(1_000);
    await contact.locator(`[name="${field}"]`).pressSequentially(text, { delay: LETTER });
  }
  await contact.locator('[name="expected_close_on"]').fill(inDays(60));
  await contact.locator('main form .button.primary').click();
  await expect(contact).toHaveURL(/\/s\/[^/]+$/);
  await expect(contact.locator('h1')).toHaveText(`Nordhaus ${name}`);
  expect(Date.now() - opened, 'from opening the link to the status page').toBeLessThan(60_000);
  await known.close();
});
