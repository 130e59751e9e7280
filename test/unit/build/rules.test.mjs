/**
 * The dependency rules bite: a small house in a temporary folder obeys them all, and each row breaks one.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDependencies } from '../../../build/rules/check.mjs';

const HOUSE = {
  'package.json': JSON.stringify({
    dependencies: { zod: '4', undici: '7' },
    devDependencies: { electron: '45', react: '19', 'react-dom': '19', zustand: '5' },
  }),
  'shared/model/status.ts': `import type { Status } from './kinds.ts'; import { z } from 'zod'; export const status: Status = z;`,
  'shared/model/kinds.ts': `export type Status = unknown;`,
  'electron/engine/ports/store.ts': `import type { Status } from '../../../shared/model/kinds.ts'; export interface Store { read(): Status }`,
  'electron/engine/loop.ts': `import type { Store } from './ports/store.ts'; import { setTimeout } from 'node:timers/promises'; export const loop = (store: Store) => [store, setTimeout];`,
  'electron/store/open.ts': `import type { Store } from '../engine/ports/store.ts'; import fs from 'node:fs'; export const open = (): Store => fs as never;`,
  'electron/probes/http.ts': `import { status } from '../../shared/model/status.ts'; export const probe = status;`,
  'electron/desktop/tray.ts': `import { Tray } from 'electron'; export const tray = Tray;`,
  'electron/compose/parts.ts': `import { loop } from '../engine/loop.ts'; import { open } from '../store/open.ts'; import { probe } from '../probes/http.ts'; export const parts = [loop, open, probe];`,
  'electron/main.ts': `import { app } from 'electron'; import { parts } from './compose/parts.ts'; import { tray } from './desktop/tray.ts'; console.log(app, parts, tray);`,
  'electron/cli.ts': `import { parts } from './compose/parts.ts'; console.log(parts);`,
  'electron/preload.ts': `import { contextBridge } from 'electron'; console.log(contextBridge);`,
  'renderer/app/view.tsx': `import { useState } from 'react'; import { status } from '../../shared/model/status.ts'; export const View = () => <b>{String([useState, status])}</b>;`,
  'renderer/main.tsx': `import { createRoot } from 'react-dom/client'; import { create } from 'zustand'; import { View } from './app/view.tsx'; createRoot(create as never).render(<View />);`,
};

/** What is wrong, the rule that must say so, the file that does it, and how. Each file does one wrong. */
const BREACHES = [
  ['shared/ using Node', 'shared-is-pure', 'shared/a.ts', `import { join } from 'node:path'; export const a = join;`],
  ['shared/ using React, as a type', 'shared-is-pure', 'shared/b.ts', `export type { ReactNode } from 'react';`],
  ['shared/ knowing electron/', 'shared-is-pure', 'shared/c.ts', `export * from '../electron/engine/ports/store.ts';`],
  ['shared/ using undici', 'shared-is-pure', 'shared/d.ts', `export { request } from 'undici';`],
  [
    'the window knowing the main process',
    'window-knows-only-shared',
    'renderer/a.ts',
    `export type { Store } from '../electron/engine/ports/store.ts';`,
  ],
  [
    'the window using Node, late',
    'window-knows-only-shared',
    'renderer/b.ts',
    `export const b = () => import('node:fs');`,
  ],
  [
    'the window using electron',
    'window-knows-only-shared',
    'renderer/c.tsx',
    `export { ipcRenderer } from 'electron';`,
  ],
  [
    'the window hiding it in a type',
    'window-knows-only-shared',
    'renderer/d.ts',
    `export type D = import('../electron/engine/ports/store.ts').Store;`,
  ],
  [
    'the main process knowing the window',
    'main-process-never-knows-window',
    'electron/compose/a.ts',
    `export { View } from '../../renderer/app/view.tsx';`,
  ],
  [
    'the main process knowing a test',
    'main-process-never-knows-window',
    'electron/compose/b.ts',
    `export { fake } from '../../test/fake.ts';`,
  ],
  [
    'the engine knowing a room',
    'engine-knows-no-room',
    'electron/engine/a.ts',
    `export { open } from '../store/open.ts';`,
  ],
  [
    'the engine knowing a composition',
    'engine-knows-no-room',
    'electron/engine/b.ts',
    `export { spare } from '../compose/spare.ts';`,
  ],
  [
    'a room knowing another',
    'probes-knows-only-ports',
    'electron/probes/a.ts',
    `export { open } from '../store/open.ts';`,
  ],
  [
    'a room knowing the inside of the engine',
    'server-knows-only-ports',
    'electron/server/a.ts',
    `export { loop } from '../engine/loop.ts';`,
  ],
  [
    'a room knowing a composition',
    'links-knows-only-ports',
    'electron/links/a.ts',
    `export type { spare } from '../compose/spare.ts';`,
  ],
  [
    'a loose file joining rooms',
    'only-compositions-join-rooms',
    'electron/util.ts',
    `export { open } from './store/open.ts';`,
  ],
  [
    'electron behind the door',
    'electron-stays-at-the-door',
    'electron/paging/a.ts',
    `export { Notification } from 'electron';`,
  ],
  [
    'electron by its longer name',
    'electron-stays-at-the-door',
    'electron/compose/c.ts',
    `export { app } from 'electron/main';`,
  ],
  ['a cycle', 'no-cycles', 'shared/e.ts', `import type { F } from './f.ts'; export type E = F | 1;`],
  ['a package that is nowhere', 'everything-resolves', 'electron/store/a.ts', `export * from 'no-such-package';`],
  ['a file that is nowhere', 'everything-resolves', 'electron/store/b.ts', `export * from './gone.ts';`],
];

/** What the breaches need in order to be wrong in one way only. */
const BESIDES = {
  'shared/f.ts': `import type { E } from './e.ts'; export type F = E | 2;`,
  'electron/compose/spare.ts': `export const spare = 1;`,
  'test/fake.ts': `export const fake = 1;`,
};

const folders = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('a house that obeys', () => {
  it('is read whole, and no fault is found in it', () => {
    const { broken, files } = checkDependencies(build(HOUSE));

    expect(broken).toEqual([]);
    expect(files).toHaveLength(Object.keys(HOUSE).length - 1);
  });
});

describe('a house that does not obey', () => {
  let broken;

  beforeAll(() => {
    const breaches = Object.fromEntries(BREACHES.map(([, , file, source]) => [file, source]));
    ({ broken } = checkDependencies(build({ ...HOUSE, ...BESIDES, ...breaches })));
  });

  it.each(BREACHES)('is told of %s', (_story, rule, file) => {
    expect(rulesBrokenBy(file)).toEqual([rule]);
  });

  function rulesBrokenBy(file) {
    return broken.filter(({ from }) => from === file).map((breach) => breach.rule);
  }
});

function build(files) {
  const folder = mkdtempSync(join(tmpdir(), 'watchbell-rules-'));
  folders.push(folder);
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${source}\n`);
  }
  return folder;
}
