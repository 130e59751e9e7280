/** What the health port says, line by line, beside what the recorded zc.monitor said; and that nothing but health looks like it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReply } from '../../../../electron/probes/monitor-reply.ts';
import { healthDialogue } from '../../../../electron/server/health/dialogue.ts';
import type { Circumstances } from '../../../../shared/rules/health-port/circumstances.ts';
import { COMMANDS } from '../../../../shared/rules/health-port/commands.ts';
import { aBeat, aPicture, arbitrary, circumstances, WARMING } from '../../../harness/health.ts';
import { START } from '../../../harness/watch-story.ts';

interface Transcript {
  readonly case: string;
  readonly steps: readonly { readonly send: string; readonly recv: string; readonly then: 'closed' | 'open' }[];
}
const transcripts: readonly Transcript[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/zcmonitor/transcripts.json', import.meta.url), 'utf8'),
);

/** What is about Zope, what holds its figures, and what is Python's: there we say other things, in the same form. */
const ELSEWHERE =
  /^(?:help |warming up|first 20 s|ZEO |warm-up state|process info|database|performance|an argument too many|a probe )/;
/** Figures of the recorded database. */
const FIGURES = /^(?:-?\d+ ){4}-?\d+$/gm;

const ask = (line: string, change: Partial<Circumstances> = {}) => healthDialogue(() => circumstances(change))(line);
const answer = (line: string, change: Partial<Circumstances> = {}) => ask(line, change)?.text;

describe('the health port', () => {
  const same = transcripts.filter(({ case: story }) => !ELSEWHERE.test(story));

  it.each(same)('says what zc.monitor said: $case', ({ steps }) => {
    const hear = healthDialogue(() => circumstances());
    let rest = '';
    let over = false;
    for (const { send, recv, then } of steps) {
      const lines = `${rest}${send}`.split('\n');
      rest = lines.pop() ?? '';
      let said = '';
      for (const line of over ? [] : lines) {
        const one: ReturnType<typeof hear> = over ? null : hear(line);
        said += one?.text ?? '';
        over ||= one?.hangUp ?? false;
      }
      expect([said.replace(FIGURES, 'figures'), over ? 'closed' : 'open']).toEqual([
        recv.replace(FIGURES, 'figures'),
        then,
      ]);
    }
  });

  it('is compared with most of what was recorded about the conversation', () => {
    expect(same.map(({ case: story }) => story)).toContain('healthy, CRLF as HAProxy sends it');
    expect(same.length).toBeGreaterThanOrEqual(13);
  });

  it.each([
    ['dbinfo', {}, '10 5 3 0 0\n'],
    ['dbinfo - 60', {}, '10 5 3 0 0\n'],
    ['dbinfo', { traffic: [] }, '-1 -1 -1 0 0\n'],
    ['dbinfo other', {}, 'There is one database: say - for other\n'],
    ['dbinfo - soon', {}, 'A number of seconds, not soon\n'],
    ['warmup_state', {}, '1 0\n'],
    ['warmup_state', { beat: aBeat({ warmUp: WARMING }) }, '0 1\n'],
    ['warmup_state', { beat: null }, '0 0\n'],
    ['monitor', {}, '0\nVmSize:\t   99156 kB\nVmRSS:\t   22044 kB\n'],
    ['monitor', { memory: null }, '0\n'],
    [
      'monitor 2',
      {
        ageMs: 500,
        memory: null,
        beat: aBeat({
          underWay: {
            count: 7,
            oldest: [
              { check: 'db/tcp', ageMs: 9_000 },
              { check: 'shop/http', ageMs: 1_000 },
            ],
          },
        }),
      },
      '7\n9.5 db/tcp\n',
    ],
    ['oncall', {}, 'There is no schedule\n'],
    [
      'oncall',
      {
        picture: aPicture({
          onCall: [
            { schedule: 'Primary', people: [{ name: 'Kim', until: START }] },
            { schedule: 'Night', people: [] },
          ],
        }),
      },
      'Primary: Kim until 2026-01-05T09:00:00Z\nNight: nobody\n',
    ],
    ['alerts', {}, '0\n'],
    [
      'alerts',
      {
        picture: aPicture({
          open: 3,
          alerts: [
            {
              since: START - 90_000,
              severity: 'critical',
              state: 'triggered',
              component: 'TOKEN',
              cause: '503\nagain',
            },
          ],
        }),
      },
      '3\n90.0 critical triggered token: 503 again\nand 2 more\n',
    ],
    ['alerts', { ageMs: 6_000 }, 'Not known: main process has not answered for 6 s\n'],
    ['oncall', { beat: null }, 'Not known yet: Instance is booting\n'],
    ['health_check now', {}, 'health_check takes no argument (1 given)\nTry "help health_check".\n'],
    ['help nope', {}, 'No command \'nope\'\nTry "help".\n'],
  ] satisfies readonly (readonly [string, Partial<Circumstances>, string])[])('answers %s', (line, change, text) => {
    expect(answer(line, change)).toBe(text);
  });

  it('tells its figures as ftw.monitor does, and never old ones', () => {
    expect(JSON.parse(answer('perf_metrics') ?? '')).toEqual({
      instance: { uptime: 60 },
      db: { loads: 10, stores: 5, connections: 3 },
      memory: { rss: 22_044 * 1_024 },
      watchbell: { checks: 12, tries_under_way: 0, open_incidents: 0, unfinished_pages: 0 },
    });
    for (const change of [{ ageMs: 6_000 }, { beat: null }]) {
      expect(readReply('perf_metrics', answer('perf_metrics', change) ?? '').kind).toBe('failing');
    }
  });

  it('lists every command with its help, and tells all of each', () => {
    const reply = readReply('help', answer('help') ?? '');
    const names = [...COMMANDS.map(({ name }) => name), 'help', 'interactive', 'quit'].toSorted();
    expect(reply).toEqual({ kind: 'commands', names });
    for (const name of names) {
      expect(answer(`help ${name}`)).toMatch(new RegExp(`^Help for ${name}:\n\n.+\n\n( {4}.+\n)+$`));
    }
  });

  it('is understood by our own check in every answer', () => {
    for (const { name } of COMMANDS) {
      expect(readReply(name, answer(name) ?? '').kind).not.toMatch(/not-understood|unknown-command|traceback|empty/);
    }
    const health = (change: Partial<Circumstances>) =>
      readReply('health_check', answer('health_check', change) ?? '').kind;
    expect(health({})).toBe('well');
    expect(health({ beat: aBeat({ warmUp: WARMING }) })).toBe('starting');
    expect(health({ beat: null })).toBe('starting');
    expect(health({ beat: aBeat({ phase: { kind: 'draining', reason: 'update' } }) })).toBe('draining');
    expect(health({ ageMs: 6_000 })).toBe('failing');
  });
});

describe('whatever is known and whatever is asked', () => {
  const line = fc.oneof(
    fc.constantFrom('health_check', 'help', 'quit', 'interactive', '', ...COMMANDS.map(({ name }) => name)),
    fc
      .tuple(fc.constantFrom('help', 'monitor', 'dbinfo', 'perf_metrics -', 'health_check'), arbitrary.words)
      .map((parts) => parts.join(' ')),
    arbitrary.words.map((text) => Buffer.from(text).toString('latin1')),
  );

  it('only health_check of a house that watches has OK in capitals in it, and then nothing else', () => {
    fc.assert(
      fc.property(arbitrary.circumstances, fc.array(line, { maxLength: 6 }), (known, lines) => {
        const hear = healthDialogue(() => known);
        for (const one of lines.map((text) => text.replace(/[\n]/g, ' '))) {
          const said = hear(one);
          if (said?.text !== 'OK\n') {
            expect(Buffer.from(said?.text ?? '').toString('latin1')).not.toContain('OK');
            expect(said?.text ?? '\n').toMatch(/\n$/);
          } else {
            expect(known.beat?.watcher?.watching).toBe(true);
          }
        }
      }),
    );
  });
});
