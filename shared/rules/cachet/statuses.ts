/**
 * Cachet's numbers and words for the states of components, incidents and schedules.
 */
import type { PostStatus } from '../../model/public-post.ts';
import type { ComponentStatus } from '../../model/status.ts';

/** Our states as its numbers. It has no word for a target that says it is starting: not known to serve, so never 1. */
const COMPONENT_NUMBERS = {
  unknown: 0,
  under_maintenance: 0,
  operational: 1,
  performance_issues: 2,
  partial_outage: 3,
  major_outage: 4,
} as const satisfies Record<ComponentStatus, number>;

const COMPONENT_STATUSES = [
  'unknown',
  'operational',
  'performance_issues',
  'partial_outage',
  'major_outage',
] as const satisfies readonly ComponentStatus[];

const COMPONENT_WORDS = ['Unknown', 'Operational', 'Performance Issues', 'Partial Outage', 'Major Outage'] as const;

export const componentNumber = (status: ComponentStatus): number => COMPONENT_NUMBERS[status];
export const componentWord = (status: ComponentStatus): string => COMPONENT_WORDS[COMPONENT_NUMBERS[status]];

/** @param number one of 0 to 4 */
export const componentStatus = (number: number): ComponentStatus => COMPONENT_STATUSES[number] ?? 'unknown';

/** 3 has words for all of ours, and planned work is one of them whatever is down meanwhile. */
const NEW_COMPONENT_NUMBERS = {
  ...COMPONENT_NUMBERS,
  unknown: 5,
  under_maintenance: 6,
} as const satisfies Record<ComponentStatus, number>;

/** Which Cachet it is. */
export type CachetVersion = 2 | 3;

/** @param worked planned work runs on it: 2 has no word for that, and says how it is */
export function numberIn(version: CachetVersion, status: ComponentStatus, worked: boolean): number {
  if (version === 2) {
    return COMPONENT_NUMBERS[status];
  }
  return NEW_COMPONENT_NUMBERS[worked && status !== 'operational' ? 'under_maintenance' : status];
}

/** "Major Outage (4)": a number that somebody else chose, for people. */
export function wordIn(version: CachetVersion, number: number): string {
  const words: readonly string[] =
    version === 3 ? [...COMPONENT_WORDS, 'Unknown', 'Under Maintenance'] : COMPONENT_WORDS;
  const word = words[number];
  return word === undefined ? String(number) : `${word} (${number})`;
}

const POST_NUMBERS = {
  scheduled: 0,
  investigating: 1,
  identified: 2,
  watching: 3,
  fixed: 4,
} as const satisfies Record<PostStatus, number>;

const POST_ORDER = ['scheduled', 'investigating', 'identified', 'watching', 'fixed'] as const;
const POST_WORDS = ['Scheduled', 'Investigating', 'Identified', 'Watching', 'Fixed'] as const;
const POST_ICONS = [
  'icon ion-android-calendar',
  'icon ion-flag oranges',
  'icon ion-alert yellows',
  'icon ion-eye blues',
  'icon ion-checkmark greens',
] as const;

export const postNumber = (status: PostStatus): number => POST_NUMBERS[status];
export const postWord = (status: PostStatus): string => POST_WORDS[POST_NUMBERS[status]];
export const postIcon = (status: PostStatus): string => POST_ICONS[POST_NUMBERS[status]];

/** @param number one of 0 to 4 */
export const postStatus = (number: number): PostStatus => POST_ORDER[number] ?? 'investigating';

const SCHEDULE_WORDS = ['Upcoming', 'In Progress', 'Complete'] as const;
/** @param number 0, 1 or 2 */
export const scheduleWord = (number: 0 | 1 | 2): string => SCHEDULE_WORDS[number];
