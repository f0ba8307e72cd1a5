import { test } from '@playwright/test';

/** What the product calls things, where a test has to know. */
const words = {
  en: { won: 'Won', approved: 'Approved' },
  de: { won: 'Gewonnen', approved: 'Angenommen' },
} as const;

/** The combination this run is in: `desktop-en`, `phone-de`, … */
export function here() {
  const name = test.info().project.name;
  const locale = name.endsWith('-de') ? 'de' : 'en';
  return {
    name,
    locale,
    phone: name.startsWith('phone-'),
    /** A number of its own for each combination, from 0: they run one after the other on the same data. */
    turn: ['desktop-en', 'phone-de', 'desktop-de', 'phone-en'].indexOf(name),
    words: words[locale],
  } as const;
}

/** The day in so many days, as a date field wants it. */
export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
