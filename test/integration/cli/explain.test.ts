/** `watchbell explain`: a real incident out of a real store, beside the engine that has it open, and what it says when there is none. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { movableClock } from '../../harness/clock.ts';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { DOWN, type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

const script = bundledCommandLine();
const MINUTE = 60_000;

function explain(folder: string, ...args: readonly string[]) {
  return runCommand(script(), ['explain', '--config', writeConfig(folder, fileOf()), ...args], { folder });
}

/** Down for some minutes, refused once, taken by Kim, well again; the engine stays open. */
async function night(): Promise<{ readonly folder: string; readonly one: TestEngine; readonly id: string }> {
  const folder = tempFolder();
  mkdirSync(join(folder, 'state/watchbell'), { recursive: true });
  const one = await testEngine({
    clock: movableClock(START),
    path: join(folder, 'state/watchbell/watchbell.db'),
  });
  onTestFinished(() => one.stop());
  await one.clock.advance(2 * MINUTE);
  one.target('api', DOWN);
  let tries = 0;
  one.answer(() => {
    tries += 1;
    return tries === 1 ? { status: 'try-later', reason: '500 Internal Server Error' } : { status: 'accepted' };
  });
  await one.clock.advance(3 * MINUTE);
  const id = one.snapshot().incidents[0]?.id ?? '';
  await one.engine.replies.acknowledge({ incident: id as never, forMs: null, note: 'mine' }, 'Kim at this desk');
  one.target('api', UP);
  await one.clock.advance(5 * MINUTE);
  return { folder, one, id };
}

describe('explain', () => {
  it('tells the newest incident in plain lines, from the first failed try to the last delivery', async () => {
    const { folder, id } = await night();
    const { code, out, err } = await explain(folder);
    expect([code, err]).toEqual([0, []]);
    expect(out[0]).toMatch(new RegExp(`^API: major outage \\(critical\\), lasted .*, incident ${id} \\[UTC\\]$`));
    const story = out.slice(2).map((line) => line.replace(/^ {2}\d\d:\d\d:\d\d {2}/, ''));
    expect(story[0]).toBe('api/http failed: 503 Service Unavailable, expected 200-299 (failure 1 in a row)');
    expect(story.slice(1)).toEqual([
      expect.stringContaining('(failure 2 in a row)'),
      expect.stringContaining('(failure 3 in a row)'),
      expect.stringContaining('3 failures in a row, 3 are enough'),
      expect.stringMatching(/^API: operational -> major_outage/),
      expect.stringMatching(/^API is in trouble/),
      expect.stringMatching(/^Page to Kim by kim-hook: step 1 of 2.*on call: Kim, turn 1 of 2.*nothing held it back/),
      'Paging Kim: step 1 of 2 of policy default',
      expect.stringMatching(/^Kim: trigger page by kim-hook: try 1 failed \(500 Internal Server Error\)/),
      'Kim: trigger page by kim-hook accepted at try 2, 5 s after it was decided',
      'Kim at this desk has it, until it is fixed: mine',
      expect.stringContaining('api/http passed'),
      expect.stringContaining('api/http passed'),
      expect.stringContaining('2 passes in a row, 2 are enough'),
      expect.stringMatching(/^API: major_outage -> operational/),
      expect.stringMatching(/^Recovered after/),
      expect.stringMatching(/^Resolved: well for/),
      expect.stringMatching(/^Closing message to Kim by kim-hook \(closes the page: .*Said: UP API/),
      'Kim: close page by kim-hook accepted',
    ]);
  });

  it('gives programs the incident and its lines as JSON, and the window the same lines', async () => {
    const { folder, one, id } = await night();
    const { code, out } = await explain(folder, '--incident', id, '--json');
    expect(code).toBe(0);
    const [head, ...lines] = out.map((line) => JSON.parse(line));
    expect(head).toMatchObject({
      type: 'incident',
      incidentId: id,
      componentName: 'API',
      state: 'resolved',
      since: expect.stringMatching(/^2026-01-05T09:0\d:\d\d\.\d{3}Z$/),
    });
    const { explanation } = await one.engine.replies.explain({ incident: id as never }, 'test');
    expect(lines.map(({ text }) => text)).toEqual(explanation?.lines.map(({ text }) => text));
    expect(lines.every(({ type, at }) => type === 'line' && Date.parse(at) >= START)).toBe(true);
  });

  it('says what it could not find, and what was meant', async () => {
    const { folder, id } = await night();
    expect(await explain(folder, '--incident', `${id}x`)).toEqual({
      code: 2,
      out: [],
      err: [`There is no incident ${id}x; did you mean \`${id}\`?`],
    });
    const empty = await explain(tempFolder());
    expect([empty.code, empty.err[0]]).toEqual([2, expect.stringContaining('There is no database at')]);
  });
});

describe('a draft of the post-incident document', () => {
  it('holds what was recorded as Markdown, and the questions that are left', async () => {
    const { folder, id } = await night();
    const { code, out } = await explain(folder, '--markdown');
    expect(code).toBe(0);
    expect(out[0]).toBe('# API: major outage, 2026-01-05');
    expect(out).toContain(`- Incident: \`${id}\`, severity critical`);
    expect(out.find((line) => line.startsWith('- Ended: '))).toMatch(/after \d+ min/);
    const rows = out.filter((line) => line.startsWith('| 05 Jan, '));
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.every((row) => row.split(/(?<!\\)\|/).length === 5)).toBe(true);
    expect(out).toContain('## Causes');
  });
});

describe('report', () => {
  it('tells what that night cost, for people and for programs', async () => {
    const { folder } = await night();
    const report = (...args: readonly string[]) =>
      runCommand(
        script(),
        [
          'report',
          '--config',
          writeConfig(folder, fileOf()),
          '--from',
          '2026-01-05T00:00Z',
          '--to',
          '2026-01-06T00:00Z',
          ...args,
        ],
        { folder },
      );
    const { code, out } = await report();
    expect(code).toBe(0);
    expect(out.slice(0, 1)).toEqual(['1 incident (1 critical)']);
    expect(out[1]).toMatch(/^Time to acknowledge: .* in the mean of 1$/);
    expect(out).toContain('Kim: 1 page, 0 at night (in 0 nights)');
    expect(out.at(-2)).toBe('  Kim: 16 h, nights 3 h, weekends 0 h');
    const json = JSON.parse((await report('--json')).out.join('')) as Record<string, unknown>;
    expect(json).toMatchObject({ incidents: 1, acknowledged: 1, from: '2026-01-05T00:00:00.000Z' });
  });
});
