/**
 * What is believed, in; the public page, out. Pure: the whole decision of what everybody may see is here and in the files beside it.
 *
 * The rule: never lies green. While nobody watches, nothing is shown as working, whatever was believed last.
 */
import type { Config } from '../../model/config.ts';
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import type { MaintenanceWindow } from '../../model/maintenance.ts';
import type { PublicPost } from '../../model/public-post.ts';
import type { ComponentStatus } from '../../model/status.ts';
import { imageEnding, type PublicFace } from '../../model/status-page.ts';
import { publicAddress, subscribeAddress } from './address.ts';
import { publicGroups } from './groups.ts';
import { headlineOf } from './headline.ts';
import { type IncidentIn, sortIncidents } from './incidents.ts';
import type { PublicComponent, PublicHistory, StatusPage, Watching } from './page.ts';
import { plannedWork, runningOn } from './planned.ts';
import { publicState } from './states.ts';

/** What is believed of a component now. */
export interface Belief {
  readonly status: ComponentStatus;
  readonly since: EpochMs | null;
  /** All windows of maintenance that are for it. */
  readonly windows: readonly MaintenanceWindow[];
  readonly history: PublicHistory | null;
}

export interface PictureInput {
  readonly at: EpochMs;
  readonly config: Pick<Config, 'settings' | 'groups' | 'components' | 'publicFaces'>;
  /** The machine's zone, for windows and pages that name none. */
  readonly timeZone: string;
  readonly watching: Watching;
  /** Null: nothing is known of it yet. */
  readonly beliefOf: (id: ComponentId) => Belief | null;
  /** Open ones, and those that were over within two weeks. Others do no harm. */
  readonly incidents: readonly IncidentIn[];
  readonly posts: readonly PublicPost[];
  /** The card that everybody may see. */
  readonly contact: StatusPage['contact'];
  /**
   * The page of a moment ago. A component of which nothing has changed is the same value again: what was painted of it still holds.
   * Absent: there is none.
   */
  readonly before?: StatusPage | null;
}

/** Null: the configuration wants no page. */
export function statusPage(input: PictureInput): StatusPage | null {
  const { at, config, timeZone, watching, beliefOf, posts, contact } = input;
  const { statusPage: wanted } = config.settings;
  if (wanted === undefined) {
    return null;
  }
  const known = new Map(
    (input.before?.groups ?? []).flatMap(({ components }) => components.map((one) => [one.id, one] as const)),
  );
  const faces = [...config.publicFaces].map(([id, face]) => ({ id, face, belief: beliefOf(id) }));
  const shown = faces.map(({ id, face, belief }) => ({
    group: config.components.get(id)?.group ?? null,
    shown: asBefore(known.get(id), componentOf(id, face, belief, input)),
  }));
  const groups = publicGroups(config.groups, shown);
  const sorted = sortIncidents(input.incidents, posts, at, (id) => config.publicFaces.get(id)?.name ?? null);
  return {
    at,
    timeZone: wanted.timeZone ?? timeZone,
    title: wanted.title,
    languages: wanted.languages,
    theme: wanted.theme,
    ownCss: wanted.css !== undefined,
    ownImage: wanted.image === undefined ? null : imageEnding(wanted.image),
    base: publicAddress(config.settings),
    subscribe: subscribeAddress(config.settings),
    every: wanted.every,
    meanwhile: wanted.meanwhile ?? null,
    mirrors: wanted.mirrors,
    contact,
    watching,
    headline: headlineOf(watching, groups, sorted.open),
    groups,
    ...sorted,
    maintenance: plannedWork(
      faces.map(({ id, face, belief }) => ({ id, name: face.name, windows: belief?.windows ?? [] })),
      at,
      timeZone,
    ),
  };
}

function componentOf(
  id: ComponentId,
  { name, link, mirrors, meanwhile }: PublicFace,
  belief: Belief | null,
  { at, timeZone, watching }: PictureInput,
): PublicComponent {
  const seen = watching.kind === 'watching' && belief !== null;
  return {
    id,
    name,
    state: seen ? publicState(belief.status) : 'unknown',
    since: seen ? belief.since : null,
    link,
    mirrors,
    meanwhile,
    maintenance: belief === null ? null : runningOn(belief, at, timeZone),
    history: belief?.history ?? null,
  };
}

function asBefore(before: PublicComponent | undefined, now: PublicComponent): PublicComponent {
  const isSame = before !== undefined && (Object.keys(now) as (keyof PublicComponent)[]).every(same);
  function same(field: keyof PublicComponent): boolean {
    return field === 'maintenance'
      ? before?.maintenance?.from === now.maintenance?.from && before?.maintenance?.until === now.maintenance?.until
      : before?.[field] === now[field];
  }
  return isSame ? before : now;
}
