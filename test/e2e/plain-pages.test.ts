/**
 * The pages for people who have no window of ours, in a real Chromium: the form, the status of a call and the acknowledge link, filled
 * in and pressed as a person does; readable in both themes at any size, and nothing that the content policy refuses.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ErrorPages } from '../../shared/model/error-pages.ts';
import { errorPage } from '../../shared/rules/error-page/page.ts';
import { movableClock } from '../harness/clock.ts';
import { testEngine } from '../harness/engine.ts';
import { httpServer } from '../harness/loopback.ts';
import { subscribable } from '../harness/subscribers.ts';
import { fileOf, START } from '../harness/watch-story.ts';
import { openWindowApp, type WindowApp } from '../harness/window-app.ts';
import { stage } from '../integration/server/stage.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [
  [1280, 800],
  [360, 740],
] as const;

let w: WindowApp;
beforeAll(async () => {
  w = await openWindowApp();
});
afterAll(() => w?.close());

async function house() {
  const clock = movableClock(START);
  const contacts = [{ label: 'Office', value: 'Room 12', visible: 'everyone' as const }];
  const pageMe = { visible: 'everyone' as const, note: 'For the shop only.', contacts };
  const file = fileOf({ settings: { publicUrl: 'https://pager.example.org' } });
  const engine = await testEngine({
    clock,
    file: {
      ...file,
      people: [{ id: 'kim', name: 'Kim', channels: ['kim-hook'], pageMe }, ...(file.people ?? []).slice(1)],
    },
  });
  onTestFinished(() => engine.stop());
  await clock.advance(60_000);
  const { callDesk, answerLinks } = engine.engine;
  const on = await stage({ callDesk, answerLinks, clock, publicUrl: () => 'https://pager.example.org' });
  return { engine, clock, at: on.server.url };
}

/** `but`: rules that we break on purpose. */
async function looksWell(name: string, but: readonly string[] = []): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await w.page.emulateMedia({ colorScheme });
    for (const [width, height] of SIZES) {
      await w.resize(width, height);
      expect(
        await w.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        name,
      ).toBeLessThanOrEqual(0);
      await w.page.evaluate(AXE);
      const { violations } = await w.page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run(document),
      );
      expect(
        violations.filter(({ id }) => !but.includes(id)).map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        name,
      ).toEqual([]);
      await w.picture(`plain-${name}-${colorScheme}-${width}`);
    }
  }
  expect(w.complaints, 'on the console').toEqual([]);
}

describe('somebody without a window of ours', () => {
  it('finds whom to call, calls, sees that it is in, and later who has it', async () => {
    const { engine, clock, at } = await house();
    await w.page.goto(`${at}page-me/`);
    await looksWell('cards');
    await w.page.click('text=Kim');
    await w.page.waitForURL(`${at}page-me/person~kim`);
    await looksWell('form');
    await w.page.fill('[name=name]', 'Ann');
    await w.page.fill('[name=words]', 'The shop is down');
    await w.page.click('button');
    await w.page.waitForURL(`${at}call/*`);
    await w.page.waitForSelector('main:has-text("It is in.")');
    await clock.advance(1_000);
    expect(engine.pages()).toEqual(['trigger kim kim-hook']);
    await engine.hears('kim-hook', { said: 'a' });
    await w.page.reload();
    expect(await w.page.textContent('main')).toContain('Kim has it since 09:01.');
    // Somebody waits for an answer and has no script: the page looks again by itself, and nothing in it can be lost by that.
    await looksWell('status', ['meta-refresh']);
  });

  it.each(['en', 'de'] as const)('subscribes, agrees, changes it and ends it, in %s', async (language) => {
    const clock = movableClock(START);
    const engine = await testEngine({ clock, file: subscribable() });
    const { subscribers } = engine.engine.cachet;
    onTestFinished(() => engine.stop());
    await clock.advance(60_000);
    const { subscriptionDesk } = engine.engine;
    const on = await stage({ subscriptionDesk, clock, publicUrl: () => 'https://pager.example.org' });
    const at = on.server.url;
    await w.page.goto(`${at}status/subscribe?lang=${language}`);
    await looksWell(`subscribe-${language}`);
    await w.page.fill('[name=email]', 'ann@example.org');
    await w.page.check('[value=some]');
    const said = w.page.waitForEvent('console');
    await w.page.click('button');
    await w.page.waitForSelector('[role=alert]');
    expect((await said).text(), 'a browser tells of every 400').toContain('400 (Bad Request)');
    w.complaints.splice(0);
    await looksWell(`subscribe-wrong-${language}`);
    await w.page.check('[value=api]');
    await w.page.selectOption('[name=language]', language);
    await w.page.click('button');
    await w.page.waitForSelector('h1:not(:has-text(":"))');
    await looksWell(`subscribe-sent-${language}`);
    await clock.advance(5_000);
    const link = /\/status\/confirm\/\S+/.exec(engine.told.at(-1)?.message.text ?? '')?.[0] ?? '';
    await w.page.goto(at.replace(/\/$/, link));
    await looksWell(`confirm-${language}`);
    await w.page.click('button');
    await w.page.waitForURL(`${at}status/subscription/*`);
    await looksWell(`subscription-${language}`);
    expect(subscribers.all()[0]?.components).toHaveLength(1);
    await w.page.check('[value=everything]');
    await w.page.click('form:first-of-type button');
    await w.page.waitForSelector('[role=status]');
    expect(subscribers.all()[0]?.components).toBeNull();
    await w.page.click('form[action] button');
    await w.page.waitForURL(`${at}status/leave/*`);
    await looksWell(`left-${language}`);
    expect(subscribers.all()).toEqual([]);
  });

  it('acknowledges by the link of a page', async () => {
    const { engine, clock, at } = await house();
    await engine.engine.callDesk.call('person~kim', { name: 'Ann', reach: '', words: 'The shop is down' }, '192.0.2.1');
    await clock.advance(1_000);
    await w.page.goto(at.replace(/\/$/, new URL(engine.sent[0]?.page.ackUrl ?? '').pathname));
    await looksWell('ack');
    await w.page.click('text=Mine for 30 min');
    await w.page.waitForSelector('text=Yours for 30 min.');
    expect(engine.snapshot().incidents[0]?.acknowledgement?.by).toBe('Kim by link from kim-hook');
    await looksWell('done');
  });

  it('reads the page that a proxy shows in the site’s place', async () => {
    const settings = ErrorPages.parse({
      folder: '/x',
      for: 'apache',
      site: 'shop.example.org',
      mirrors: [{ name: 'The shop in Lyon', url: 'https://lyon.example.org/' }],
      meanwhile: { en: 'Orders by telephone: 0800 100 100.', de: 'Bestellungen am Telefon: 0800 100 100.' },
    });
    const text = errorPage(504, {
      settings,
      matter: { kind: 'trouble', since: START, taken: true },
      callUrl: 'https://pager.example.org/page-me/',
      at: START,
      timeZone: 'Europe/Berlin',
    });
    const site = await httpServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text),
    );
    await w.page.goto(`http://127.0.0.1:${site.port}/`);
    await looksWell('error-page');
  });
});
