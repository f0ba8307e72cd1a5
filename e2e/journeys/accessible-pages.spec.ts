import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectFits } from '../looks.js';
import { signIn, speak } from '../session.js';

// A trace of every page would take longer than looking at it.
test.use({ trace: 'off' });

// A page: its name, where to start, and the links to follow from there (the first that matches, each time).
type Visit = [name: string, start: string, ...links: string[]];

const partner = 'td a[href^="/partners/par_"]';
const registration = 'td a[href^="/registrations/reg_"]';
const deal = 'td a[href^="/deals/deal_"]';

// Every page is looked at once, so that the walk stays short: these on the desktop, in light …
const light: Visit[] = [
  ['Today', '/today'],
  ['registrations', '/registrations'],
  ['registrations, nothing found', '/registrations?q=there-is-no-such-customer'],
  ['a new registration', '/registrations/new'],
  ['a registration', '/registrations', registration],
  ['an open registration', '/registrations?status=open', registration],
  ['declining', '/registrations?status=open', registration, 'a[href$="/decline"]'],
  ['approving with a note', '/registrations?status=open', registration, 'a[href$="/approve"]'],
  ['partners', '/partners'],
  ['partners, nothing found', '/partners?q=there-is-no-such-partner'],
  ['a new partner', '/partners/new'],
  ['a partner', '/partners?phase=cosell', partner],
  ['deals of a partner', '/partners?phase=cosell', partner, '.tabs a[href$="/deals"]'],
  ['registrations of a partner', '/partners?phase=cosell', partner, '.tabs a[href$="/registrations"]'],
  ['contacts of a partner', '/partners?phase=cosell', partner, '.tabs a[href$="/contacts"]'],
  ['programs of a partner', '/partners?phase=cosell', partner, 'a[href$="/programs"]'],
  ['history of a partner', '/partners?phase=cosell', partner, '.tabs a[href$="/history"]'],
  ['Insights', '/insights'],
  ['imports', '/imports'],
  ['a new import', '/imports/new'],
  ['settings', '/settings'],
  ['people', '/settings/people'],
  ['a new person', '/settings/people/new'],
  ['a person', '/settings/people', 'main a[href^="/settings/people/usr_"]'],
  ['programs', '/settings/programs'],
  ['a program', '/settings/programs', 'main a[href^="/settings/programs/prog_"]'],
  ['rules of a program', '/settings/programs', 'main a[href^="/settings/programs/prog_"]', 'a[href$="/rules"]'],
  ['stages of a program', '/settings/programs', 'main a[href^="/settings/programs/prog_"]', 'a[href$="/stages"]'],
  ['products', '/settings/products'],
  ['segments', '/settings/segments'],
  ['outbox', '/settings/outbox'],
  ['a letter', '/settings/outbox', 'main a[href^="/settings/outbox/"]'],
  ['audit', '/settings/audit'],
  ['account', '/account'],
];

// … and these on the phone, in dark.
const dark: Visit[] = [
  ['changing a partner', '/partners?phase=cosell', partner, 'a[href$="/edit"]'],
  ['deals', '/deals'],
  ['deals, nothing found', '/deals?q=there-is-no-such-deal'],
  ['board', '/deals/board'],
  ['a new deal', '/deals/new'],
  ['a deal', '/deals?outcome=open', deal],
  ['winning a deal', '/deals?outcome=open', deal, 'a[href*="/win"]'],
  ['losing a deal', '/deals?outcome=open', deal, 'a[href$="/lose"]'],
  ['lines of a deal', '/deals?outcome=open', deal, 'a[href$="/lines"]'],
  ['a customer', '/deals?outcome=open', deal, 'dd a[href^="/companies/"]'],
  ['rows of a number', '/insights?period=month', 'a.kpi-value'],
  ['organisation', '/settings/organisation'],
  ['tokens', '/account/tokens'],
  ['an address nobody has', '/partners/par_00000000000000000000000000'],
];

// What everyone sees, without a session.
const doors: Visit[] = [
  ['sign-in', '/sign-in'],
  ['sign-in link sent', '/sign-in/sent'],
  ['a sign-in link that is over', '/sign-in/link/over'],
  ['public form, sent', '/p/reseller-dach/sent'],
  ['a status page that is not there', '/s/nothing'],
  ['a personal link that is not there', '/r/nothing'],
];

async function visit(page: Page, [, start, ...links]: Visit): Promise<void> {
  await page.goto(start);
  for (const link of links) {
    // A link may lie in a closed menu: its address is what counts here.
    const href = await page.locator(link).first().getAttribute('href');
    await page.goto(href ?? start);
  }
}

const onPhone = () => test.info().project.name === 'phone-de';

async function look(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: onPhone() ? 'dark' : 'light', reducedMotion: 'reduce' });
}

/** Looks at all of them before it says what is wrong, so that one fault does not hide the next. */
async function walk(page: Page, visits: Visit[]): Promise<void> {
  const faults: string[] = [];
  for (const one of visits) {
    try {
      await visit(page, one);
      await expectAccessible(page);
      await expectFits(page);
    } catch (fault) {
      faults.push(`${one[0]}: ${String(fault)}`);
    }
  }
  expect(faults).toEqual([]);
}

test('no page of a signed-in person has a barrier', async ({ page }) => {
  test.setTimeout(300_000);
  page.setDefaultTimeout(10_000);
  await look(page);
  await signIn(page);
  await speak(page, onPhone() ? 'de' : 'en');
  await walk(page, onPhone() ? dark : light);
});

test('no page for everyone has a barrier', async ({ page }) => {
  await look(page);
  await walk(page, doors);
});

test('the public form has no barrier', async ({ page }) => {
  await look(page);
  await signIn(page);
  await page.goto('/settings/programs');
  await page.locator('main a[href^="/settings/programs/prog_"]').first().click();
  const form = await page.locator('a[href*="/p/"]').first().getAttribute('href');
  await page.context().clearCookies();
  await page.goto(new URL(form ?? '', page.url()).pathname);
  await expectAccessible(page);
  await expectFits(page);
});
