/** The whole in one sentence, and how groups and mirrors add up to it. */
import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../../../shared/model/status.ts';
import { headlineWords } from '../../../../../shared/rules/status-page/paint/headline.ts';
import { speechOf } from '../../../../../shared/rules/status-page/speech.ts';
import { best, publicState, worst } from '../../../../../shared/rules/status-page/states.ts';
import { fleet, NOW, pageOf, post, type Scene } from '../../../../harness/status-page.ts';
import { fileOf } from '../../../../harness/watch-story.ts';

const words = (scene: Scene, language: 'en' | 'de' = 'en') => {
  const page = pageOf(scene);
  return headlineWords(page.headline, speechOf(language, page.timeZone));
};
const WORK = {
  maintenance: [
    {
      id: 'm',
      for: { groups: ['web'] },
      kind: 'once' as const,
      from: '2026-05-29T11:00:00Z',
      to: '2026-05-29T13:00:00Z',
    },
  ],
};

describe('the headline', () => {
  it.each<[string, Scene, string, string]>([
    ['all is well', {}, 'Everything is working', 'Alles funktioniert'],
    ['one is down', { statuses: { shop: 'major_outage' } }, 'Shop is down', 'Shop ist ausgefallen'],
    [
      'the worst comes first',
      { statuses: { shop: 'performance_issues', mail: 'partial_outage' } },
      'Mail is partly down',
      'Mail ist teilweise ausgefallen',
    ],
    [
      'slow is not down',
      { statuses: { shop: 'performance_issues', db: 'performance_issues' } },
      'Shop and Database are slow',
      'Shop und Database sind langsam',
    ],
    [
      'what nobody can see is not well',
      { statuses: { shop: 'unknown' } },
      'Not known at the moment: Shop',
      'Zurzeit nicht bekannt: Shop',
    ],
    [
      'planned work, also when it does not answer meanwhile',
      { file: fleet({}, WORK), statuses: { db: 'major_outage' } },
      'Planned work on Database',
      'Wartungsarbeiten: Database',
    ],
    [
      'one of two mirrors is down',
      { statuses: { 'docs-a': 'major_outage' } },
      'Everything is working',
      'Alles funktioniert',
    ],
    [
      'both mirrors are down: it is one thing, by its own name',
      { statuses: { 'docs-a': 'major_outage', 'docs-b': 'major_outage' } },
      'Documentation is down',
      'Documentation ist ausgefallen',
    ],
    ['somebody wrote that something is wrong', { posts: [post()] }, 'Payments are late', 'Payments are late'],
    [
      'what was written is over',
      { posts: [post({ status: 'fixed', stickied: true })] },
      'Everything is working',
      'Alles funktioniert',
    ],
    [
      'what was written is not for everybody',
      { posts: [post({ visible: false })] },
      'Everything is working',
      'Alles funktioniert',
    ],
    [
      'what was written lies ahead',
      { posts: [post({ status: 'scheduled' })] },
      'Everything is working',
      'Alles funktioniert',
    ],
    [
      'nobody watches: whatever was believed',
      { statuses: { shop: 'major_outage' }, watching: { kind: 'not-watching', since: NOW } },
      'Nobody can see at the moment how things are',
      'Zurzeit ist nicht zu sehen, wie es steht',
    ],
    [
      'the watcher has ended',
      { watching: { kind: 'stopped', at: NOW } },
      'Nobody is watching any more',
      'Es wird nicht mehr beobachtet',
    ],
    [
      'nobody is public',
      { file: fileOf({ settings: { statusPage: {} }, components: [] }) },
      'Nothing is shown here yet',
      'Hier wird noch nichts gezeigt',
    ],
  ])('%s', (_story, scene, en, de) => {
    expect([words(scene), words(scene, 'de')]).toEqual([en, de]);
  });

  it('leaves nothing out that is wrong beside the worst', () => {
    const { headline } = pageOf({
      statuses: { shop: 'major_outage', db: 'performance_issues', mail: 'unknown', 'docs-a': 'partial_outage' },
    });
    expect(headline).toEqual({
      kind: 'down',
      names: ['Shop'],
      besides: [
        { kind: 'slow', names: ['Database'] },
        { kind: 'unknown', names: ['Mail'] },
      ],
    });
  });

  it('names four, and counts the rest', () => {
    const statuses = Object.fromEntries(
      ['shop', 'db', 'docs-a', 'docs-b', 'mail'].map((id) => [id, 'major_outage' as const]),
    );
    const file = fleet(
      {},
      {
        groups: [
          { id: 'web', name: 'Web' },
          { id: 'docs', name: 'Docs' },
        ],
      },
    );
    expect(words({ file, statuses })).toBe('Shop, Database, Docs Berlin and 2 more are down');
  });
});

describe('states', () => {
  it('only what works is shown as working', () => {
    expect(STATUSES.filter((status) => publicState(status) === 'operational')).toEqual(['operational']);
  });

  it('the worst decides, and of mirrors the best; of none nothing is known', () => {
    expect(worst(['operational', 'unknown', 'slow'])).toBe('slow');
    expect(worst(['operational', 'unknown'])).toBe('unknown');
    expect(best(['down', 'unknown'])).toBe('unknown');
    expect(best(['down', 'partial', 'operational'])).toBe('operational');
    expect(best(['down', 'down'])).toBe('down');
    expect([worst([]), best([])]).toEqual(['unknown', 'unknown']);
  });
});
