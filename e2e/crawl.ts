import type { Page, Response } from '@playwright/test';

/**
 * What kind of page an address shows: the path with ids and tokens taken out, and the names of what is asked for.
 * `/deals/deal_0abc…/win?stage=…` and `/deals/deal_0xyz…/win?stage=…` are one kind.
 */
export function kindOf(address: URL): string {
  const path = address.pathname
    .split('/')
    .map((part) => (/^([a-z]+_)?[0-9a-z]{20,}$/.test(part) || /^[0-9a-f-]{36}$/.test(part) || /^\d+$/.test(part) ? '…' : part))
    .join('/');
  const names = [...new Set(address.searchParams.keys())].filter((name) => address.searchParams.get(name)).sort();
  return names.length > 0 ? `${path}?${names.join('&')}` : path;
}

/** Kinds of the same path that differ only in what is asked for: so many are looked at. */
const QUERIES_OF_A_PATH = 4;

/** Addresses that hand out a file instead of a page. */
const FILE = /\/(export|rejects|progress|download|template)$|\/files\/[a-z]+_[0-9a-z]{20,}$|\.(csv|xlsx|ics|json|txt)$/;

type Found = { address: URL; kind: string };

/**
 * Goes from page to page along the links that stand on them (also in closed menus, and in letters), and comes to each
 * kind of page once. A page that is new in the product is found without being named here.
 */
export class Crawl {
  /** Kinds seen, with the address that was looked at. */
  readonly seen = new Map<string, string>();
  private readonly queue: Found[] = [];
  private readonly queries = new Map<string, number>();

  constructor(
    private readonly page: Page,
    private readonly base: string,
    /** Addresses to leave out. */
    private readonly skip: (address: URL) => boolean = () => false,
  ) {}

  /** Puts an address on the list, unless its kind is already there. `state` makes the same page another kind. */
  add(href: string, state = ''): void {
    const address = new URL(href, this.base);
    address.hash = '';
    if (address.origin !== new URL(this.base).origin || FILE.test(address.pathname) || this.skip(address)) return;
    const kind = kindOf(address) + (state === '' ? '' : ` (${state})`);
    if (this.seen.has(kind)) return;
    if (address.search !== '') {
      const count = this.queries.get(address.pathname) ?? 0;
      if (count >= QUERIES_OF_A_PATH) return;
      this.queries.set(address.pathname, count + 1);
    }
    this.seen.set(kind, address.pathname + address.search);
    this.queue.push({ address, kind });
  }

  /** Looks at everything on the list and at what it leads to. */
  async run(look: (kind: string, answer: Response) => Promise<void>): Promise<void> {
    for (let one = this.queue.shift(); one !== undefined; one = this.queue.shift()) {
      const answer = await this.page.goto(one.address.href);
      if (!answer) throw new Error(`${one.address.href} did not answer`);
      // Before anything is done with the page.
      for (const href of await this.links()) this.add(href);
      await look(one.kind, answer);
    }
  }

  /** Where the page that is open leads to: its links, and addresses it shows to be copied. */
  async links(): Promise<string[]> {
    return this.page.evaluate(() => [
      ...[...document.querySelectorAll<HTMLAnchorElement>('a[href]:not([download])')].map((a) => a.href),
      ...[...document.querySelectorAll<HTMLInputElement>('input[readonly]')].map((i) => i.value).filter((v) => /^https?:/.test(v)),
    ]);
  }
}

/**
 * Sends each form of the page that asks for something, with everything it requires left out, and calls `look` on the
 * page that comes back. Such a form must come back with what is wrong (422) and never do anything.
 */
export async function sendEmptied(page: Page, look: (form: string, answer: Response) => Promise<void>): Promise<void> {
  const address = page.url();
  const forms = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLFormElement>('main form[method="post"]')].map((form, at) => ({
      at,
      // Not `form.action`: a field of that name hides it.
      action: new URL(form.getAttribute('action') ?? location.href, location.href).pathname,
      asks: form.querySelector('input[required]:not([type=radio]):not([type=checkbox]), textarea[required]') !== null,
    })),
  );
  const sent = new Set<string>();
  for (const form of forms.filter((one) => one.asks)) {
    // One line of a list is like the next.
    const kind = kindOf(new URL(form.action, address));
    if (sent.has(kind)) continue;
    sent.add(kind);
    if (page.url() !== address || sent.size > 1) await page.goto(address);
    const [answer] = await Promise.all([
      page.waitForResponse((it) => it.request().method() === 'POST' && it.request().isNavigationRequest()),
      page.waitForEvent('load'),
      page.evaluate((at) => {
        const form = [...document.querySelectorAll<HTMLFormElement>('main form[method="post"]')][at];
        if (!form) return;
        form.noValidate = true;
        for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input[required], textarea[required]')) {
          if (field.type !== 'radio' && field.type !== 'checkbox') field.value = '';
        }
        form.removeAttribute('data-confirm');
        const button = form.querySelector<HTMLElement>('button:not([type=button])');
        button?.removeAttribute('data-confirm');
        form.requestSubmit(button);
      }, form.at),
    ]);
    await look(kind, answer);
  }
}
