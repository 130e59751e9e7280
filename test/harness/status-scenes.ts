/**
 * What a reader of the public page may meet: each a page that people look at in tests, in every theme and language.
 */
import { ComponentId } from '../../shared/model/ids.ts';
import type { StatusPage } from '../../shared/rules/status-page/page.ts';
import { DAY, fleet, HOUR, historyWith, incident, MINUTE, NOW, type PageInput, pageOf, post } from './status-page.ts';
import { fileOf } from './watch-story.ts';

const PAST: Readonly<Record<string, Parameters<typeof historyWith>[0]>> = {
  shop: [
    [3, 44, 'major_outage'],
    [17, 300, 'partial_outage'],
    [40, 1_200, 'major_outage'],
  ],
  db: [[17, 310, 'performance_issues']],
  'docs-a': [[1, 3, 'major_outage']],
};
const history = (id: string) => (id === 'docs-b' ? null : historyWith(PAST[id] ?? []));

export const SCENES = {
  well: (page: PageInput) => pageOf({ file: fleet(page), history }),
  outage: (page: PageInput) =>
    pageOf({
      file: fleet({
        meanwhile: { en: 'Order by telephone: 555-0100.', de: 'Bestellen Sie telefonisch: 555-0100.' },
        mirrors: [{ name: 'Archive', url: 'https://archive.example.org/' }],
        ...page,
      }),
      statuses: { shop: 'major_outage', db: 'performance_issues', 'docs-a': 'major_outage', mail: 'partial_outage' },
      incidents: [
        incident('shop', {
          acknowledgement: { by: 'Kim', at: NOW - 8 * MINUTE, until: null, note: 'disk on eu-db-7' },
        }),
        incident('mail', { status: 'partial_outage', since: NOW - 2 * HOUR }),
        incident('docs-a', {
          since: NOW - 3 * DAY,
          recoveredAt: NOW - 3 * DAY + 44 * MINUTE,
          resolvedAt: NOW - 3 * DAY + 45 * MINUTE,
        }),
      ],
      posts: [
        post({
          status: 'identified',
          updates: [
            {
              status: 'identified',
              message: 'It is the *card provider*:\n\n- they know\n- we wait, see https://cards.example.org/status',
              at: NOW - 20 * MINUTE,
            },
          ],
        }),
        post({
          id: 8,
          name: 'Move to the new rack',
          status: 'scheduled',
          at: NOW + 4 * DAY,
          message: 'An hour at most.',
        }),
      ],
      contact: {
        name: 'Whoever is on call',
        place: 'schedule~primary',
        url: 'https://pager.example.org/page-me/schedule~primary',
      },
      history,
    }),
  maintenance: (page: PageInput) =>
    pageOf({
      file: fleet(page, {
        maintenance: [
          {
            id: 'now',
            for: { groups: ['web'] },
            kind: 'once',
            from: '2026-05-29T13:00',
            to: '2026-05-29T16:00',
            timeZone: 'Europe/Berlin',
            note: 'eu-db-7',
          },
          {
            id: 'nightly',
            for: { components: ['mail'] },
            kind: 'weekly',
            days: ['sun'],
            at: '02:00',
            lasts: '90m',
            timeZone: 'Europe/Berlin',
          },
        ],
      }),
      statuses: { db: 'major_outage' },
      history,
    }),
  blind: (page: PageInput) =>
    pageOf({ file: fleet(page), watching: { kind: 'not-watching', since: NOW - 25 * MINUTE }, history }),
  stopped: (page: PageInput) => pageOf({ file: fleet(page), watching: { kind: 'stopped', at: NOW }, history }),
  empty: (page: PageInput) => pageOf({ file: fileOf({ settings: { statusPage: page }, components: [] }) }),
  crowded: (page: PageInput) =>
    pageOf({
      file: fleet(
        { title: 'Donaudampfschifffahrtsgesellschaftskapitänsversammlungsübersicht', ...page },
        {
          groups: [],
          components: Array.from({ length: 12 }, (_, index) => ({
            id: `stream-${index}`,
            name: index === 3 ? `averyveryveryverylongnamewithoutanyspaceinit-${'x'.repeat(60)}` : `Stream ${index}`,
            checks: [{ type: 'tcp' as const, host: 'streams.internal.example', port: 1_000 + index }],
          })),
        },
      ),
      statuses: Object.fromEntries(
        Array.from(
          { length: 9 },
          (_, index) => [`stream-${index}`, index % 2 === 0 ? 'major_outage' : 'unknown'] as const,
        ),
      ),
      incidents: [0, 2, 4].map((index) => incident(`stream-${index}`)),
      posts: [
        post({
          name: `Streams are choppy ${'x'.repeat(90)}`,
          components: [ComponentId.parse('stream-3')],
          message: 'y'.repeat(300),
        }),
      ],
      history,
    }),
} as const satisfies Record<string, (page: PageInput) => StatusPage>;

export type SceneName = keyof typeof SCENES;
