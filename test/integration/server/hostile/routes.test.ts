/** The table has every route that the server has, and no other: whoever opens a door says how it refuses. */
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
