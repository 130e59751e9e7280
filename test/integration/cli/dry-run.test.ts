/** `watchbell dry-run`: without a store, beside a running engine with what was done by hand in it, and when nobody would hear. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { testEngine } from '../../harness/engine.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const script = bundledCommandLine();
const AT = '2026-01-05T09:00:00Z';
const MINUTE = 60_000;

function dryRun(args: readonly string[], { folder = tempFolder(), file = fileOf() as FileInput } = {}) {
  return runCommand(script(), ['dry-run', '--config', writeConfig(folder, file), ...args], { folder });
}

describe('dry-run', () => {
  it('says without any store who would hear of it, when, and what is taken for granted', async () => {
    const { code, out, err } = await dryRun(['--component', 'api', '--at', AT]);
    expect([code, err]).toEqual([0, []]);
    expect(out[0]).toBe('If API failed at Mon 05 Jan, 09:00:00 and nobody answered (severity critical) [UTC]');
    expect(out[1]).toMatch(/^ {2}\+1 min +Mon 05 Jan, 09:01:00 {2}Kim by kim-hook \(step 1 of 2 .*on call: Kim/);
    expect(out).toContain('Note: Nobody has looked at it yet: it is taken as added at this moment, with its grace');
  });

  it('knows what was done by hand in the running Watchbell beside it, and says the same as its window', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'state/watchbell'), { recursive: true });
    const one = await testEngine({ clock: movableClock(START), path: join(folder, 'state/watchbell/watchbell.db') });
    onTestFinished(() => one.stop());
    await one.clock.advance(5 * MINUTE);
    await one.engine.replies.addOverride(
      {
        schedule: 'primary' as never,
        kind: 'replace',
        person: 'kim' as never,
        by: 'sam' as never,
        from: START,
        to: START + 7 * 86_400_000,
        note: '',
      },
      'Kim',
    );
    await one.engine.replies.startMaintenance(
      { components: ['api' as never], forMs: 60 * MINUTE, note: 'new rack' },
      'Kim',
    );
    const at = START + 10 * MINUTE;
    const args = ['--component', 'api', '--at', new Date(at).toISOString(), '--json'];
    const { code, out } = await dryRun(args, { folder });
    expect(code).toBe(0);
    const [head, ...rest] = out.map((line) => JSON.parse(line));
    const pages = rest.filter(({ type }) => type === 'page');
    expect(head).toMatchObject({ type: 'dry-run', componentId: 'api', severity: 'critical', end: 'reminder' });
    expect(pages[0]).toMatchObject({ who: 'Sam', channelId: 'sam-hook', afterMs: 55 * MINUTE });
    const { dryRun: own } = await one.engine.replies.dryRun({ component: 'api' as never, severity: null, at }, 'test');
    expect(pages.map(({ who, at: when }) => [who, Date.parse(when)])).toEqual(
      own?.pages.map((page) => [page.who, page.at]),
    );
    expect(one.sent).toEqual([]);
  });

  it('ends with 1 when nobody would hear of it', async () => {
    const { code, out } = await dryRun(['--component', 'api'], { file: fileOf({ policies: [] }) });
    expect([code, out[1]]).toEqual([1, '  NOBODY is told']);
  });

  it.each([
    { args: ['--component', 'apo'], says: 'There is no component apo in the configuration; did you mean `api`?' },
    { args: ['--component', 'api', '--at', 'yesterday'], says: '--at "yesterday" is not a time' },
    { args: ['--component', 'api', '--severity', 'awful'], says: "argument 'awful' is invalid" },
    { args: [], says: "required option '--component <id>' not specified" },
  ])('$args ends with 2 and says what was meant', async ({ args, says }) => {
    const { code, out, err } = await dryRun(args);
    expect([code, out]).toEqual([2, []]);
    expect(err.join('\n')).toContain(says);
  });
});
