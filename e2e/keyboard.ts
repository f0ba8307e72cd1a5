import { expect, type Locator, type Page } from '@playwright/test';

/**
 * Presses Tab until this has the focus, as somebody without a mouse does, and looks that one can see where the focus
 * is. Fails when it cannot be reached.
 */
export async function tabTo(page: Page, target: Locator, most = 200): Promise<void> {
  await expect(target).toHaveCount(1);
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    const seen = await target.evaluate((element) => {
      if (element !== document.activeElement) return undefined;
      const style = getComputedStyle(element);
      return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    });
    if (seen === undefined) continue;
    expect(seen, `one can see that ${String(target)} has the focus`).toBe(true);
    return;
  }
  throw new Error(`Tab does not reach ${String(target)} on ${page.url()}`);
}

/** Goes to a field by Tab and writes into it. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Ctrl-K, some letters, and the first entry that says this. */
export async function command(page: Page, letters: string, entry: RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.locator('#palette');
  await expect(palette).toBeVisible();
  await page.keyboard.type(letters);
  const wanted = palette.getByRole('option').filter({ hasText: entry }).first();
  await expect(wanted).toBeVisible();
  const count = await palette.getByRole('option').count();
  for (let down = 0; down < count; down += 1) {
    if ((await wanted.getAttribute('aria-selected')) === 'true') break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(wanted).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
}
