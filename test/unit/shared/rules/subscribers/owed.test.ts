/** What somebody who subscribed is owed: told exactly once, whatever the order and wherever it was cut off. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ComponentId } from '../../../../../shared/model/ids.ts';
import { sortIncidents } from '../../../../../shared/rules/status-page/incidents.ts';
import type { PublicIncident, StatusPage } from '../../../../../shared/rules/status-page/page.ts';
import { type Marks, marksOf, newLedger, withMarks } from '../../../../../shared/rules/subscribers/ledger.ts';
import { owedNews, rewishedMarks } from '../../../../../shared/rules/subscribers/owed.ts';
import { fleet, HOUR, incident, MINUTE, NOW, pageOf, post, type Scene } from '../../../../harness/status-page.ts';
import type { FileInput } from '../../../../harness/watch-story.ts';

const SHOP = ComponentId.parse('shop');
const MAIL = ComponentId.parse('mail');

const TAKEN = { by: 'Kim', at: NOW - 8 * MINUTE, until: null, note: 'disk on eu-db-7' };
const over = (lastedMs: number) => {
  const since = NOW - 12 * MINUTE;
  return { since, recoveredAt: since + lastedMs, resolvedAt: since + lastedMs + 45_000 };
};

type Work = NonNullable<FileInput['maintenance']>[number];

/** "shop: began taken" for short. */
function told(page: StatusPage, marks: Marks = {}, components: readonly ComponentId[] | null = null): string[] {
  return owedNews(page, components, marks).news.map((one) =>
    one.kind === 'work'
      ? `work: ${one.work.components.map(({ id }) => id)}`
      : `${one.incident.components.map(({ id }) => id)}: ${one.items.map(({ kind }) => kind).join(' ')}`,
  );
}
const marksAfter = (page: StatusPage, marks: Marks = {}): Marks =>
  withMarks(marks, owedNews(page, null, marks).marks, page);

describe('what is owed', () => {
  it.each<[string, Scene, string[]]>([
    ['nothing while all is well', {}, []],
    ['that something began', { incidents: [incident('shop')] }, ['shop: began']],
    [
      'with who has it left out, but that somebody does',
      { incidents: [incident('shop', { acknowledgement: TAKEN })] },
      ['shop: began taken'],
    ],
    [
      'beginning and end in one, when nothing was told before',
      { incidents: [incident('shop', over(5 * MINUTE))] },
      ['shop: began over'],
    ],
    ['nothing of what lasted less than a minute', { incidents: [incident('shop', over(59_000))] }, []],
    ['what lasted a minute', { incidents: [incident('shop', over(MINUTE))] }, ['shop: began over']],
    ['what somebody wrote', { posts: [post()] }, ['shop: said']],
    ['what somebody announced', { posts: [post({ status: 'scheduled', at: NOW + HOUR })] }, ['shop: said']],
  ])('is %s', (_, scene, expected) => {
    expect(told(pageOf(scene))).toEqual(expected);
  });

  it.each<[string, Scene, Scene, string[]]>([
    ['nothing twice', { incidents: [incident('shop')] }, { incidents: [incident('shop')] }, []],
    [
      'the end of what was told',
      { incidents: [incident('shop')] },
      { incidents: [incident('shop', over(5 * MINUTE))] },
      ['shop: over'],
    ],
    [
      'the end also of what was short after all',
      { incidents: [incident('shop')] },
      { incidents: [incident('shop', over(30_000))] },
      ['shop: over'],
    ],
    [
      'that it is not over after all',
      { incidents: [incident('shop', over(5 * MINUTE))] },
      { incidents: [incident('shop')] },
      ['shop: again'],
    ],
    [
      'that it is worse',
      { incidents: [incident('shop', { status: 'performance_issues' })] },
      { incidents: [incident('shop', { status: 'major_outage' })] },
      ['shop: worse'],
    ],
    [
      'not that it is milder',
      { incidents: [incident('shop', { status: 'major_outage' })] },
      { incidents: [incident('shop', { status: 'performance_issues' })] },
      [],
    ],
    [
      'the next words of somebody',
      { posts: [post()] },
      { posts: [post({ status: 'fixed', updates: [{ status: 'fixed', message: 'Done.', at: NOW - MINUTE }] })] },
      ['shop: said'],
    ],
    [
      'only what is new, though nobody kept as what it began',
      { posts: [post({ status: 'identified' })] },
      { posts: [post({ status: 'watching', updates: [{ status: 'watching', message: 'Hm.', at: NOW - MINUTE }] })] },
      ['shop: said'],
    ],
    [
      'that it is over, though nobody wrote a word about it',
      { posts: [post()] },
      { posts: [post({ status: 'fixed' })] },
      ['shop: over'],
    ],
    [
      'that it is not, though nobody wrote a word about it',
      { posts: [post({ status: 'fixed' })] },
      { posts: [post()] },
      ['shop: again'],
    ],
    ['not that words were mended', { posts: [post()] }, { posts: [post({ message: 'Mended.' })] }, []],
    [
      'not that another one has it now',
      { incidents: [incident('shop', { acknowledgement: TAKEN })] },
      { incidents: [incident('shop', { acknowledgement: { ...TAKEN, by: 'Sam', at: NOW } })] },
      [],
    ],
  ])('after a mail is %s', (_, first, second, expected) => {
    expect(told(pageOf(second), marksAfter(pageOf(first)))).toEqual(expected);
  });

  it('is no mail of its own when it is only that somebody has it', () => {
    const marks = marksAfter(pageOf({ incidents: [incident('shop')] }));
    const taken = owedNews(pageOf({ incidents: [incident('shop', { acknowledgement: TAKEN })] }), null, marks);
    expect(taken.news).toHaveLength(1);
    expect(taken.urgent).toBe(false);
  });

  it('is what concerns them, and what is about nothing in particular', () => {
    const page = pageOf({ incidents: [incident('shop'), incident('mail')], posts: [post({ components: [] })] });
    expect(told(page, {}, [MAIL])).toEqual(['mail: began', ': said']);
    expect(told(page, {}, [SHOP])).toEqual(['shop: began', ': said']);
  });

  it('is planned work once, unless it comes again and again', () => {
    const once: Work = {
      id: 'move',
      for: { components: ['mail'] },
      kind: 'once',
      from: '2026-05-30T22:00',
      to: '2026-05-31T02:00',
    };
    const nightly: Work = {
      id: 'nightly',
      for: { components: ['db'] },
      kind: 'weekly',
      days: ['sun'],
      at: '02:00',
      lasts: '1h',
    };
    const page = pageOf({ file: fleet({}, { maintenance: [once, nightly] }) });
    expect(page.maintenance).toHaveLength(2);
    expect(told(page)).toEqual(['work: mail']);
    expect(told(page, marksAfter(page))).toEqual([]);
  });

  it('is not what goes down while it is worked on: after the work only what stayed down', () => {
    const work: Work = {
      id: 'now',
      for: { components: ['shop', 'mail'] },
      kind: 'once',
      from: '2026-05-29T14:00',
      to: '2026-05-29T15:00',
    };
    const file = fleet({}, { maintenance: [work] });
    const during = pageOf({ file, incidents: [incident('shop'), incident('mail', over(5 * MINUTE))] });
    const seen = owedNews(during, null, marksOf(pageOf({ file })));
    expect(seen.news).toEqual([]);
    const later = pageOf({ at: NOW + 2 * HOUR, incidents: [incident('shop'), incident('mail', over(5 * MINUTE))] });
    expect(told(later, seen.passed)).toEqual(['shop: began']);
  });

  it('is nothing old for whoever comes, and its end is news', () => {
    const ledger = newLedger('x', { language: 'en', pace: 'at-once' }, pageOf({ incidents: [incident('shop')] }), NOW);
    expect(told(pageOf({ incidents: [incident('shop')] }), ledger.marks)).toEqual([]);
    expect(told(pageOf({ incidents: [incident('shop', over(5 * MINUTE))] }), ledger.marks)).toEqual(['shop: over']);
  });

  it('stays owed when they want to hear of something else as well, and that is told from then on', () => {
    const page = pageOf({ incidents: [incident('shop'), incident('mail')] });
    const marks = rewishedMarks(page, [SHOP], {});
    expect(told(page, marks)).toEqual(['shop: began']);
  });
});

const QUIET = pageOf();
const NAMES = new Map(QUIET.groups.flatMap(({ components }) => components.map(({ id, name }) => [id, name])));

/** The configuration is read once: a property looks at thousands of pages. */
const quickPage = ({ incidents = [], posts = [] }: Pick<Scene, 'incidents' | 'posts'>): StatusPage => ({
  ...QUIET,
  ...sortIncidents(incidents, posts, NOW, (id) => NAMES.get(id) ?? null),
});

/** What is known of one incident, step by step; a person is told now and then, and told again what was cut off. */
const step = fc.record({
  open: fc.boolean(),
  status: fc.constantFrom('performance_issues' as const, 'partial_outage' as const, 'major_outage' as const),
  taken: fc.boolean(),
  told: fc.constantFrom('no', 'yes', 'cut off'),
});

describe('whatever happens', () => {
  it('what was told last is true, or the difference is owed; and nothing is owed twice', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let marks: Marks = {};
        let believes: 'nothing' | 'down' | 'well' = 'nothing';
        for (const { open, status, taken, told: how } of steps) {
          const one = incident('shop', {
            status,
            acknowledgement: taken ? TAKEN : null,
            ...(open ? {} : over(5 * MINUTE)),
          });
          const page = quickPage({ incidents: [one] });
          const owed = owedNews(page, null, marks);
          if (how === 'yes') {
            const again = owedNews(page, null, withMarks(marks, owed.marks, page));
            expect(again.news).toEqual([]);
            marks = withMarks(marks, owed.marks, page);
            believes = open ? 'down' : 'well';
          } else {
            // Told or cut off: without a mark the very same is owed at the next start.
            expect(owedNews(page, null, structuredClone(marks)).marks).toEqual(owed.marks);
          }
          if (how !== 'yes' && believes !== 'nothing' && (believes === 'down') !== open) {
            expect(owed.urgent).toBe(true);
          }
        }
      }),
    );
  });

  it('every public word of what concerns somebody reaches them once, in however many mails', () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(times, fc.array(fc.integer({ min: 0, max: 6 })), (minutes, cuts) => {
        const words = minutes.toSorted((a, b) => a - b).map((minute) => NOW - 400 * MINUTE + minute * MINUTE);
        const seen: number[] = [];
        let marks: Marks = {};
        for (const count of [...cuts.toSorted(), words.length]) {
          const updates = words.slice(0, count).map((at) => ({ status: 'watching' as const, message: `at ${at}`, at }));
          const page = quickPage({ posts: [post({ at: NOW - 400 * MINUTE, updates })] });
          const owed = owedNews(page, null, marks);
          seen.push(...owed.news.flatMap((one) => (one.kind === 'incident' ? one.items.map(({ at }) => at) : [])));
          marks = withMarks(marks, owed.marks, page);
        }
        expect(seen).toEqual([NOW - 400 * MINUTE, ...words]);
      }),
    );
  });
});

it('a mark outlives what it is about by a month, and no longer', () => {
  const gone: PublicIncident['key'] = 'gone';
  const marks = { [gone]: { said: [], taken: false, over: true, state: null, at: NOW - 20 * 24 * HOUR } };
  expect(Object.keys(withMarks(marks, {}, pageOf()))).toEqual([gone]);
  expect(Object.keys(withMarks(marks, {}, pageOf({ at: NOW + 11 * 24 * HOUR })))).toEqual([]);
});
