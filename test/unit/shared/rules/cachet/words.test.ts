/** Words of programs through the rules: the worst decides whoever spoke first, the same again is nothing new, and a hold wins. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Word } from '../../../../../shared/model/cachet/word.ts';
import type { Config } from '../../../../../shared/model/config.ts';
import { ComponentId } from '../../../../../shared/model/ids.ts';
import { type ComponentStatus, STATUSES } from '../../../../../shared/model/status.ts';
import type { ComponentWatch } from '../../../../../shared/model/watch.ts';
import { withTold } from '../../../../../shared/rules/cachet/component.ts';
import { sourceCheckId } from '../../../../../shared/rules/cachet/ids.ts';
import { heard, isStale, judgeWord } from '../../../../../shared/rules/cachet/word.ts';
import { worst } from '../../../../../shared/rules/status.ts';
import { newWatch, reconcile, stepWatch } from '../../../../../shared/rules/watch/step.ts';
import type { Surroundings } from '../../../../../shared/rules/watch/turn.ts';
import { configOf, fileOf, START } from '../../../../harness/watch-story.ts';

const ID = ComponentId.parse('cachet/7');
const SOURCES = ['a', 'b', 'c'];
const MINUTE = 60_000;
const said = fc.constantFrom<ComponentStatus>('operational', 'performance_issues', 'partial_outage', 'major_outage');
const source = fc.constantFrom(...SOURCES);
const speech = fc.array(fc.tuple(source, said), { minLength: 1, maxLength: 12 });

/** A component that was made by a program, with a check for each of these sources. */
function house(sources: readonly string[]): { config: Config; watch: ComponentWatch; around: Surroundings } {
  const times = { order: null, createdAt: START, updatedAt: START };
  const made = { name: 'Video', description: '', group: 0, tags: [] };
  const config = withTold(configOf(fileOf()), {
    components: [{ ...times, number: 7, id: ID, link: '', enabled: true, made }],
    groups: [],
    words: sources.map((id) => ({ component: ID, source: { id, name: id } })),
  });
  const component = config.components.get(ID);
  if (component === undefined) {
    throw new Error('it was not made');
  }
  const around: Surroundings = {
    component,
    config,
    overrides: [],
    quiet: null,
    presences: [],
    parents: [],
    maintenance: [],
    silences: [],
    hold: null,
    timeZone: 'UTC',
  };
  return { config, watch: reconcile(newWatch(ID), around), around };
}

function wordOf(id: string, status: ComponentStatus, at: number): Word {
  return { component: ID, source: { id, name: id }, status, at, heardAt: at };
}

/** One look at what a source says. */
function look(watch: ComponentWatch, around: Surroundings, word: Word, at: number) {
  const checkId = sourceCheckId(7, word.source.id);
  const outcome = judgeWord(word, at, null);
  return stepWatch(
    watch,
    { type: 'observed', observation: { checkId, componentId: ID, at, endedAt: at, outcome } },
    around,
  );
}

function play(
  words: readonly (readonly [string, ComponentStatus])[],
  begin?: (watch: ComponentWatch) => ComponentWatch,
) {
  const { watch, around } = house([...new Set(words.map(([id]) => id))]);
  return words.reduce(
    (now, [id, status], index) => look(now, around, wordOf(id, status, START + index), START + index).watch,
    begin?.(watch) ?? watch,
  );
}

describe('words of several programs', () => {
  it('amount to the worst of the last ones, whoever spoke first', () => {
    fc.assert(
      fc.property(speech, (words) => {
        const last = new Map(words);
        expect(play(words).status).toBe(worst([...last.values()]));
        // The same last words in any order of the sources.
        expect(play([...last].toReversed()).status).toBe(play([...last]).status);
      }),
    );
  });

  it('are nothing new when they are said again: no event, no page, the same belief', () => {
    fc.assert(
      fc.property(speech, fc.integer({ min: 1, max: 5 }), (words, times) => {
        const { watch: fresh, around } = house([...new Set(words.map(([id]) => id))]);
        let watch = words.reduce(
          (now, [id, status], index) => look(now, around, wordOf(id, status, START + index), START + index).watch,
          fresh,
        );
        for (let time = 0; time < times; time += 1) {
          for (const [id, status] of new Map(words)) {
            const turn = look(watch, around, wordOf(id, status, START), START + 100 + time);
            expect(turn.effects).toEqual([]);
            expect([turn.watch.status, turn.watch.since]).toEqual([watch.status, watch.since]);
            watch = turn.watch;
          }
        }
      }),
    );
  });

  it('change nothing while a person holds the status, and are taken up when it is released', () => {
    fc.assert(
      fc.property(speech, fc.constantFrom(...STATUSES), (words, status) => {
        const { around } = house([...new Set(words.map(([id]) => id))]);
        const set = { type: 'set-status', at: START, by: 'Kim', status, until: null, note: '' } as const;
        const held = play(words, (watch) => stepWatch(watch, set, around).watch);
        expect(held.status).toBe(status);
        const released = stepWatch(held, { type: 'release-status', at: START + MINUTE, by: 'Kim' }, around).watch;
        expect(released.status).toBe(play(words).status);
      }),
    );
  });
});

describe('one word', () => {
  const cron = wordOf('cron', 'partial_outage', START);

  it.each<[string, Word | null, number, number | null, string]>([
    ['nothing said', null, START, null, 'inconclusive: Nothing was said of it yet'],
    ['trouble', cron, START, null, 'fail: cron says: partial outage'],
    ['all well', { ...cron, status: 'operational' }, START, null, 'pass'],
    ['not known', { ...cron, status: 'unknown' }, START, null, 'inconclusive: cron says: unknown'],
    ['still good', cron, START + 15 * MINUTE - 1, 15 * MINUTE, 'fail: cron says: partial outage'],
    ['too old', cron, START + 15 * MINUTE, 15 * MINUTE, 'inconclusive: cron has said nothing for 15 min'],
    [
      'old, and well',
      { ...cron, status: 'operational' },
      START + 60 * MINUTE,
      15 * MINUTE,
      'inconclusive: cron has said nothing for 1 h',
    ],
  ])('%s', (_story, word, now, staleAfter, says) => {
    const outcome = judgeWord(word, now, staleAfter);
    const words =
      outcome.kind === 'pass'
        ? 'pass'
        : `${outcome.kind}: ${outcome.kind === 'fail' ? outcome.failure.detail : outcome.trouble.detail}`;
    expect(words).toBe(says);
  });

  it('is never a pass when it is stale, unknown or missing', () => {
    const any = fc.record({ status: fc.constantFrom(...STATUSES), heardAt: fc.integer(), staleAfter: fc.nat() });
    fc.assert(
      fc.property(any, fc.integer(), ({ status, heardAt, staleAfter }, now) => {
        const word = { ...cron, status, heardAt };
        const passes = judgeWord(word, now, staleAfter).kind === 'pass';
        expect(passes).toBe(status === 'operational' && !isStale(word, now, staleAfter));
      }),
    );
  });

  it('remembers since when it is the same', () => {
    const again = heard(cron, { ...cron, at: START + MINUTE });
    expect([again.at, again.heardAt]).toEqual([START, START + MINUTE]);
    const other = heard(again, { ...cron, status: 'operational', at: START + 2 * MINUTE });
    expect([other.at, other.heardAt]).toEqual([START + 2 * MINUTE, START + 2 * MINUTE]);
  });
});
