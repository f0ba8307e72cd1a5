import { expect, test } from '@playwright/test';
import { here } from '../here.js';
import { signIn } from '../session.js';

test('a card that is dragged to another column has moved for everybody', async ({ page }) => {
  test.skip(here().phone, 'on a phone the card has a menu for it, see the journey without scripts');
  await signIn(page);
  await page.goto('/deals/board');
  const target = page.locator('.board-column').nth(1);
  const stage = (await target.getAttribute('data-stage')) ?? '';
  const name = (await target.locator('h2').innerText()).trim();
  const card = page.locator('.board-column').first().locator('.deal-card').first();
  const id = (await card.getAttribute('id')) ?? '';
  await card.dragTo(target.locator('.board-head'));
  const moved = page.locator(`.board-column[data-stage="${stage}"] [id="${id}"]`);
  await expect(moved).toBeVisible();
  await expect(page.locator('.toasts')).toContainText(name);
  await page.reload();
  await expect(moved).toBeVisible();
});
