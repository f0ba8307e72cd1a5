import { writeFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { Crawl, kindOf, sendEmptied } from '../crawl.js';
import { here, inDays } from '../here.js';
import { expectAccessible, expectFits } from '../looks.js';
import { signIn, speak } from '../session.js';
import { results } from '../playwright.config.js';

// A trace of every page would take longer than looking at it.
test.use({ trace: 'off', screenshot: 'off' });

/** Desktop in light and English, phone in dark and German: see playwright.config.ts. */
async function look(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: here().phone ? 'dark' : 'light', reducedMotion: 'reduce' });
}

/** Faults of all pages together, so that one does not hide the next. */
class Faults {
  private readonly all: string[] = [];
  async at(place: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      this.all.push(`${place}: ${String(fault)}`);
    }
  }
  expectNone(): void {
    expect(this.all.join('\n\n')).toBe('');
  }
}

/** What every page must be, whatever it shows. */
async function expectGood(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', here().locale);
  await expect(page.locator('h1')).toHaveCount(1);
  await expect(page).not.toHaveTitle(/^ ?·/);
  expect(await page.locator('.button.primary').filter({ visible: true }).count(), 'primary buttons').toBeLessThanOrEqual(1);
  await expectAccessible(page);
  await expectFits(page);
}

/** Each form of the page comes back with what is wrong when it is sent without what it requires. */
async function expectRefusals(page: Page): Promise<void> {
  await sendEmptied(page, async (action, answer) => {
    // A form inside a list goes back to the list, which says so.
    const said = answer.status() === 303 && (await page.locator('.flash.bad').count()) === 1;
    expect(said ? 422 : answer.status(), `${action} without what it requires`).toBe(422);
    await expectGood(page);
  });
}

/** What the letters in the outbox lead to: one address for each kind of letter, told apart by its first word. */
async function addressesInLetters(page: Page): Promise<[href: string, kind: string][]> {
  const found: [string, string][] = [];
  for (const list of ['/settings/outbox', '/settings/outbox?status=sent']) {
    await page.goto(list);
    const letters = await page
      .locator('td a[href^="/settings/outbox/"]')
      .evaluateAll((all) => all.map((one) => [one.getAttribute('href') ?? '', (one.textContent ?? '').trim().split(' ')[0] ?? '']));
    for (const [href, kind] of letters) {
      const text = await (await page.request.get(href ?? '')).text();
      const letter = /class="letter">([^]*?)<\/div>/.exec(text)?.[1] ?? '';
      for (const [, address] of letter.matchAll(/<a href="([^"]+)"/g)) found.push([address ?? '', kind ?? '']);
    }
  }
  return found;
}

/** Somebody nobody knows uses a program's public page: a mail to confirm lies in the outbox. */
async function registerAsStranger(page: Page, form: string, email: string, company: string): Promise<void> {
  await page.goto(form);
  await page.locator('[name="sender_name"]').fill('Ada Walker');
  await page.locator('[name="sender_email"]').fill(email);
  await page.locator('[name="sender_company"]').pressSequentially('Walker & Söhne', { delay: 250 });
  await page.locator('[name="company"]').fill(company);
  await page.locator('[name="amount"]').fill('1200');
  await page.locator('[name="expected_close_on"]').fill(inDays(30));
  await page.locator('main form .button.primary').click();
  await page.waitForURL(/\/sent$/);
}

/** Two strangers' registrations: one that waits for its mail to be confirmed, and one that waits for its partner. */
async function registerAsStrangers(page: Page): Promise<{ form: string; unassigned: string }> {
  await page.goto('/settings/programs');
  await page.locator('main a[href^="/settings/programs/prog_"]').first().click();
  const href = await page.locator('a[href*="/p/"]').first().getAttribute('href');
  const form = new URL(href ?? '', page.url()).pathname;
  const [email, company] = [`walker-${here().name}@walk.example`, `Walk ${here().name}`];
  await registerAsStranger(page, form, email, company);
  await page.goto('/settings/outbox');
  await page.locator('tr', { hasText: email }).first().locator('a.cell-title').click();
  await page.goto((await page.locator('.letter a[href*="/c/"]').first().getAttribute('href')) ?? '');
  await page.locator('main form button').click();
  await page.waitForURL(/\/s\/[^/]+$/);
  await page.goto(`/registrations?q=${encodeURIComponent(company)}`);
  const unassigned = (await page.locator('td .cell-title', { hasText: company }).first().getAttribute('href')) ?? '';
  await registerAsStranger(page, form, `second-${email}`, `Second ${company}`);
  return { form, unassigned };
}

/** An import with one row it can place and one that it puts aside, so that its page has all it can have. */
async function importSomething(page: Page): Promise<void> {
  const mapping = `[source]
name = "walk-${here().name}"
[[file]]
id = "people"
path = "people.csv"
[[program]]
key = "reseller-dach"
name = "Reseller DACH"
template = "reseller"
[[table]]
target = "partner"
file = "people"
key = "Id"
[table.field]
program = { constant = "reseller-dach" }
name = "Name"
country = "Country"
`;
  await page.goto('/imports/new');
  await page.locator('[name="mapping"]').setInputFiles({ name: 'walk.toml', mimeType: 'text/plain', buffer: Buffer.from(mapping) });
  const rows = 'Id,Name,Country\n1,Walker Systems,DE\n2,,DE\n3,Nowhere,Atlantis\n';
  await page.locator('[name="files"]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await page.locator('button[name="dry_run"]').click();
  await page.waitForURL(/\/imports\/(?!new)/);
  // Looked at once it is over.
  await expect(async () => {
    await page.reload();
    await expect(page.locator('main table').first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

test('no page has a barrier', async ({ page, browser }) => {
  test.setTimeout(1_800_000);
  page.setDefaultTimeout(15_000);
  page.on('dialog', (dialog) => void dialog.accept());
  const { locale, name } = here();
  const faults = new Faults();
  await look(page);
  await signIn(page);
  await speak(page, locale);
  const { form, unassigned } = await registerAsStrangers(page);
  await importSomething(page);

  // Everything a signed-in person comes to from Today. What is for partners is looked at without a session, below.
  const forPartners: string[] = [];
  const inside = new Crawl(page, page.url());
  for (const start of ['/today', '/account', '/settings', '/partners/nothing', '/registrations?q=there-is-no-such-customer']) {
    inside.add(start);
  }
  for (const nothing of ['/partners', '/deals']) inside.add(`${nothing}?q=there-is-no-such-thing`);
  inside.add(unassigned, 'of a stranger');
  // A record looks different in each of its states: one of each.
  for (const [list, filter, record] of [
    ['/registrations', 'status', 'td a[href^="/registrations/reg_"]'],
    ['/partners', 'phase', 'td a[href^="/partners/par_"]'],
    ['/partners', 'status', 'td a[href^="/partners/par_"]'],
    ['/deals', 'outcome', 'td a[href^="/deals/deal_"]'],
    ['/settings/outbox', 'status', 'td a[href^="/settings/outbox/"]'],
  ] as const) {
    await page.goto(list);
    const states = await page.locator(`select[name="${filter}"] option`).evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    for (const state of states.filter((one) => one !== '')) {
      await page.goto(`${list}?${filter}=${state}`);
      const first = page.locator(record).first();
      if ((await first.count()) > 0) inside.add((await first.getAttribute('href')) ?? list, state);
    }
  }
  await inside.run(async (kind, answer) => {
    if ((await page.locator('body.public').count()) > 0) {
      forPartners.push(page.url());
      return;
    }
    await faults.at(kind, async () => {
      expect(answer.status()).toBeLessThan(500);
      await expectGood(page);
      await expectRefusals(page);
    });
  });

  const letters = await addressesInLetters(page);

  // Everything for partners, as somebody without a session sees it; the letters in the outbox led to their pages.
  const stranger = await browser.newContext({ ...test.info().project.use });
  const door = await stranger.newPage();
  door.setDefaultTimeout(15_000);
  await look(door);
  const outside = new Crawl(door, page.url(), (address) => {
    // Links that lead back to where one has to sign in.
    const known = inside.seen.has(kindOf(address));
    return known && !address.pathname.startsWith('/sign-in') && !forPartners.includes(address.href);
  });
  for (const start of [form, ...forPartners, '/sign-in', '/sign-in?with=password', '/sign-in/sent', '/sign-in/link/over', '/s/nothing', '/r/nothing', '/c/nothing']) {
    outside.add(start);
  }
  for (const [href, kind] of letters) outside.add(href, kind);
  await outside.run(async (kind, answer) => {
    await faults.at(`without a session: ${kind}`, async () => {
      expect(answer.status()).toBeLessThan(500);
      await expectGood(door);
      await expectRefusals(door);
    });
  });
  await stranger.close();

  const all = [...inside.seen.keys(), ...[...outside.seen.keys()].map((kind) => `without a session: ${kind}`)];
  await writeFile(`${results}/pages-${name}.txt`, `${all.sort().join('\n')}\n`);
  faults.expectNone();
  // The crawl itself must not fail by finding nothing.
  for (const kind of ['/partners/…/move', '/registrations/…/assign', '/settings/programs/…/rules', '/settings/segments/new', '/imports/…']) {
    expect([...inside.seen.keys()].some((one) => one.startsWith(kind)), `the walk comes to ${kind}`).toBe(true);
  }
  for (const kind of ['/c/…', '/s/…', '/r/…', kindOf(new URL(form, page.url()))]) {
    expect([...outside.seen.keys()], `the walk comes to ${kind}`).toContain(kind);
  }
});
