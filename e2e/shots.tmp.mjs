import { chromium } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
const base = process.env.BASE; const link = process.env.LINK;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
const page = await context.newPage();
await page.goto(link); const b = page.locator('form[method="post"]:not([action]) button'); if (await b.count()) await b.first().click();
await page.waitForTimeout(500);
const paths = ['/dashboards','/dashboards/head_of_partnerships','/dashboards/partner_manager','/insights/portfolio','/insights/cohorts','/insights/funnel','/insights/questions/new','/dashboards/seller'];
async function shoot(tag, opts) {
  await page.setViewportSize(opts.size); await page.emulateMedia({ colorScheme: opts.scheme, media: opts.media ?? 'screen', reducedMotion: 'reduce' });
  for (const path of opts.paths ?? paths) {
    const r = await page.goto(base + path); await page.waitForTimeout(400);
    const name = tag + path.replace(/\W+/g, '_');
    await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true });
    const axe = await new AxeBuilder({ page }).withTags(['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']).analyze();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
    console.log(tag, path, r.status(), wide ? 'TOO WIDE' : '', axe.violations.map(v => v.id + ' ' + v.nodes.slice(0,2).map(n => n.target + ' ' + n.failureSummary.slice(0,160)).join(' | ')).join('\n  '));
  }
}
await shoot('light', { size: { width: 1440, height: 900 }, scheme: 'light' });
await shoot('dark', { size: { width: 1440, height: 900 }, scheme: 'dark', paths: paths.slice(1,5) });
await shoot('phone', { size: { width: 390, height: 844 }, scheme: 'light', paths: paths.slice(0,7) });
// copy + arrange
await page.setViewportSize({ width: 1440, height: 900 });
await page.goto(base + '/dashboards/partner_manager'); await page.locator('form[action$="/copy"] button').click(); await page.waitForURL('**/edit');
await page.screenshot({ path: '/tmp/shots/edit.png', fullPage: true });
const first = page.locator('ol.arrange > li').first(); const name0 = await first.locator('b').textContent();
await first.dragTo(page.locator('ol.arrange > li').nth(2)); await page.waitForTimeout(600);
console.log('drag', name0, '->', await page.locator('ol.arrange > li b').allTextContents());
// keyboard on the map
await page.goto(base + '/insights/portfolio'); await page.locator('.chart-canvas').focus(); await page.keyboard.press('ArrowRight'); await page.keyboard.press('ArrowRight');
console.log('said', await page.locator('.chart p[role=status]').textContent()); await page.screenshot({ path: '/tmp/shots/keys.png' });
await page.keyboard.press('Enter'); await page.waitForTimeout(500); console.log('enter ->', page.url());
// German + print
await page.goto(base + '/account'); const f = page.locator('form[action="/account/preferences"]'); await f.locator('select[name=locale]').selectOption('de'); await f.locator('button').click(); await page.waitForTimeout(400);
await shoot('de', { size: { width: 1440, height: 900 }, scheme: 'light', paths: paths.slice(0,7) });
await page.goto(base + '/dashboards/head_of_partnerships'); await page.waitForTimeout(400); await page.pdf({ path: '/tmp/shots/print.pdf', format: 'A4', printBackground: false });
await browser.close();
