/**
 * The window as it looks and feels in a real Chromium: nothing that axe-core objects to in either theme, nothing clipped at any
 * size, nothing that the content policy refuses; rows that hold still; focus that can be followed. Pictures stay in test-results/.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../harness/desktop/until.ts';
import { openWindowApp, type WindowApp } from '../harness/window-app.ts';
import { called } from '../harness/window-calls.ts';
import { elsewhere } from '../harness/window-elsewhere.ts';
import { incidentView, PICTURES } from '../harness/window-fixture.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIZES = [
  [1280, 800],
  [900, 600],
  [360, 740],
] as const;

const ALL = { ...PICTURES, called, elsewhere } as const;
type PictureName = keyof typeof ALL;

/** Every view, and every state in which Now can be. */
const SCENES: readonly (readonly [name: string, picture: PictureName, hash: string])[] = [
  ['now', 'incidents', '#/now'],
  ['calm', 'calm', '#/now'],
  ['storm', 'storm', '#/now'],
  ['demo', 'demo', '#/now'],
  ['broken-config', 'brokenConfig', '#/now'],
  ['not-watching', 'notWatching', '#/now'],
  ['nothing-configured', 'nothing', '#/now'],
  ['components', 'incidents', '#/components'],
  ['ten-thousand', 'thousands', '#/components'],
  ['component', 'incidents', '#/components/api-gateway'],
  ['timeline', 'incidents', '#/timeline'],
  ['on-call', 'calm', '#/on-call'],
  ['nobody-on-call', 'nobody', '#/on-call'],
  ['silences', 'silenced', '#/now'],
  ['people', 'silenced', '#/on-call'],
  ['called', 'called', '#/now'],
  ['told-elsewhere', 'elsewhere', '#/now'],
  ['experiment', 'elsewhere', '#/components/practable%2Flab%2Fx%2Fspin30'],
  ['channels', 'calm', '#/channels'],
  ['self-check', 'calm', '#/self-check'],
];

let w: WindowApp;
beforeAll(async () => {
  w = await openWindowApp();
});
afterAll(() => w?.close());

const show = async (picture: PictureName, hash: string) => {
  w.server.show(ALL[picture](Date.now()));
  await w.open(hash);
};

/** What axe-core objects to on the page as it stands, in words. */
async function objections(but: readonly string[] = []): Promise<readonly string[]> {
  await w.page.evaluate(AXE);
  const { violations } = await w.page.evaluate(
    (rules) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { runOnly: rules }),
    RULES,
  );
  return violations
    .filter(({ id }) => !but.includes(id))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

/** How far the page is wider than the window, px. */
const overhang = () => w.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Texts that are cut off without an ellipsis or a way to scroll. */
const clipped = () =>
  w.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a, h1, h2, h3, p, li > span, dd')]
      .filter(
        (element) => element.closest('.only-aloud, .shift-bars, .bars, .axis') === null && element.clientWidth > 0,
      )
      .filter(
        (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline',
      )
      .map((element) => `${element.className}: ${element.textContent}`),
  );

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  beforeAll(() => w.page.emulateMedia({ colorScheme: theme }));
  afterEach(() => expect(w.complaints, 'on the console').toEqual([]));

  it.each(SCENES)('%s reads well for everyone at every size', async (name, picture, hash) => {
    await w.resize(1280, 800);
    await show(picture, hash);
    await until('everything loaded', () => w.page.evaluate(() => !document.body.textContent?.includes('Loading…')));
    for (const [width, height] of SIZES) {
      await w.resize(width, height);
      expect(await overhang(), `${width} px`).toBeLessThanOrEqual(0);
      expect(await clipped(), `${width} px`).toEqual([]);
      expect(await objections(), `${width} px`).toEqual([]);
      await w.picture(`${name}-${theme}-${width}`);
    }
    await w.resize(320, 640);
    expect(await overhang(), '320 px').toBeLessThanOrEqual(0);
  });

  it('so do a menu, a dialog and an answer', async () => {
    await w.resize(1280, 800);
    await show('incidents', '#/now');
    await w.page.waitForSelector('[data-incident="i-1"]');
    await w.page.keyboard.press('e');
    await w.page.waitForSelector('[role="menu"]');
    // An open menu stands beside the landmarks, where its button put it; that is what a menu does.
    expect(await objections(['region'])).toEqual([]);
    await w.picture(`menu-${theme}`);
    await w.page.keyboard.press('Escape');
    await w.page.keyboard.press('Shift+A');
    await w.page.waitForSelector('dialog[open]');
    expect(await objections()).toEqual([]);
    await w.picture(`dialog-${theme}`);
    await w.page.keyboard.press('Escape');
    await w.page.keyboard.press('r');
    await w.page.waitForSelector('.outcome');
    expect(await objections()).toEqual([]);
    await w.picture(`answer-${theme}`);
    await show('incidents', '#/components/api-gateway');
    await w.page.click('text=Maintenance…');
    await w.page.waitForSelector('dialog[open] .choices');
    expect(await objections()).toEqual([]);
    await w.picture(`maintenance-dialog-${theme}`);
    await w.page.keyboard.press('Escape');
    await show('calm', '#/on-call');
    await w.page.click('text=Who may call…');
    await w.page.waitForSelector('dialog[open] .line');
    expect(await objections()).toEqual([]);
    await w.picture(`page-links-${theme}`);
    await w.page.keyboard.press('Escape');
    await show('calm', '#/self-check');
    await w.page.click('text=Tokens…');
    await w.page.waitForSelector('dialog[open] .line');
    expect(await objections()).toEqual([]);
    await w.picture(`tokens-${theme}`);
    await w.page.keyboard.press('Escape');
  });
});

describe('with text twice as large', () => {
  it.each(SCENES)('%s still fits', async (_name, picture, hash) => {
    await w.resize(1280, 800);
    await show(picture, hash);
    await w.page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    expect(await overhang()).toBeLessThanOrEqual(0);
    expect(await clipped()).toEqual([]);
  });
});

describe('by hand', () => {
  beforeEach(async () => {
    await w.resize(1280, 800);
    await show('incidents', '#/now');
    await w.page.waitForSelector('[data-incident="i-1"]'); // keys find it
  });
  const asked = (name: string) => w.server.asked.filter((one) => one.name === name).map(({ ask }) => ask);
  const focused = () => w.page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText.trim() ?? '');

  it('escalates by two keys, and the focus returns to where it was', async () => {
    const before = asked('escalate').length;
    await w.page.keyboard.press('e');
    await w.page.waitForSelector('[role="menu"]');
    await w.page.keyboard.press('Enter');
    await until('the escalation', () => asked('escalate').length === before + 1);
    expect(asked('escalate').at(-1)).toEqual({ incident: 'i-1', to: 'next' });
    await until('the focus', async () => (await focused()) === 'Escalate');
  });

  it('keeps the focus inside a dialog, and gives it back', async () => {
    await w.page.keyboard.press('j');
    await w.page.keyboard.press('Shift+A');
    await w.page.waitForSelector('dialog[open]');
    for (let turn = 0; turn < 12; turn += 1) {
      await w.page.keyboard.press('Tab');
      const outside = await w.page.evaluate(
        () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null,
      );
      expect(outside).toBe(false);
    }
    await w.page.keyboard.press('Escape');
    await until('the focus', () =>
      w.page.evaluate(() => (document.activeElement as HTMLElement).dataset.incident === 'i-1'),
    );
  });

  it('shows where the focus is on everything that can have it', async () => {
    const bare: string[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      await w.page.keyboard.press('Tab');
      const found = await w.page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const { top, bottom } = element.getBoundingClientRect();
        const header = document.querySelector('.header')?.getBoundingClientRect();
        const covered =
          element.closest('.header, .skip') === null &&
          header !== undefined &&
          top < header.bottom - 1 &&
          bottom > header.top;
        return {
          name: element.innerText || element.tagName,
          bare: outlineStyle === 'none' || outlineWidth === '0px',
          covered,
        };
      });
      if (found.bare || found.covered) {
        bare.push(`${found.name}${found.covered ? ' (covered by the header)' : ''}`);
      }
    }
    expect(bare).toEqual([]);
  });

  it('moves no row under the pointer: a new incident waits by name, and a click lets it in', async () => {
    const card = w.page.locator('[data-incident="i-1"]');
    await card.hover();
    await w.page.mouse.move(400, 240);
    const before = await card.boundingBox();
    w.server.push({ incidents: [incidentView(Date.now(), 'i-9', { componentName: 'payments', since: 0 })] });
    const waiting = w.page.getByRole('button', { name: '1 new: payments' });
    await waiting.waitFor();
    const order = () =>
      w.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[data-incident]')].map(({ dataset }) => dataset.incident),
      );
    expect(await order()).toEqual(['i-1', 'i-2']);
    expect((await card.boundingBox())?.y).toBe(before?.y);
    await waiting.click();
    await until('the new one first', async () => (await order())[0] === 'i-9');
  });

  it('draws only what is in sight of ten thousand components, down to the last one', async () => {
    await show('thousands', '#/components');
    const drawn = () => w.page.evaluate(() => document.querySelectorAll('[data-row]').length);
    expect(await drawn()).toBeLessThan(80);
    await w.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await until('the end of the list', async () => {
      await w.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      return w.page.evaluate(
        () => document.querySelector('.rows-item:last-child')?.getAttribute('aria-posinset') === '10050',
      );
    });
    expect(await drawn()).toBeLessThan(80);
    await w.page.keyboard.press('/');
    await w.page.keyboard.type('node-00007');
    await until('one row', async () => (await drawn()) === 1);
  });

  it('turns blind the moment the line breaks, and sees again when it is back', async () => {
    const shape = () => w.page.evaluate(() => document.querySelector<HTMLElement>('.state')?.dataset.shape);
    await until('the picture', async () => (await shape()) === 'down');
    w.server.breakLines(true);
    await until('a blind picture', async () => (await shape()) === 'blind');
    await until('its title', async () => /^⊘ No connection to Watchbell since/.test(await w.page.title()));
    await w.picture('lost-line');
    w.server.breakLines(false);
    await until('the picture again', async () => (await shape()) === 'down');
  });
});
