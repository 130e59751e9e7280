/** Maintenance holds messages only. When it ends, what people know is compared with what is. */
import { describe, expect, it } from 'vitest';
import { fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Nobody is called after Kim, so that every message is news about the component. */
const file = fileOf({
  settings: { pageAfter: '10s', closeAfter: '10s' },
  policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '9h' }], repeat: 0 }],
});
const rest = 4 * MINUTE;
/** Settled one way or the other, and every breath over. */
const go = (tale: Story, state: 'well' | 'down') =>
  tale.repeat(state === 'well' ? 'pass' : 'fail', 4, 5 * SECOND).wait(state === 'well' ? rest : rest);
const kinds = (tale: Story) => tale.pages.map(({ kind }) => kind);

/** "wddw" and the like, of every length up to four. */
const courses = ['', 'w', 'd'].flatMap((one) =>
  one === ''
    ? ['']
    : ['', 'w', 'd'].flatMap((two) =>
        ['', 'w', 'd'].flatMap((three) => ['', 'w', 'd'].map((four) => one + two + three + four)),
      ),
);
const table = (['nothing', 'down', 'down, then well'] as const).flatMap((told) =>
  [...new Set(courses)].flatMap((course) => (['w', 'd'] as const).map((after) => ({ told, course, after }))),
);

describe('when maintenance ends', () => {
  it.each(table)(
    'told $told before; inside $course; then $after: one message if that is news, none otherwise',
    ({ told, course, after }) => {
      const tale = story(file)
        .pass()
        .wait(30 * SECOND);
      if (told !== 'nothing') {
        go(tale, 'down');
      }
      if (told === 'down, then well') {
        go(tale, 'well');
      }
      const before = kinds(tale);
      expect(before).toEqual(told === 'nothing' ? [] : told === 'down' ? ['trigger'] : ['trigger', 'close']);
      tale.maintenance(8 * 60 * MINUTE);
      for (const state of course) {
        go(tale, state === 'w' ? 'well' : 'down');
      }
      go(tale, after === 'w' ? 'well' : 'down');
      expect(kinds(tale), 'nothing is said inside').toEqual(before);
      tale.wait(8 * 60 * MINUTE);
      const knows = told === 'down' ? 'd' : 'w';
      const news = knows === after ? [] : [after === 'w' ? 'close' : 'trigger'];
      expect(kinds(tale).slice(before.length)).toEqual(news);
      // And afterwards life goes on: whoever knows that it is down hears that it is well.
      go(tale, 'well');
      const last = kinds(tale);
      expect(last.filter((kind) => kind === 'close')).toHaveLength(last.filter((kind) => kind === 'trigger').length);
    },
  );

  it('trouble that begins just before it, or is still unsure at its end, gets its full breath', () => {
    const tale = story(file)
      .pass()
      .wait(30 * SECOND)
      .maintenance(10 * MINUTE);
    tale.wait(9 * MINUTE + 50 * SECOND).repeat('fail', 3, 2 * SECOND);
    expect(kinds(tale)).toEqual([]);
    tale.wait(5 * SECOND); // 1 s after its end; first failed 9 s ago
    expect(kinds(tale)).toEqual([]);
    tale.wait(5 * SECOND);
    expect(kinds(tale)).toEqual(['trigger']);
  });

  it('by hand, what is still wrong is said at once', () => {
    const tale = story(file)
      .pass()
      .maintenance(60 * MINUTE);
    go(tale, 'down');
    expect(kinds(tale)).toEqual([]);
    tale.maintenance(null);
    expect(kinds(tale)).toEqual(['trigger']);
  });
});

describe('a window of the file', () => {
  const nightly = fileOf({
    ...file,
    components: [{ id: 'db', name: 'DB', tags: ['backed-up'], checks: [{ type: 'tcp', host: '127.0.0.1', port: 1 }] }],
    maintenance: [
      {
        id: 'backup',
        name: 'Nightly backup',
        for: { tags: ['backed-up'] },
        kind: 'weekly',
        days: ['mon'],
        at: '10:30',
        lasts: '1h',
        timeZone: 'Europe/Berlin',
      },
    ],
  });

  it('begins and ends by its clock although nothing else happens, also in the middle of an escalation', () => {
    const tale = go(
      story(nightly)
        .pass()
        .wait(30 * SECOND),
      'down',
    );
    expect(kinds(tale)).toEqual(['trigger']);
    tale.wait(30 * MINUTE);
    expect(tale.watch().incident?.held).toMatchObject({
      kind: 'maintenance',
      reason: 'Maintenance: Nightly backup',
      since: START + 30 * MINUTE,
      until: START + 90 * MINUTE,
    });
    tale.repeat('pass', 4, 5 * SECOND).wait(30 * MINUTE);
    expect(tale.watch()).toMatchObject({ status: 'operational', incident: { state: 'triggered' } });
    expect(kinds(tale)).toEqual(['trigger']);
    tale.wait(60 * MINUTE);
    expect(tale.pages.map(({ at, kind }) => `${at / MINUTE} ${kind}`)).toEqual([
      expect.stringContaining('trigger'),
      '90 close',
    ]);
  });

  it('that is taken out of the file ends at once', () => {
    const tale = go(
      story(nightly)
        .pass()
        .wait(31 * MINUTE),
      'down',
    );
    expect(tale.watch().incident?.held?.kind).toBe('maintenance');
    tale.reload({ ...nightly, maintenance: [] }).wait(0);
    expect(tale.watch().incident?.held).toBeNull();
    expect(kinds(tale)).toEqual(['trigger']);
  });
});
