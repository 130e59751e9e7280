/** Engines that a test file starts on a movable clock, and that are stopped after the test in which they were started. */
import { afterEach } from 'vitest';
import { movableClock } from './clock.ts';
import { type TestEngine, type TestEngineOptions, testEngine } from './engine.ts';
import { START } from './watch-story.ts';

/** To be called once, at the top of a file. `runMs`: how long each has been watching when the test gets it. */
export function engines(runMs = 0): (options?: TestEngineOptions) => Promise<TestEngine> {
  const running: TestEngine[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
  });
  return async (options) => {
    const one = await testEngine({ clock: movableClock(START), ...options });
    running.push(one);
    if (runMs > 0) {
      await one.clock.advance(runMs);
    }
    return one;
  };
}
