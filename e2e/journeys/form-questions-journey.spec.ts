import { expect, test, type Page } from '@playwright/test';
import { personalLink, takenCustomer } from '../channel.js';
import { here, inDays } from '../here.js';
import { expectAccessible, expectFits, picture } from '../looks.js';
import { signIn, speak } from '../session.js';

/** A question of the program's form, published with the others of this journey. */
async function ask(page: Page, form: string, fields: Record<string, string>): Promise<void> {
  await page.goto(`${form}/fields/new`);
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[name="${name}"]`).first();
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else if ((await field.getAttribute('type')) === 'checkbox') await field.check();
    else await field.fill(value);
  }
  await page.locator('main form .button.primary').first().click();
  await page.waitForURL((url) => url.pathname === form);
}

test('a question that hangs on an answer comes and goes while the form is filled in', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { locale, name, turn } = here();
  await signIn(page);
  await speak(page, locale);
  const customer = await takenCustomer(page, turn);
  const link = await personalLink(page, customer.partner);

  const context = await browser.newContext({ ...test.info().project.use });
  const partner = await context.newPage();
  await partner.goto(link);
  const called = (await partner.locator('.public-foot span').innerText()).trim();

  // The program's own questions: where it runs, and of one's own house, which site.
  await page.goto('/settings/programs');
  const programs = page.locator('main a[href^="/settings/programs/prog_"]');
  const program = await programs.filter({ hasText: called }).first().getAttribute('href');
  const form = `${program}/form`;
  const place = `place_${name.replace('-', '_')}`;
  const site = `site_${name.replace('-', '_')}`;
  await ask(page, form, { label_en: 'Where does it run?', label_de: 'Wo läuft es?', kind: 'choice', key: place, options: 'cloud | Cloud | Wolke\nown | Own house | Eigenes Haus' });
  await ask(page, form, { label_en: 'Which site?', label_de: 'Welcher Standort?', kind: 'text', key: site, required: 'yes', when_field: place, when_values: 'own' });
  await page.goto(form);
  await expect(page.locator(`#f-${site} .cell-note`)).toContainText(locale === 'de' ? 'Eigenes Haus' : 'Own house');
  await page.locator('button[value="publish:all"]').click();
  await expect(page.locator('.flash.good')).toBeVisible();

  // With scripts: it is there as soon as its answer is, and told to whoever cannot see it.
  await partner.goto(link);
  const question = partner.locator(`[data-question="${site}"]`);
  const field = partner.locator(`[name="answers.${site}"]`);
  const choice = partner.locator(`[name="answers.${place}"]`);
  await expect(question).toBeHidden();
  await expect(field).toBeDisabled();
  await choice.selectOption('own');
  await expect(field).toBeVisible();
  await expect(partner.locator('[data-came]')).toContainText(locale === 'de' ? 'Welcher Standort?' : 'Which site?');
  await field.fill('Kiel');
  await choice.selectOption('cloud');
  await expect(question).toBeHidden();
  await choice.selectOption('own');
  await expect(field).toHaveValue('Kiel');
  await expectAccessible(partner);
  await expectFits(partner);
  await picture(partner, 'journey-form-questions', test.info());
  await choice.selectOption('cloud');
  await partner.locator('[name="company"]').fill(`Live ${name} GmbH`);
  await partner.locator('[name="amount"]').fill('1000');
  await partner.locator('[name="expected_close_on"]').fill(inDays(60));
  await partner.locator('main form .button.primary').click();
  await expect(partner).toHaveURL(/\/s\/[^/]+$/);
  await expect(partner.locator('main')).not.toContainText('Kiel');

  // Without scripts: on the next page, and nothing is called wrong.
  const plain = await browser.newContext({ ...test.info().project.use, javaScriptEnabled: false });
  const quiet = await plain.newPage();
  await quiet.goto(link);
  await quiet.locator(`[name="answers.${place}"]`).selectOption('own');
  await quiet.locator('button[value="refresh"]').click();
  await expect(quiet.locator(`[name="answers.${site}"]`)).toBeVisible();
  await expect(quiet.locator('.error')).toHaveCount(0);
  await expectFits(quiet);
  await picture(quiet, 'journey-form-questions-plain', test.info());

  // The program is as it was.
  await page.goto(form);
  await page.locator('button[value^="restore:"]').first().click();
  await expect(page.locator('.flash.good')).toBeVisible();
  await context.close();
  await plain.close();
});
