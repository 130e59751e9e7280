/** The table has every route that the server has, and no other: whoever opens a door says how it refuses. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { expect, it } from 'vitest';
import { serveDoors } from '../../../../electron/server/doors.ts';
import { guardedApp } from '../../../../electron/server/guarded-app.ts';
import { createRefusalLog } from '../../../../electron/server/refusal-log.ts';
import { openSession } from '../../../../electron/server/session.ts';
import { movableClock } from '../../../harness/clock.ts';
import { testEngine } from '../../../harness/engine.ts';
import { silentLog } from '../../../harness/log.ts';
import { nothingServed } from '../../../harness/nothing-served.ts';
import { subscribable } from '../../../harness/subscribers.ts';
import { builtWindow } from '../stage.ts';
import { DOORS, methodsAndRoute } from './doors.ts';

/** Who opens a front of its own behind the outer wall. The local server's doors are below; each other one has tests of its own. */
const FRONTS = ['electron/server/practable/status-api.ts', 'electron/server/server.ts'];

/** Files in which something listens, but for the demo's fleet, which is on loopback and knows nothing. Each has its hostile tests here. */
const LISTENERS = [
  'electron/server/guarded-app.ts',
  'electron/server/health/agent-port.ts',
  'electron/server/health/health-port.ts',
  'electron/server/smtp/gateway.ts',
  'electron/server/snpp/gateway.ts',
];

it('nothing else of ours listens', async () => {
  const root = resolve(import.meta.dirname, '../../../..');
  const files = (await readdir(join(root, 'electron'), { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.startsWith(`demo${sep}`),
  );
  const texts = await Promise.all(
    files.map(
      async (file) =>
        [`electron/${file.replaceAll(sep, '/')}`, await readFile(join(root, 'electron', file), 'utf8')] as const,
    ),
  );
  const listening = texts.filter(([, text]) => /\b(?:create(?:Secure)?Server|fastify|new \w*Server)\(/.test(text));
  expect(listening.map(([file]) => file).toSorted()).toEqual(LISTENERS);
  const fronts = texts.filter(([, text]) => /\bguardedApp\(\{/.test(text)).map(([file]) => file);
  expect(fronts.toSorted()).toEqual(FRONTS);
});

it('every route of the local server stands in the table of hostile tests', async () => {
  const clock = movableClock();
  const { engine, stop } = await testEngine({ clock, file: subscribable() });
  const options = {
    ...nothingServed(clock),
    log: silentLog,
    replies: engine.replies,
    feed: engine.feed,
    cachet: engine.cachet.desk,
    subscriptionDesk: engine.subscriptionDesk,
    windowFolder: await builtWindow(),
    publicUrl: () => null,
    refusals: createRefusalLog(clock, () => undefined),
  };
  const app = guardedApp({
    ...options,
    guard: (handler) => handler,
    patience: { headersMs: 1_000, requestMs: 1_000, lookEveryMs: 1_000 },
  });
  const found = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = found.get(url) ?? new Set();
    found.set(url, methods);
    for (const one of [method].flat()) {
      methods.add(one);
    }
  });
  const endFeed = await serveDoors(app, options, openSession());
  await app.ready();
  const routes = [...found].map(([route, methods]) => `${[...methods].toSorted().join(' ')} ${route}`);
  const table = DOORS.map(methodsAndRoute).map(({ methods, route }) => `${methods.toSorted().join(' ')} ${route}`);
  expect(table.toSorted()).toEqual(routes.toSorted());
  endFeed();
  await app.close();
  await stop();
});
