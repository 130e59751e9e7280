/** What has just been added may still be on its way up: shown, but nobody is paged for it at once. */
import { describe, expect, it } from 'vitest';
import { graceUntil, inStartupGraceUntil, stepHealth, unseen } from '../../../../../shared/rules/health.ts';
import { APART_MS, believed, CHECK, settingsOf, tryOf } from '../../../../harness/tries.ts';
import { configOf, fileOf } from '../../../../harness/watch-story.ts';

const tcp = { type: 'tcp' as const, host: '127.0.0.1', port: 1 };
const component = configOf(
  fileOf({
    components: [
      {
        id: 'web',
        checks: [
          { ...tcp, id: 'web/tcp', interval: '20s' },
          { ...tcp, id: 'web/two', startupGrace: '5m' },
        ],
      },
    ],
  }),
).components.get('web' as never);
if (component === undefined) {
  throw new Error('the component is in the file');
}

describe('the startup grace', () => {
  it('is two intervals since the first look unless the check says otherwise', () => {
    expect(graceUntil(believed('IIF'), settingsOf({ interval: 20_000 }))).toBe(2 * APART_MS + 40_000);
    expect(graceUntil(believed('S'), settingsOf({ startupGrace: 5_000 }))).toBe(5_000);
    expect(graceUntil(believed('S'), settingsOf({ startupGrace: 0 }))).toBe(0);
  });

  it('does not begin before anybody has judged it, and begins once', () => {
    expect(graceUntil(believed('III'), settingsOf())).toBe(null);
    expect(believed('FSSFFFSS').firstAt).toBe(0);
  });

  it('is over long ago for what was watched before this was written down', () => {
    const kept = { ...believed('SSS'), firstAt: null, since: 7 };
    expect(stepHealth(kept, tryOf('F', 900_000), settingsOf()).firstAt).toBe(7);
  });

  it('holds for a component while every check of it that is in trouble is that new', () => {
    const down = { ...believed('FFF'), firstAt: 1_000 };
    const two = { ...down, checkId: component.checks[1]?.id ?? CHECK };
    const well = { ...unseen(two.checkId), settled: 'up' as const, firstAt: 0 };
    expect(inStartupGraceUntil([down, well], component)).toBe(41_000);
    expect(inStartupGraceUntil([down, two], component)).toBe(41_000);
    expect(inStartupGraceUntil([{ ...down, settled: 'up' }, two], component)).toBe(301_000);
    expect(inStartupGraceUntil([well], component)).toBe(null);
  });
});
