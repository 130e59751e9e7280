/** Public means public, and never green: whatever happens, what everybody reads says nothing of why, of who, and of what nobody saw. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../../../shared/model/status.ts';
import { LANGUAGES } from '../../../../../shared/model/status-page.ts';
import { NO_OWN_FILES, pageFiles } from '../../../../../shared/rules/status-page/files.ts';
import type { StatusPage } from '../../../../../shared/rules/status-page/page.ts';
import { statusPage } from '../../../../../shared/rules/status-page/picture.ts';
import { STATES } from '../../../../../shared/rules/status-page/texts.ts';
import { DAY, fleet, incident, inputOf, NOW, pageOf, post, type Scene } from '../../../../harness/status-page.ts';

const IDS = ['shop', 'db', 'docs-a', 'docs-b', 'mail'];

/** Stands in the configuration of `fleet`, in its incidents and in its maintenance, and is nobody's business. */
const OURS = [
  'internal.example',
  'Kim',
  'eu-db-7',
  'rack 4',
  'wiki',
  '/health',
  'kim-hook',
  'default',
  'primary',
  'inner',
];

const file = fleet(
  { languages: [...LANGUAGES] },
  {
    maintenance: [
      {
        id: 'kim-hook-move',
        name: 'Kim moves eu-db-7',
        note: 'rack 4',
        for: { tags: ['inner'] },
        kind: 'weekly',
        days: ['fri', 'sat'],
        at: '13:00',
        lasts: '3h',
      },
    ],
  },
);

const moment = fc.integer({ min: NOW - 13 * DAY, max: NOW });
const incidents = fc.array(
  fc.record({ id: fc.constantFrom(...IDS), since: moment, taken: fc.boolean(), lasted: fc.option(fc.nat(DAY)) }),
  { maxLength: 6 },
);
const scenes: fc.Arbitrary<Scene> = fc
  .record({
    statuses: fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom(...STATUSES)),
    incidents,
    watching: fc.constantFrom<NonNullable<Scene['watching']>>(
      { kind: 'watching' },
      { kind: 'not-watching', since: NOW - 60_000 },
      { kind: 'stopped', at: NOW },
    ),
  })
  .map(({ incidents: raw, ...scene }) => ({
    ...scene,
    file,
    incidents: raw.map(({ id, since, taken, lasted }) =>
      incident(id, {
        since,
        acknowledgement: taken ? { by: 'Kim', at: since + 1, until: null, note: 'disk of eu-db-7' } : null,
        resolvedAt: lasted === null ? null : since + lasted,
      }),
    ),
  }));

const textsOf = (page: StatusPage, served: 'live' | 'file' = 'file') =>
  [...pageFiles(page, NO_OWN_FILES, served)].map(([path, one]) => [path, String(one.paint())] as const);

describe('whatever happens', () => {
  it('nothing of ours can be read in any file', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const [path, text] of textsOf(pageOf(scene))) {
          for (const secret of OURS) {
            // "default" and "primary" are words of CSS and nowhere of ours to be seen there.
            if (!path.endsWith('.css')) {
              expect(text.replaceAll("default-src 'none'", ''), `${secret} in ${path}`).not.toContain(secret);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('while nobody watches nothing is shown as working', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const page = pageOf(scene);
        if (page.watching.kind === 'watching') {
          return;
        }
        const states = page.groups.flatMap(({ state, components }) => [state, ...components.map((one) => one.state)]);
        expect(new Set(states)).toEqual(new Set(['unknown']));
        const texts = new Map(textsOf(page));
        expect(JSON.parse(texts.get('status.json') ?? '')).toMatchObject({ watching: false, state: 'unknown' });
        expect(texts.get('badge/overall.svg')).toContain(STATES.unknown.en);
        expect(texts.get('badge/shop.svg')).not.toContain(STATES.operational.en);
        expect(texts.get('index.html')).not.toContain('class="mark operational"');
      }),
      { numRuns: 30 },
    );
  });

  it('a page made after another one says the same as one made afresh, and keeps what has not changed', () => {
    fc.assert(
      fc.property(scenes, scenes, (one, other) => {
        const before = pageOf(one);
        const afresh = pageOf(other);
        const input = inputOf(other);
        const after = statusPage({ ...input, before });
        expect(after).toEqual(afresh);
        expect(after && textsOf(after)).toEqual(textsOf(afresh));
        const again = statusPage({ ...input, before: after });
        const kept = new Set(again?.groups.flatMap(({ components }) => components));
        expect(after?.groups.flatMap(({ components }) => components).filter((one) => !kept.has(one))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('the whole is not well while something public is not', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { headline, groups } = pageOf(scene);
        if (headline.kind === 'well') {
          expect(groups.filter(({ state }) => state !== 'operational')).toEqual([]);
        }
      }),
    );
  });
});

describe('who is on the page', () => {
  const named = (change: Parameters<typeof fleet>[0], components = file.components ?? []) =>
    pageOf({ file: fleet(change, { components }) }).groups.flatMap((group) => group.components.map(({ name }) => name));

  it('everybody, where nothing else is said', () => {
    expect(named({})).toEqual(['Shop', 'Database', 'Docs Berlin', 'Docs Oslo', 'Mail']);
  });

  it('those that are shown, by group, tag or id, in the order of the file', () => {
    expect(named({ show: { groups: ['docs'], tags: ['inner'], components: ['mail'] } })).toEqual([
      'Database',
      'Docs Berlin',
      'Docs Oslo',
      'Mail',
    ]);
  });

  it('never one that is not public, nor its incidents, nor its name in a post', () => {
    const components = (file.components ?? []).map((one) =>
      one.id === 'db' ? { ...one, public: false as const } : one,
    );
    expect(named({ show: { groups: ['web'] } }, components)).toEqual(['Shop']);
    const page = pageOf({
      file: fleet({}, { components }),
      incidents: [incident('db'), incident('watchbell'), incident('calls/1')],
      posts: [post({ components: ['db', 'shop', 'gone'] as never })],
    });
    expect(page.open.map(({ key }) => key)).toEqual(['post-7']);
    expect(page.open[0]?.components).toEqual([{ id: 'shop', name: 'Shop' }]);
    for (const [path, text] of textsOf(page)) {
      expect(text, path).not.toMatch(/Database|\bdb\b/);
    }
  });

  it('there is no page where none is wanted', () => {
    const input = inputOf();
    const { statusPage: _, ...settings } = input.config.settings;
    expect(statusPage({ ...input, config: { ...input.config, settings } })).toBeNull();
  });
});
