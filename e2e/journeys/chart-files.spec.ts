import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { signIn } from '../session.js';

test('a chart is saved as SVG and as PNG', async ({ page }) => {
  await signIn(page);
  await page.goto('/dashboards/partner');
  const save = async (kind: string): Promise<Buffer> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.chart-files button', { hasText: kind }).first().click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${kind.toLowerCase()}$`));
    return readFile(await download.path());
  };
  const svg = (await save('SVG')).toString('utf8');
  const root = await page.evaluate((text) => {
    const read = new DOMParser().parseFromString(text, 'image/svg+xml');
    return [read.documentElement.nodeName, read.querySelectorAll('path').length] as const;
  }, svg);
  expect(root[0]).toBe('svg');
  expect(root[1]).toBeGreaterThan(5);
  const png = await save('PNG');
  // The signature of a PNG, then width and height of its header: twice the drawing, for sharp slides.
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1200]);
});
