/** A replay: the tries of a night, judged again by the same or by another configuration. */
import { describe, expect, it } from 'vitest';
import type { StoredTry } from '../../../../shared/contract/series.ts';
import { withChanges } from '../../../../shared/rules/replay/changes.ts';
import { replayTotals } from '../../../../shared/rules/replay/text.ts';
import { DOWN, testEngine } from '../../../harness/engine.ts';
import { replayed } from '../../../harness/replayed.ts';
import { configOf, type FileInput, fileOf, START } from '../../../harness/watch-story.ts';

const MINUTE = 60_000;

/** Two outages of a real engine: of five minutes, and of twenty-five seconds; its store keeps the tries. */
async function aNight(file: FileInput = fileOf()) {
  const one = await testEngine({ file });
  const from = one.clock.now();
  await one.clock.advance(5 * MINUTE);
  one.target('api', DOWN);
  await one.clock.advance(5 * MINUTE);
  one.target('api', { kind: 'pass', timings: { totalMs: 12 } });
  await one.clock.advance(10 * MINUTE);
  one.target('api', DOWN);
  await one.clock.advance(25_000);
  one.target('api', { kind: 'pass', timings: { totalMs: 12 } });
  await one.clock.advance(10 * MINUTE);
  return { one, from, to: one.clock.now() };
}

const again = async ({ one, from, to }: Awaited<ReturnType<typeof aNight>>, config = configOf(fileOf())) => ({
  report: await replayed({ store: one.store, from, to }, config),
});

describe('a replay', () => {
  it('by the same configuration pages what was paged, at the same time, and nothing else', async () => {
    const night = await aNight();
    const { report } = await again(night);
    expect(report.rows.map(({ verdict }) => verdict)).toContain('same');
    expect(replayTotals(report)).toMatchObject({ new: 0, gone: 0 });
    const [row] = report.rows;
    expect(row?.replayed?.pagedAt).toBe(row?.happened?.pagedAt);
    expect(row?.replayed?.paged).toEqual(row?.happened?.paged);
    expect(report).toMatchObject({ strangers: 0, kindless: 0 });
    await night.one.stop();
  });

  it('by a hastier configuration pages the short outage as well, and tells the long one sooner', async () => {
    const night = await aNight();
    const { report } = await again(night, withChanges(configOf(fileOf()), { fall: 1, pageAfter: 0 }));
    const totals = replayTotals(report);
    expect(totals).toMatchObject({ new: 1, gone: 0 });
    expect(totals.replayedDetectMs ?? 0).toBeLessThan(totals.happenedDetectMs ?? 0);
    await night.one.stop();
  });

  it('by a more patient one does not page at all', async () => {
    const night = await aNight();
    const { report } = await again(night, withChanges(configOf(fileOf()), { pageAfter: 30 * MINUTE }));
    expect(replayTotals(report)).toMatchObject({ replayedPages: 0, gone: 1 });
    await night.one.stop();
  });

  it('answers the window beside the watch, one at a time, with changed numbers or another file', async () => {
    const { one, from, to } = await aNight();
    const ask = async (changes: { fall?: number; pageAfter?: number }, config: string | null = null) => {
      const answers = [1, 2].map(() => one.engine.replies.replay({ from, to, config, changes }, 'Kim'));
      await one.clock.advance(1_000);
      return Promise.all(answers);
    };
    const [first, second] = await ask({ fall: 1, pageAfter: 0 });
    expect(first?.report && replayTotals(first.report)).toMatchObject({ new: 1, gone: 0 });
    expect(second?.problem).toContain('A replay is under way');
    const [other] = await ask({}, 'other.yaml');
    expect(other?.problem).toContain('No other configuration can be read here');
    await one.stop();
  });

  it('decides by the kind of a failure, and says how many tries are of before that was kept', async () => {
    const file = fileOf({
      components: [
        {
          id: 'api',
          checks: [{ type: 'http', url: 'http://127.0.0.1:1/', failureStatuses: { dns: 'performance_issues' } }],
        },
      ],
    });
    const tries = (kind: StoredTry['kind']): StoredTry[] =>
      Array.from({ length: 40 }, (_, index) => ({
        checkId: configOf(file).checks.keys().next().value as StoredTry['checkId'],
        at: START + index * 10_000,
        outcome: index < 5 ? 'pass' : 'fail',
        latencyMs: 3,
        detail: index < 5 ? '' : 'no such name',
        ...(index >= 5 && kind !== undefined && { kind }),
      }));
    const judge = (list: readonly StoredTry[]) =>
      replayed(
        {
          store: {
            async *history() {
              yield list;
            },
            incidents: async () => [],
            events: async () => [],
          },
          from: START,
          to: START + 10 * MINUTE,
        },
        configOf(file),
      );
    const known = await judge(tries('dns'));
    const unknown = await judge(tries(undefined));
    expect(known.rows[0]?.replayed?.severity).toBe('low');
    expect(known.kindless).toBe(0);
    expect(unknown.rows[0]?.replayed?.severity).toBe('critical');
    expect(unknown.kindless).toBe(35);
  });

  it('gives others their turn at least every fifty milliseconds', async () => {
    const file = fileOf({
      components: Array.from({ length: 200 }, (_, index) => ({
        id: `c${index}`,
        checks: [{ type: 'tcp' as const, host: '127.0.0.1', port: 1 + index }],
      })),
    });
    const config = configOf(file);
    const checks = [...config.checks.keys()];
    let turns = 0;
    const report = await replayed(
      {
        store: {
          async *history() {
            for (let minute = 0; minute < 30; minute += 1) {
              yield [0, 30_000].flatMap((ms) =>
                checks.map(
                  (checkId): StoredTry => ({
                    checkId,
                    at: START + minute * MINUTE + ms,
                    outcome: 'pass',
                    latencyMs: 3,
                    detail: '',
                  }),
                ),
              );
            }
          },
          incidents: async () => [],
          events: async () => [],
        },
        from: START,
        to: START + 30 * MINUTE,
      },
      config,
      async () => {
        turns += 1;
      },
    );
    expect(report.tries).toBe(12_000);
    // No more than a thousand tries between two turns: a few microseconds each.
    expect(turns).toBeGreaterThanOrEqual(30);
  });
});
