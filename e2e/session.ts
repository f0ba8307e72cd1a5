import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { results } from './playwright.config.js';

const kept = `${results}/session.json`;

type Session = {
  link: string;
  cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
};

/**
 * Makes this page's browser the demo's administrator. The demo's link works once, so the first test that needs it
 * opens it and the session is kept for all others.
 */
export async function signIn(page: Page): Promise<void> {
  const link = process.env.COMPAGNON_SIGN_IN_URL;
  if (!link) throw new Error('COMPAGNON_SIGN_IN_URL is not set; cargo xtask test sets it');
  const session = await read();
  if (session?.link === link) {
    await page.context().addCookies(session.cookies);
    return;
  }
  await page.goto(link);
  // A link may ask for one press, so that a mail scanner that follows links does not use it up.
  const confirm = page.locator('form[method="post"]:not([action]) button');
  if (new URL(page.url()).pathname === new URL(link).pathname && (await confirm.count()) === 1) {
    await confirm.click();
  }
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  const cookies = await page.context().cookies();
  if (cookies.length === 0) throw new Error('the sign-in link set no cookie');
  await mkdir(results, { recursive: true });
  await writeFile(kept, JSON.stringify({ link, cookies } satisfies Session));
}

/** Language of a signed-in person, chosen the way a person chooses it. */
export async function speak(page: Page, locale: 'en' | 'de'): Promise<void> {
  await page.goto('/account');
  await prefer(page, 'locale', locale);
}

async function prefer(page: Page, name: string, value: string): Promise<void> {
  const form = page.locator('form[action="/account/preferences"]');
  await form.locator(`select[name="${name}"]`).selectOption(value);
  await form.locator('button').click();
  await page.waitForURL('**/account**');
}

async function read(): Promise<Session | undefined> {
  try {
    return JSON.parse(await readFile(kept, 'utf8')) as Session;
  } catch {
    return undefined;
  }
}

/** The demo's administrator with a password, set on the account page: for a browser that signs in by itself. */
export async function credentials(page: Page): Promise<{ email: string; password: string }> {
  const password = 'a long walk by the harbour';
  await page.goto('/account');
  const form = page.locator('form[action="/account/password"]');
  const email = await form.locator('[name="username"]').inputValue();
  const old = form.locator('[name="old_password"]');
  if ((await old.count()) > 0) await old.fill(password);
  await form.locator('[name="new_password"]').fill(password);
  await form.locator('button').click();
  await page.locator('.flash.good').waitFor();
  return { email, password };
}
