import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SHAPES, type Shape } from '../../shared/contract/view.ts';
import { contactSheet, differingPixels, panelPicture, withoutColour } from '../harness/desktop/pictures.ts';
import { until } from '../harness/desktop/until.ts';
import type { Harness } from '../harness/desktop-app/main.ts';
import { buildDesktopApp } from '../harness/desktop-app.ts';
import { type DesktopSession, openDesktopSession } from '../harness/desktop-session.ts';

let session: DesktopSession;
let app: ElectronApplication;
const pictures = new Map<Shape, string>();

/** All pictures are taken before the test: generous, for a hang is what it must catch, not a busy machine. */
const PATIENCE_MS = 300_000;

beforeAll(async () => {
  session = await openDesktopSession({ name: 'tray-shapes', notices: false, sound: false });
  const folder = join(session.folder, 'app');
  mkdirSync(folder);
  app = await session.launch({ app: await buildDesktopApp(folder) });
  const tray = await session.tray();
  let last: string | undefined;
  for (const shape of SHAPES) {
    const words = `This is ${shape}`;
    const picture = { shape, count: shape === 'down' ? 3 : 0, words, onCall: '' };
    await app.evaluate((_, next) => {
      (globalThis as unknown as { harness: Harness }).harness.feed.change({ picture: next });
    }, picture);
    await until(`the words of ${shape} in the tray`, async () => (await tray.tooltip()) === words);
    last = await panelPicture(session, shape, last);
    pictures.set(shape, last);
  }
}, PATIENCE_MS);

afterAll(() => session?.close());

it('each state has a picture of its own in a real panel, with colour and without', async () => {
  await contactSheet([...pictures.values()], join(session.results, 'all.png'), session.env);
  const files = await Promise.all(
    [...pictures].map(async ([shape, file]) => ({ shape, file, grey: await withoutColour(file, session.env) })),
  );
  for (const [index, one] of files.entries()) {
    for (const other of files.slice(index + 1)) {
      const pair = `${one.shape} and ${other.shape}`;
      expect(await differingPixels(one.file, other.file, session.env), pair).toBeGreaterThan(40);
      expect(await differingPixels(one.grey, other.grey, session.env), `${pair} without colour`).toBeGreaterThan(25);
    }
  }
});
