/**
 * The public status page in a real Chromium, from a folder and served, with JavaScript off: readable in every theme and language at any
 * size, and nothing that axe-core or the content policy has to complain about.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type axe from 'axe-core';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { LANGUAGES, type Language, THEMES } from '../../shared/model/status-page.ts';
import { NO_OWN_FILES, pageFiles } from '../../shared/rules/status-page/files.ts';
import { pathsOf } from '../../shared/rules/status-page/names.ts';
import type { StatusPage } from '../../shared/rules/status-page/page.ts';
import { movableClock } from '../harness/clock.ts';
import { DOWN, testEngine } from '../harness/engine.ts';
import { fleet } from '../harness/status-page.ts';
import { SCENES, type SceneName } from '../harness/status-scenes.ts';
import { tempFolder } from '../harness/temp-folder.ts';
import { START } from '../harness/watch-story.ts';
import { openWindowApp, type WindowApp } from '../harness/window-app.ts';
import { stage } from '../integration/server/stage.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [
  [1280, 800],
  [380, 740],
] as const;

let w: WindowApp;
let devtools: CDPSession;
beforeAll(async () => {
  w = await openWindowApp();
  devtools = await w.page.context().newCDPSession(w.page);
  await scripts(false);
});
afterAll(() => w?.close());

/** Whether anything in a page may run. axe-core must, a reader need not. */
const scripts = (on: boolean) => devtools.send('Emulation.setScriptExecutionDisabled', { value: !on });

/** The page as files in a folder, which is its address then. */
function written(page: StatusPage): string {
  const folder = tempFolder();
  for (const [path, file] of pageFiles(page, NO_OWN_FILES, 'file')) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), file.paint());
  }
  return `file://${folder}/`;
}

async function looksWell(name: string): Promise<void> {
  for (const [width, height] of SIZES) {
    await w.resize(width, height);
    const wide = await w.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${name} at ${width} px`).toBeLessThanOrEqual(0);
    await w.picture(`status-${name}-${width}`);
  }
  await scripts(true);
  await w.page.reload();
  await w.page.evaluate(AXE);
  const { violations } = await w.page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document));
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    name,
  ).toEqual([]);
  expect(w.complaints, name).toEqual([]);
  await scripts(false);
}

const open = (folder: string, path: string) => w.page.goto(`${folder}${path}`);

/** The most that a page can have in it is looked at in every theme and language; every other story in one. */
const LOOKS = [
  ...THEMES.flatMap((theme) => LANGUAGES.map((language) => ['outage', theme, language] as const)),
  ...(['well', 'maintenance', 'blind', 'stopped', 'empty', 'crowded'] as const).map(
    (scene) => [scene, 'light', 'de'] as const,
  ),
  ['well', 'rainbow', 'en'],
] as const satisfies (readonly [SceneName, (typeof THEMES)[number], Language])[];

describe('the page in a folder', () => {
  it.each(LOOKS)('%s, %s, %s', async (scene, theme, language) => {
    const page = SCENES[scene]({ theme });
    const folder = written(page);
    const paths = pathsOf(page.languages);
    await open(folder, paths.index(language));
    expect(await w.page.getAttribute('html', 'lang')).toBe(language);
    await looksWell(`${scene}-${theme}-${language}`);
  });

  it('the pages behind it: history and incidents', async () => {
    const folder = written(SCENES.outage({}));
    for (const [name, path] of [
      ['history', 'history.de.html'],
      ['incident', 'incident/shop.mk3v1q9c.html'],
      ['post', 'incident/post-7.de.html'],
    ] as const) {
      await open(folder, path);
      await looksWell(name);
    }
  });

  it('leads from one page to the other and back by links alone', async () => {
    await open(written(SCENES.outage({})), 'index.html');
    // The page before has a headline as well: each is waited for.
    await w.page.click('text=Shop: Down');
    await w.page.waitForSelector('h1:has-text("Shop: Down")');
    await w.page.click('text=Deutsch');
    await w.page.waitForSelector('h1:has-text("Shop: Ausgefallen")');
    await w.page.click('text=Zurück zu allen Diensten');
    await w.page.click('text=Verlauf');
    await w.page.waitForSelector('h1:text-is("Verlauf")');
  });

  it('says that it is no news any more when it has been open for long', async () => {
    await open(written(SCENES.well({})), 'index.html');
    const note = w.page.locator('.long-ago');
    expect(await note.isVisible()).toBe(false);
    await w.page.evaluate(() => {
      for (const animation of document.getAnimations()) {
        animation.finish();
      }
    });
    expect(await note.isVisible()).toBe(true);
  });

  it('keeps still where people want no motion', async () => {
    await w.page.emulateMedia({ reducedMotion: 'reduce' });
    onTestFinished(() => w.page.emulateMedia({ reducedMotion: null }));
    await open(written(SCENES.well({ theme: 'rainbow' })), 'index.html');
    const moving = await w.page.evaluate(
      () => document.getAnimations().filter((one) => (one as CSSAnimation).animationName === 'fly').length,
    );
    expect(moving).toBe(0);
  });
});

describe('the page that is served', () => {
  it('is styled by its own sheet and by that of the configuration, and shows an outage', async () => {
    const clock = movableClock(START);
    const engine = await testEngine({ clock, file: fleet({ css: 'own.css' }) });
    onTestFinished(() => engine.stop());
    engine.target('shop', DOWN);
    await clock.advance(180_000);
    const own = { css: 'h1 { letter-spacing: 3px }', image: null };
    const pages = { page: engine.engine.statusPages.page, ownFiles: () => Promise.resolve(own) };
    const on = await stage({ statusPages: pages, clock });
    await w.page.goto(`${on.server.url}status?lang=de`);
    expect(await w.page.textContent('.headline')).toContain('Shop ist ausgefallen');
    const spacing = () =>
      w.page.evaluate(() => getComputedStyle(document.querySelector('h1') as Element).letterSpacing);
    expect(await spacing()).toBe('3px');
    await looksWell('served');
    await w.page.click('text=Shop: Ausgefallen');
    await w.page.waitForSelector('h1:has-text("Shop: Ausgefallen")');
  });
});
