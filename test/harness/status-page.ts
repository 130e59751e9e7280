/**
 * Public pages for tests: a small fleet that a story changes, through the real rules.
 */
import type { Config } from '../../shared/model/config.ts';
import { ComponentId, IncidentId } from '../../shared/model/ids.ts';
import type { PublicPost } from '../../shared/model/public-post.ts';
import type { ComponentStatus, Trouble } from '../../shared/model/status.ts';
import { publicHistory } from '../../shared/rules/status-page/history.ts';
import type { IncidentIn } from '../../shared/rules/status-page/incidents.ts';
import type { PublicHistory, StatusPage, Watching } from '../../shared/rules/status-page/page.ts';
import { stretchesUpTo } from '../../shared/rules/status-page/periods.ts';
import { type PictureInput, statusPage } from '../../shared/rules/status-page/picture.ts';
import type { UptimeEvent } from '../../shared/rules/uptime.ts';
import { configOf, type FileInput, fileOf } from './watch-story.ts';

/** Friday 2026-05-29 14:03 in Berlin. */
export const NOW = Date.UTC(2026, 4, 29, 12, 3);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const ZONE = 'Europe/Berlin';

export type PageInput = NonNullable<NonNullable<FileInput['settings']>['statusPage']>;
type ComponentInput = NonNullable<FileInput['components']>[number];

const http = (id: string, change: Partial<ComponentInput> = {}): ComponentInput => ({
  id,
  checks: [{ type: 'http', url: `http://${id}.internal.example/health` }],
  ...change,
});

/** A shop with its database, mail in no group, and a site in two places. */
export function fleet(page: PageInput = {}, change: Partial<FileInput> = {}): FileInput {
  return fileOf({
    settings: { statusPage: { title: 'Weather', timeZone: ZONE, ...page } },
    groups: [
      { id: 'web', name: 'Web' },
      { id: 'docs', name: 'Documentation', mirrors: true },
    ],
    components: [
      http('shop', { name: 'Shop', group: 'web', owner: 'Kim Larsen', runbook: 'https://wiki.internal.example/shop' }),
      http('db', { name: 'Database', group: 'web', tags: ['inner'], description: 'rack 4, on eu-db-7' }),
      http('docs-a', { name: 'Docs Berlin', group: 'docs', public: { link: 'https://a.docs.example.org/' } }),
      http('docs-b', { name: 'Docs Oslo', group: 'docs', public: { link: 'https://b.docs.example.org/' } }),
      http('mail', { name: 'Mail', public: { meanwhile: { en: 'Telephone us.', de: 'Rufen Sie an.' } } }),
    ],
    ...change,
  });
}

export interface Scene {
  readonly file?: FileInput;
  /** Others are operational. */
  readonly statuses?: Readonly<Record<string, ComponentStatus>>;
  readonly incidents?: readonly IncidentIn[];
  readonly posts?: readonly PublicPost[];
  readonly watching?: Watching;
  readonly contact?: StatusPage['contact'];
  readonly history?: (id: string) => PublicHistory | null;
  readonly at?: number;
}

export function pageOf(scene: Scene = {}): StatusPage {
  const page = statusPage(inputOf(scene));
  if (page === null) {
    throw new Error('the configuration of this scene wants no page');
  }
  return page;
}

export function inputOf(scene: Scene = {}): PictureInput {
  const { statuses = {}, at = NOW } = scene;
  const config: Config = configOf(scene.file ?? fleet());
  return {
    at,
    config,
    timeZone: ZONE,
    watching: scene.watching ?? { kind: 'watching' },
    beliefOf: (id) => ({
      status: statuses[id] ?? 'operational',
      since: at - 12 * MINUTE,
      windows: config.components.get(id)?.maintenance ?? [],
      history: (scene.history ?? (() => null))(id),
    }),
    incidents: scene.incidents ?? [],
    posts: scene.posts ?? [],
    contact: scene.contact ?? null,
  };
}

export function incident(componentId: string, change: Partial<IncidentIn> & { status?: Trouble } = {}): IncidentIn {
  return {
    id: IncidentId.parse(`${componentId}.mk3v1q9c`),
    componentId: ComponentId.parse(componentId),
    status: 'major_outage',
    since: NOW - 12 * MINUTE,
    openedAt: NOW - 11 * MINUTE,
    acknowledgement: null,
    recoveredAt: null,
    resolvedAt: null,
    ...change,
  };
}

export function post(change: Partial<PublicPost> = {}): PublicPost {
  return {
    id: 7,
    name: 'Payments are late',
    message: 'Cards work, *money* arrives later.',
    status: 'investigating',
    components: [ComponentId.parse('shop')],
    at: NOW - HOUR,
    updates: [],
    visible: true,
    stickied: false,
    ...change,
  };
}

/** Watched for 60 days; each outage is [days ago, minutes, status]. */
export function historyWith(
  outages: readonly (readonly [daysAgo: number, minutes: number, status: Trouble])[],
  at = NOW,
): PublicHistory {
  const changes = outages
    .toSorted(([one], [other]) => other - one)
    .flatMap(([daysAgo, minutes, status]): Omit<UptimeEvent, 'seq'>[] => {
      const from = at - daysAgo * DAY;
      return [
        { at: from, type: 'status', data: { from: 'operational', to: status } },
        { at: from + minutes * MINUTE, type: 'status', data: { from: status, to: 'operational' } },
      ];
    });
  const events = changes.map((event, seq) => ({ ...event, seq }));
  const from = at - 60 * DAY;
  const sums = Array.from({ length: 61 }, (_, day) => ({
    start: Math.floor((from + day * DAY) / DAY) * DAY,
    passes: 1_000,
    slows: 10,
    latencySumMs: 1_010 * (120 + day),
  }));
  return publicHistory({ from, status: 'operational', watching: true, events }, sums, stretchesUpTo(at, ZONE));
}
