import { type Page, expect, test } from '@playwright/test';
import { personalLink } from '../channel.js';
import { newAmount } from '../figures.js';
import { here, inDays } from '../here.js';
import { expectAccessible, expectFits, picture } from '../looks.js';
import { signIn, speak } from '../session.js';

/** The link in the mail that asks the reviewer about this customer: it answers without signing in. */
async function answerLink(page: Page, company: string): Promise<string> {
  await page.goto('/settings/outbox');
  const letters = await page
    .locator('td .cell-title[href^="/settings/outbox/"]', { hasText: company })
    .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  for (const letter of letters) {
    await page.goto(letter);
    const link = page.locator('.letter a[href*="/a/"]');
    if ((await link.count()) > 0) return new URL((await link.first().getAttribute('href')) ?? '').pathname;
  }
  throw new Error(`no mail about ${company} asks for an answer`);
}

/** A mail about this customer that says this, whoever it went to. */
async function letterSaying(page: Page, company: string, text: string): Promise<string> {
  await page.goto('/settings/outbox');
  const letters = await page
    .locator('td .cell-title[href^="/settings/outbox/"]', { hasText: company })
    .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  for (const letter of letters) {
    await page.goto(letter);
    const said = await page.locator('.letter').innerText();
    if (said.includes(text)) return said;
  }
  throw new Error(`no mail about ${company} says: ${text}`);
}

/** What the page behind a used link says to a reviewer. */
const answered = { en: 'answered already', de: 'schon geantwortet' } as const;

test('a reviewer answers from the mail: a scanner decides nothing, a button does, and once only', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { name, locale } = here();
  const run = `${name} ${Date.now() % 100_000}`;
  page.on('dialog', (dialog) => void dialog.accept());
  await signIn(page);
  await speak(page, locale);
  const link = await personalLink(page, '');
  const register = async (company: string) => {
    const context = await browser.newContext({ ...test.info().project.use });
    const partner = await context.newPage();
    await partner.goto(link);
    await partner.locator('[name="company"]').fill(company);
    await partner.locator('[name="domain"]').fill(`${company.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.example`);
    await partner.locator('[name="amount"]').fill(newAmount().typed);
    await partner.locator('[name="currency"]').selectOption('EUR');
    await partner.locator('[name="expected_close_on"]').fill(inDays(60));
    await partner.locator('main form .button.primary').click();
    await expect(partner).toHaveURL(/\/s\/[^/]+$/);
    return partner;
  };
  const open = async (path: string) => {
    // Nobody is signed in where the mail is read.
    const context = await browser.newContext({ ...test.info().project.use });
    const mail = await context.newPage();
    await mail.goto(path);
    return mail;
  };

  // Yes: the scanner of a mail server opens the link first, several times.
  const wanted = `Fleetkai Druckerei ${run}`;
  const partner = await register(wanted);
  const yes = await answerLink(page, wanted);
  const scanner = await browser.newContext();
  for (let look = 0; look < 3; look += 1) expect((await scanner.request.get(yes)).status()).toBe(200);
  await partner.reload();
  await expect(partner.locator('form[action$="/progress"]')).toHaveCount(0);
  const mail = await open(yes);
  await expect(mail.locator('h1')).toHaveText(wanted);
  await expectAccessible(mail);
  await expectFits(mail);
  await picture(mail, 'journey-answer-from-mail', test.info());
  // By the keyboard alone.
  await mail.locator('[name="note"]').focus();
  await mail.keyboard.type('Good luck');
  await mail.keyboard.press('Tab');
  await mail.keyboard.press('Enter');
  await expect(mail.locator('[name="note"]')).toHaveCount(0);
  await expectAccessible(mail);
  await expectFits(mail);
  await partner.reload();
  await expect(partner.locator('form[action$="/progress"]')).toHaveCount(1);
  await expect(partner.locator('main')).toContainText('Good luck');

  expect(await letterSaying(page, wanted, 'Good luck')).toContain('/s/');

  // The same link once more decides nothing, and says so.
  const again = await open(yes);
  await expect(again.locator('main form')).toHaveCount(0);
  await expect.soft(again.locator('main')).toContainText(answered[locale]);
  await expectAccessible(again);
  await expectFits(again);
  await picture(again, 'journey-answer-used', test.info());
  // A letter changed in it opens nothing.
  const other = yes.replace(/.(?=.{9}$)/, (letter) => (letter === '0' ? '1' : '0'));
  expect((await scanner.request.get(other)).status()).toBe(404);

  // No, with a reason; one without is refused first.
  const unwanted = `Fleetkai Speicher ${run}`;
  const sorry = await register(unwanted);
  const no = await open(await answerLink(page, unwanted));
  await no.locator('details', { has: no.locator('form[action$="/decline"]') }).locator('summary').click();
  await no.locator('form[action$="/decline"] .button.danger').click();
  await expect(no.locator('#f-reason-error')).toBeVisible();
  await expectAccessible(no);
  await no.locator('[name="reason"][value="not_a_fit"]').check();
  await no.locator('form[action$="/decline"] [name="text"]').fill('They print on paper only.');
  await no.locator('form[action$="/decline"] .button.danger').click();
  await expect(no.locator('main form')).toHaveCount(0);
  await sorry.reload();
  await expect(sorry.locator('form[action$="/appeal"]')).toHaveCount(1);
  await expect(sorry.locator('main')).toContainText('They print on paper only.');
  expect(await letterSaying(page, unwanted, 'They print on paper only.')).toContain('/s/');

  // A question; the link is spent with it.
  const unclear = `Fleetkai Kontor ${run}`;
  const asked = await register(unclear);
  const why = await answerLink(page, unclear);
  const ask = await open(why);
  await ask.locator('details', { has: ask.locator('form[action$="/ask"]') }).locator('summary').click();
  await expectAccessible(ask);
  await expectFits(ask);
  // As well in the dark.
  await ask.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(ask);
  await picture(ask, 'journey-answer-ask-dark', test.info());
  await ask.locator('[name="question"]').fill('Which of their two sites?');
  await ask.locator('form[action$="/ask"] button').click();
  await expect(ask.locator('main form')).toHaveCount(0);
  expect(await letterSaying(page, unclear, 'Which of their two sites?')).toContain('/s/');
  await asked.reload();
  await expect(asked.locator('main')).toContainText('Which of their two sites?');
  const spent = await open(why);
  await expect(spent.locator('main form')).toHaveCount(0);
  await expect.soft(spent.locator('main')).toContainText(answered[locale]);
  // The partner answers; the mail about it carries a link of its own, and the deal can be decided by it.
  await asked.locator('form[action$="/answer"] [name="answer"]').fill('The one in Kiel.');
  await asked.locator('form[action$="/answer"] button').click();
  await expect(asked.locator('form[action$="/answer"]')).toHaveCount(0);
  const then = await answerLink(page, unclear);
  expect(then).not.toBe(why);
  const decide = await open(then);
  await decide.locator('form[action$="/approve"] .button.primary').click();
  await expect(decide.locator('main form')).toHaveCount(0);
  await asked.reload();
  await expect(asked.locator('form[action$="/progress"]')).toHaveCount(1);
  for (const done of [partner, mail, again, sorry, no, asked, ask, spent, decide]) await done.context().close();
  await scanner.close();
});
