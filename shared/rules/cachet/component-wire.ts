/**
 * Components, groups and the state of the whole as the Cachet API writes them.
 */
import type { CachetComponent, CachetGroup } from '../../model/cachet/component.ts';
import type { EpochMs } from '../../model/ids.ts';
import { type ComponentStatus, isTrouble } from '../../model/status.ts';
import { STATUS_RANK, worst } from '../status.ts';
import { dateOut } from './dates.ts';
import { componentNumber, componentWord } from './statuses.ts';
import { tagsOut } from './tags.ts';

/** What is to be written of a component: by whom it was said is decided already. */
export interface ComponentFacts {
  readonly kept: CachetComponent;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Number of its group; 0: none. */
  readonly group: number;
  readonly order: number;
  readonly status: ComponentStatus;
  /** Since when it has this status. Epoch ms; null: it never was judged. */
  readonly since: EpochMs | null;
  /** Guests may see it. */
  readonly isPublic: boolean;
  /** As the status page calls it. */
  readonly publicName: string;
}

/** What the file says of a component is for those who are in; everybody reads its public name and how it is. */
export function forGuests(facts: ComponentFacts): ComponentFacts {
  return facts.kept.made === null ? { ...facts, name: facts.publicName, description: '', tags: NO_TAGS } : facts;
}

const NO_TAGS: readonly string[] = [];

export type Row = Readonly<Record<string, unknown>>;

export function componentRow({ kept, ...facts }: ComponentFacts, zone: string): Row {
  return {
    id: kept.number,
    name: facts.name,
    description: emptyIsNull(facts.description),
    link: emptyIsNull(kept.link),
    status: componentNumber(facts.status),
    order: facts.order,
    group_id: facts.group,
    enabled: kept.enabled,
    meta: null,
    created_at: dateOut(kept.createdAt, zone),
    updated_at: dateOut(Math.max(kept.updatedAt, facts.since ?? 0), zone),
    deleted_at: null,
    status_name: componentWord(facts.status),
    tags: tagsOut(facts.tags),
  };
}

export interface GroupFacts {
  readonly kept: CachetGroup;
  readonly name: string;
  readonly order: number;
  /** Its components that are enabled, in order. */
  readonly members: readonly ComponentFacts[];
}

export function groupRow({ kept, name, order, members }: GroupFacts, zone: string): Row {
  const lowest = members.toSorted((one, other) => STATUS_RANK[other.status] - STATUS_RANK[one.status]).slice(0, 1);
  return {
    id: kept.number,
    name,
    created_at: dateOut(kept.createdAt, zone),
    updated_at: dateOut(kept.updatedAt, zone),
    order,
    collapsed: kept.collapsed,
    visible: kept.visible ? 1 : 0,
    enabled_components: members.map((one) => componentRow(one, zone)),
    enabled_components_lowest: lowest.map((one) => componentRow(one, zone)),
    lowest_human_status: lowest[0] === undefined ? null : componentWord(lowest[0].status),
  };
}

/** `success` only while everything is known to be well: not knowing is no success. */
export function systemStatus(statuses: readonly ComponentStatus[]): Row {
  const all = worst(statuses);
  if (all === 'operational') {
    return { status: 'success', message: 'All systems are operational' };
  }
  if (all === 'major_outage') {
    return { status: 'danger', message: 'Some systems are experiencing major issues' };
  }
  return isTrouble(all)
    ? { status: 'info', message: 'Some systems are experiencing issues' }
    : { status: 'info', message: 'It is not known how all systems are' };
}

const emptyIsNull = (text: string): string | null => (text === '' ? null : text);
