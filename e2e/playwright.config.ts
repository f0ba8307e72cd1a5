import { defineConfig, devices } from '@playwright/test';

// Every picture, session and report lies here; one folder to look at, one folder to throw away.
export const results = 'test-results';

const journeys = '*-journey.spec.ts';
const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } };

export default defineConfig({
  testDir: 'journeys',
  outputDir: `${results}/traces`,
  // One demo, one browser: a journey may rely on what the one before it in its file has done.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: `${results}/report.json` }]],
  use: {
    baseURL: process.env.COMPAGNON_BASE_URL,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    timezoneId: 'Europe/Berlin',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
      ],
    },
  },
  // What a person does runs in every combination (`…-journey.spec.ts`); what looks at every page runs in two, which see
  // each page on the desktop in light and English and on the phone in dark and German.
  projects: [
    { name: 'desktop-en', use: { ...desktop, locale: 'en-GB' } },
    { name: 'phone-de', use: { ...phone, locale: 'de-DE' } },
    { name: 'desktop-de', testMatch: journeys, use: { ...desktop, locale: 'de-DE' } },
    { name: 'phone-en', testMatch: journeys, use: { ...phone, locale: 'en-GB' } },
  ],
});
