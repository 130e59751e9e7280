/** A queue before a target: kept from look to look, shown in the window, told in the page, and gone when it is worked off. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Load, ProbeOutcome } from '../../../shared/model/observation.ts';
import { testEngine } from '../../harness/engine.ts';
import { fileOf } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const load = (waiting: number): Load => ({ waiting, busy: 10, workers: 10, serviceMs: 4_000 });
const passing = (waiting: number): ProbeOutcome => ({ kind: 'pass', timings: { totalMs: 5 }, load: load(waiting) });
const refusing = (waiting: number): ProbeOutcome => ({
  kind: 'fail',
  failure: { kind: 'wrong-status', phase: 'headers', detail: '503 Service Unavailable, expected 200-299', status: 503 },
  timings: { totalMs: 5 },
  load: load(waiting),
});

async function engine() {
  const one = await testEngine({ file: fileOf() });
  onTestFinished(() => one.stop());
  return one;
}

describe('a queue before a target', () => {
  it('is shown with its trend, from enough looks on, while all is still well', async () => {
    const one = await engine();
    const wait = () => one.snapshot().components[0]?.checks[0]?.wait;
    one.target('api', passing(100));
    await one.clock.advance(35 * SECOND);
    expect(wait()).toBeNull();
    for (const waiting of [200, 300, 450, 600, 750]) {
      one.target('api', passing(waiting));
      await one.clock.advance(30 * SECOND);
    }
    expect(wait()).toBe('a newcomer waits about 4 min and it grows');
    one.target('api', passing(0));
    await one.clock.advance(3 * MINUTE);
    expect(wait()).toBeNull();
    expect(one.pages()).toEqual([]);
  });

  it('is told in the page beside what is wrong', async () => {
    const one = await engine();
    one.target('api', passing(450));
    await one.clock.advance(MINUTE);
    one.target('api', refusing(450));
    await one.clock.advance(3 * MINUTE);
    expect(one.sent[0]?.page.text).toMatch(
      /^503 Service Unavailable, expected 200-299.*A newcomer waits about 3 min, and that is steady/,
    );
  });
});
