/** Who would hear of a failure that nobody answers: the same as the same failure would do, whatever keeps it back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DRY_RUN_ENDS, type DryRun } from '../../../../../shared/contract/dry-run.ts';
import { CheckId, ComponentId, type PersonId } from '../../../../../shared/model/ids.ts';
import { MaintenanceId } from '../../../../../shared/model/maintenance.ts';
import { SilenceId, type StoredSilence } from '../../../../../shared/model/silence.ts';
import { SEVERITIES, type Severity } from '../../../../../shared/model/status.ts';
import type { ComponentWatch } from '../../../../../shared/model/watch.ts';
import type { Parent } from '../../../../../shared/rules/dependencies.ts';
import { dryRun } from '../../../../../shared/rules/dry-run/dry-run.ts';
import { dryRunText } from '../../../../../shared/rules/dry-run/text.ts';
import { unseen } from '../../../../../shared/rules/health.ts';
import { windowByHand } from '../../../../../shared/rules/maintenance.ts';
import { silenceByHand } from '../../../../../shared/rules/silences.ts';
import { newWatch } from '../../../../../shared/rules/watch/step.ts';
import type { Surroundings } from '../../../../../shared/rules/watch/turn.ts';
import { runsOf } from '../../../../harness/fuzz.ts';
import { configOf, type FileInput, fileOf, START, story, watchedForLong } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const API = ComponentId.parse('api');

interface Asked {
  readonly file?: FileInput;
  readonly around?: Partial<Surroundings>;
  readonly watch?: Partial<ComponentWatch>;
  readonly severity?: Severity | null;
  readonly at?: number;
}

function ask({
  file = watchedForLong(fileOf()),
  around = {},
  watch = {},
  severity = null,
  at = START,
}: Asked = {}): DryRun {
  const config = configOf(file);
  const component = config.components.get(API);
  if (component === undefined) {
    throw new Error('the story is about the API');
  }
  const known = component.checks.map(({ id }) => ({ ...unseen(id), firstAt: 0 }));
  return dryRun({
    around: {
      component,
      config,
      overrides: [],
      presences: [],
      silences: component.silences,
      quiet: null,
      parents: [],
      maintenance: component.maintenance,
      hold: null,
      timeZone: 'UTC',
      ...around,
    },
    watch: { ...newWatch(API), checks: known, ...watch },
    severity,
    at,
  });
}

/** "+45 s kim by kim-hook" */
const heard = ({ at, pages }: DryRun) =>
  pages.map((page) => `+${(page.at - at) / SECOND} s ${page.personId ?? '-'} by ${page.channelId}`);
const said = ({ lines }: DryRun, kind: string) => lines.filter((line) => line.kind === kind).map(({ text }) => text);

function withApi(change: Partial<NonNullable<FileInput['components']>[number]>, more: Partial<FileInput> = {}) {
  const [api] = fileOf().components ?? [];
  return watchedForLong(fileOf({ components: [{ ...(api as NonNullable<typeof api>), ...change }], ...more }));
}

const aParent = (change: Partial<Parent> = {}): Parent => ({
  id: ComponentId.parse('router'),
  name: 'Router',
  out: false,
  undecided: false,
  lookedAt: START - MINUTE,
  lookMs: 10 * SECOND,
  ...change,
});

describe('a failure that nobody answers', () => {
  it('is what the same failure would do, to the second', () => {
    const run = ask();
    const tale = story().pass();
    for (let turn = 0; turn < 200; turn += 1) {
      const settled = tale.watch().checks[0]?.settled === 'down';
      tale.fail().wait(settled ? 30 * SECOND : 3 * SECOND);
    }
    const real = tale.pages.filter(({ at }) => at <= (run.pages.at(-1)?.at ?? 0) - START);
    expect(heard(run)).toEqual(real.map(({ at, to, channel }) => `+${at / SECOND} s ${to} by ${channel}`));
    expect(run.pages.map(({ kind }) => kind)).toEqual(real.map(({ kind }) => kind));
  });

  it('pages step by step up to the first reminder, and says who is on call and why', () => {
    const run = ask();
    expect(run).toMatchObject({ severity: 'critical', end: 'reminder', componentName: 'API' });
    expect(heard(run).slice(0, 2)).toEqual(['+45 s kim by kim-hook', '+345 s sam by sam-hook']);
    expect(run.pages[0]).toMatchObject({
      who: 'Kim',
      said: expect.stringMatching(/^DOWN API: made to fail for this dry run/),
      because: 'step 1 of 2 of policy default; on call: Kim, turn 1 of 2 (week of Mon 5 Jan)',
    });
    expect(run.pages.at(-1)?.kind).toBe('reminder');
  });

  it('at another time is another person', () => {
    expect(heard(ask({ at: START + 7 * 86_400_000 }))[0]).toBe('+45 s sam by sam-hook');
  });

  it('of what can wait has no reminder: it ends when all is said', () => {
    const run = ask({ severity: 'low' });
    expect(run).toMatchObject({ severity: 'low', end: 'all-said' });
    expect(heard(run)).toEqual(['+45 s kim by kim-hook', '+345 s sam by sam-hook']);
  });

  it('ends with the last resort and a reminder, where there is one', () => {
    const file = fileOf({
      policies: [
        {
          id: 'default',
          steps: [{ targets: [{ person: 'kim' }], delay: '5m' }],
          repeat: 0,
          lastResort: { channel: 'boss-hook' },
        },
      ],
    });
    expect(heard(ask({ file: watchedForLong(file) }))).toEqual([
      '+45 s kim by kim-hook',
      '+345 s - by boss-hook',
      '+1245 s kim by kim-hook',
    ]);
  });
});

describe('a severity that was asked for', () => {
  it.each<{ severity: Severity; title: RegExp }>([
    { severity: 'critical', title: /^DOWN API/ },
    { severity: 'high', title: /^PARTLY DOWN API/ },
    { severity: 'low', title: /^DEGRADED API/ },
  ])('$severity is a failure that amounts to it', ({ severity, title }) => {
    const run = ask({ severity });
    expect(run.severity).toBe(severity);
    expect(run.pages[0]?.said).toMatch(title);
    expect(run.notes).toEqual([]);
  });

  it('uses another kind of failure where the file maps the first', () => {
    const checks = [
      { type: 'http' as const, url: 'http://127.0.0.1:1/', failureStatuses: { refused: 'major_outage' as const } },
    ];
    expect(ask({ file: withApi({ checks }), severity: 'low' }).severity).toBe('low');
  });

  it('is said not to happen where the component has a fixed one', () => {
    const run = ask({ file: withApi({ severity: 'high' }), severity: 'low' });
    expect(run.severity).toBe('high');
    expect(run.notes).toEqual([
      'A failure of severity low does not happen here: the configuration makes it high, always',
    ]);
  });
});

describe('what keeps it back', () => {
  it('maintenance: nobody hears of it until it is over', () => {
    const window = windowByHand({
      id: MaintenanceId.parse('m'),
      components: [API],
      from: START - MINUTE,
      until: START + 10 * MINUTE,
      note: 'new rack',
      by: 'Kim',
    });
    const run = ask({ around: { maintenance: [window] } });
    expect(said(run, 'held')[0]).toMatch(/^Held back: .*maintenance/i);
    expect(heard(run)[0]).toBe('+600 s kim by kim-hook');
  });

  it('a silence, by its reason; one that goes by words is for another failure, and that is said', () => {
    const silence = (match: Partial<StoredSilence['match']>) =>
      silenceByHand({
        id: SilenceId.parse('s'),
        match: { components: [], groups: [], tags: [], ...match },
        from: START - MINUTE,
        until: START + 20 * MINUTE,
        untilWell: false,
        reason: 'moving house',
        by: 'Sam',
      });
    const run = ask({ around: { silences: [silence({ components: [API] })] } });
    expect(said(run, 'held')[0]).toContain('moving house');
    expect(heard(run)[0]).toBe('+1200 s kim by kim-hook');
    const other = ask({ around: { silences: [silence({ text: 'certificate' })] } });
    expect(heard(other)[0]).toBe('+45 s kim by kim-hook');
    expect(other.notes).toEqual([
      'Silences that go by words (certificate) are for other failures than this made-up one',
    ]);
  });

  it('a parent that is down: it stays held back', () => {
    const run = ask({ around: { parents: [[aParent({ out: true })]] } });
    expect(said(run, 'held')).toEqual(['Held back: Unreachable because of Router']);
    expect([heard(run), run.end]).toEqual([[], 'held']);
    expect(run.notes).toEqual(['What it depends on is taken to stay as it is now']);
  });

  it('a parent that is well is looked at in time, and costs nothing', () => {
    const run = ask({ around: { parents: [[aParent()]] } });
    expect(said(run, 'held')).toEqual([]);
    expect(heard(run)[0]).toBe('+45 s kim by kim-hook');
  });

  it('a parent of which nobody is sure is waited for, and not for ever', () => {
    const run = ask({ around: { parents: [[aParent({ undecided: true })]] } });
    expect(said(run, 'held')[0]).toBe('Held back: Looking at Router first: it may be the cause');
    expect(heard(run)[0]).toBe('+60 s kim by kim-hook');
  });

  it('quiet at this desk: notice and sound wait for its end, the telephone does not', () => {
    const file = watchedForLong(
      fileOf({
        settings: { desk: 'kim' },
        people: [
          { id: 'kim', name: 'Kim', channels: ['screen', 'kim-hook'] },
          { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
        ],
        channels: [...(fileOf().channels ?? []), { id: 'screen', type: 'native' }],
      }),
    );
    const quiet = { until: START + 4 * MINUTE, criticalToo: true, by: 'Kim' };
    const run = ask({ file, around: { quiet } });
    expect(said(run, 'held')[0]).toContain('quiet at this desk (Kim)');
    expect(heard(run).slice(0, 2)).toEqual(['+105 s kim by kim-hook', '+240 s kim by screen']);
  });

  it('our own doubt, for as long as it lasts', () => {
    const run = ask({ around: { hold: { reason: 'Just woken', until: START + 2 * MINUTE } } });
    expect(said(run, 'held')).toContain('Held back: Just woken');
    expect(heard(run)[0]).toBe('+120 s kim by kim-hook');
  });

  it('its grace, when nobody has looked at it yet', () => {
    const run = ask({ file: fileOf(), watch: { checks: [] } });
    expect(run.notes[0]).toMatch(/^Nobody has looked at it yet/);
    expect(said(run, 'held')[0]).toContain('Just added');
    expect(heard(run)[0]).toBe('+60 s kim by kim-hook');
  });

  it('a status set by hand: what its checks see counts for nothing', () => {
    const byHand = { status: 'operational' as const, by: 'Kim', at: START, until: null, note: 'known' };
    const run = ask({ watch: { byHand } });
    expect([heard(run), run.end, run.severity]).toEqual([[], 'nothing', null]);
    expect(run.notes).toEqual([
      'Set by hand to operational by Kim: known: what its checks see counts for nothing until that is over',
    ]);
    const later = ask({ watch: { byHand: { ...byHand, until: START + MINUTE } }, at: START + MINUTE });
    expect(later.end).toBe('reminder');
  });
});

describe('whoever cannot be reached', () => {
  it('is said so, and passed over', () => {
    const file = watchedForLong(
      fileOf({
        settings: { desk: 'sam' },
        people: [
          { id: 'kim', name: 'Kim', channels: ['screen'] },
          { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
        ],
        channels: [...(fileOf().channels ?? []), { id: 'screen', type: 'native' }],
      }),
    );
    const run = ask({ file });
    expect(said(run, 'held')).toContain('Kim has no channel that works from this machine for severity critical');
    expect(said(run, 'step')).toContain(
      'Nobody on call in schedule Primary can be reached (step 1 of 2 of policy default)',
    );
    expect(heard(run)[0]).toBe('+45 s sam by sam-hook');
  });

  it('is everybody of the policy: after one round it is clear how it goes on', () => {
    const [schedule] = fileOf().schedules ?? [];
    const file = watchedForLong(
      fileOf({
        schedules: [
          {
            ...(schedule as NonNullable<typeof schedule>),
            overrides: [{ kind: 'remove', person: 'kim', from: '2026-01-05T00:00', to: '2026-01-12T00:00' }],
          },
        ],
        policies: [{ id: 'default', steps: [{ targets: [{ schedule: 'primary' }] }] }],
      }),
    );
    const run = ask({ file });
    expect([heard(run), run.end]).toEqual([[], 'unheard']);
    expect(said(run, 'step').at(-1)).toContain('nobody has been reached, trying again in');
  });

  it('is whoever has said that they are away', () => {
    const away = {
      person: 'kim' as PersonId,
      state: 'away' as const,
      from: START - MINUTE,
      until: START + 60 * MINUTE,
      note: 'on a plane',
      by: 'Kim',
    };
    const run = ask({ around: { presences: [away] } });
    expect(said(run, 'held')[0]).toMatch(/^Kim is away .*and is not paged$/);
    expect(heard(run)[0]).toBe('+45 s sam by sam-hook');
  });

  it('is everybody, where the component has no policy', () => {
    const run = ask({ file: watchedForLong(fileOf({ policies: [] })) });
    expect(said(run, 'step')).toEqual(['Nobody is paged: the component has no escalation policy']);
    expect([heard(run), run.end]).toEqual([[], 'all-said']);
  });

  it('is whoever is off: an override that is known now counts', () => {
    const override = {
      id: 'o-1' as never,
      scheduleId: 'primary' as never,
      kind: 'replace' as const,
      person: 'kim' as PersonId,
      by: 'sam' as PersonId,
      from: START - MINUTE,
      to: START + 60 * MINUTE,
      note: '',
      author: 'Kim',
      createdAt: START,
    };
    expect(heard(ask({ around: { overrides: [override] } }))[0]).toBe('+45 s sam by sam-hook');
  });
});

describe('a component that is not well now', () => {
  it('is asked about as if it were, and that is said', () => {
    const troubled = story().pass().repeat('fail', 3, 3_000).wait(MINUTE).watch();
    const run = ask({ watch: troubled, at: START + 5 * MINUTE });
    expect(heard(run)[0]).toBe('+45 s kim by kim-hook');
    expect(run.notes[0]).toBe(
      `It is in trouble already (incident ${troubled.incident?.id}); this is what a failure from well would do`,
    );
  });

  it('fails with all of its checks, each in its own time', () => {
    const checks = [
      { id: 'a', type: 'http' as const, url: 'http://127.0.0.1:1/', interval: '10s' },
      { id: 'b', type: 'tcp' as const, host: '127.0.0.1', port: 1, interval: '60s' },
    ];
    const run = ask({
      file: withApi({ checks, redundancy: { atLeast: 1 } }),
      watch: { checks: [CheckId.parse('a'), CheckId.parse('b')].map((id) => ({ ...unseen(id), firstAt: 0 })) },
    });
    expect(run.severity).toBe('critical');
    expect(said(run, 'settled').filter((text) => text.includes('-> down'))).toHaveLength(2);
  });
});

it('comes to an end for any policy, and its pages stand in order of time', () => {
  const target = fc.constantFrom(
    { person: 'kim' },
    { person: 'sam' },
    { schedule: 'primary' },
    { channel: 'boss-hook' },
  );
  const step = fc.record({
    targets: fc.array(target, { minLength: 1, maxLength: 3 }),
    delay: fc.constantFrom('0', '1ms', '30s', '5m', '3h', '2d'),
  });
  const policy = fc.record(
    {
      id: fc.constant('default'),
      steps: fc.array(step, { minLength: 1, maxLength: 4 }),
      repeat: fc.integer({ min: 0, max: 20 }),
      lastResort: target,
    },
    { requiredKeys: ['id', 'steps'] },
  );
  const pageAfter = fc.constantFrom(0, '45s', '1h');
  fc.assert(
    fc.property(policy, pageAfter, fc.constantFrom(null, ...SEVERITIES), (one, after, severity) => {
      const run = ask({ file: withApi({ pageAfter: after }, { policies: [one] }), severity });
      const times = run.pages.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(run.pages.length).toBeGreaterThan(0);
      expect(DRY_RUN_ENDS).toContain(run.end);
    }),
    { numRuns: runsOf(15) },
  );
});

it('is told at a terminal as who hears what when, and what happened on the way', () => {
  const text = dryRunText(ask(), 'Europe/Berlin');
  expect(text[0]).toBe('If API failed at Mon 05 Jan, 10:00:00 and nobody answered (severity critical) [Europe/Berlin]');
  expect(text[1]).toMatch(/^ {2}\+45 s +Mon 05 Jan, 10:00:45 {2}Kim by kim-hook \(step 1 of 2.*\): DOWN API/);
  expect(text).toContain('On the way');
  const silent = dryRunText(ask({ around: { parents: [[aParent({ out: true })]] } }), 'UTC');
  expect(silent.slice(1, 3)).toEqual(['  NOBODY is told', '  It stays held back for as long as that lasts']);
});

it('says of a page by a digest that it may go out later, and nothing of one that does not wait', () => {
  const mail = { type: 'smtp' as const, host: 'localhost', from: 'w@example.org', to: 'k@example.org' };
  const file = watchedForLong(
    fileOf({
      channels: [
        { id: 'kim-hook', ...mail, digest: { every: '10m', critical: 'waits' } },
        { id: 'sam-hook', ...mail, digest: true },
      ],
    }),
  );
  // Sam's mails are critical here, and go at once.
  expect(ask({ file, severity: 'critical' }).notes.filter((note) => note.includes('tells many'))).toEqual([
    'kim-hook tells many pages as one: a page by it goes out up to 10 min later',
  ]);
});
