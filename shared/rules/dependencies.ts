/**
 * What a component needs in order to be reached: parents, and groups of parents of which any live one is enough.
 *
 * While all of a group are confirmed down, whatever stands behind it is unreachable because of them: shown so, watched on, nobody is
 * paged for it. All groups are needed.
 */
import type { Check } from '../model/check.ts';
import type { ComponentSettings } from '../model/config.ts';
import type { CheckHealth } from '../model/health.ts';
import type { ComponentId, EpochMs } from '../model/ids.ts';
import type { ComponentWatch } from '../model/watch.ts';
import { looksLost } from './blame.ts';
import { isUndecided } from './health.ts';
import { amountsTo } from './status.ts';

/** A parent, as far as its children are concerned. */
export interface Parent {
  readonly id: ComponentId;
  readonly name: string;
  /** Confirmed down, or itself unreachable because of its own parents. */
  readonly out: boolean;
  /** Something about it is not confirmed: it may be out in a moment. */
  readonly undecided: boolean;
  /** When the oldest of its checks' latest looks began; null: one of them has not come to a conclusion. Epoch ms. */
  readonly lookedAt: EpochMs | null;
  /** The longest that it can take to know whether it is out, in ms: one look, or while it is undecided as many as settle it. */
  readonly lookMs: number;
}

/** Any one of them is enough. */
export type Redundant = readonly Parent[];

interface Found {
  readonly settings: ComponentSettings;
  readonly watch: ComponentWatch;
}

/** What is known of a component; null: it is not watched. */
export type Known = (id: ComponentId) => Found | null;

/** The parents of a component, group by group. The configuration has seen to it that nobody depends on itself. */
export function parentsOf({ dependsOn }: ComponentSettings, known: Known): readonly Redundant[] {
  const outs = new Map<ComponentId, boolean>();
  return dependsOn.map((group) => group.flatMap((id) => parentOf(id, known, outs) ?? []));
}

/** Nothing that it needs is left, near or far, or so it seems by the latest tries: that it fails too says nothing new. */
export function seemsCutOff({ dependsOn }: ComponentSettings, known: Known): boolean {
  const outs = new Map<ComponentId, boolean>();
  return dependsOn.some((group) => group.length > 0 && group.every((id) => isOut(id, known, outs, seemsDown)));
}

/** Confirmed, or what its latest tries saw is a major outage once it is confirmed. Where checks stand in for each other: all of them. */
function seemsDown({ settings, watch }: Found): boolean {
  const failing = settings.checks.filter((check) => {
    const health = watch.checks.find(({ checkId }) => checkId === check.id);
    return (
      health?.lastOutcome === 'fail' &&
      health.lastFailure !== null &&
      looksLost(health.lastFailure) &&
      amountsTo(health.lastFailure, check) === 'major_outage'
    );
  });
  const enough = settings.redundancy === null ? 1 : settings.checks.length;
  return isDown({ settings, watch }) || failing.length >= enough;
}

/** The first group that is out altogether; null: there is a way through each. */
export function outGroup(parents: readonly Redundant[]): Redundant | null {
  return parents.find((group) => group.length > 0 && group.every(({ out }) => out)) ?? null;
}

/** Those of which it is not known whether they were alive after `since`, where that decides whether there is a way through. */
export function unseenSince(parents: readonly Redundant[], since: EpochMs): readonly Parent[] {
  const isLive = ({ out, undecided, lookedAt }: Parent) => !out && !undecided && lookedAt !== null && lookedAt >= since;
  return parents.filter((group) => !group.some(isLive)).flatMap((group) => group.filter(({ out }) => !out));
}

/** "Unreachable because of Router A and Router B" */
export function unreachableWords(group: Redundant): string {
  return `Unreachable because of ${namesOf(group)}`;
}

export function namesOf(parents: readonly Parent[]): string {
  return parents.map(({ name }) => name).join(' and ');
}

function parentOf(id: ComponentId, known: Known, outs: Map<ComponentId, boolean>): Parent | null {
  const found = known(id);
  if (found === null) {
    return null;
  }
  const { settings, watch } = found;
  const looks = watch.checks.map(({ lastAt, lastOutcome }) => (lastOutcome === 'inconclusive' ? null : lastAt));
  return {
    id,
    name: settings.name,
    out: isOut(id, known, outs),
    undecided: watch.checks.some(isUndecided),
    lookedAt: looks.includes(null) ? null : Math.min(...(looks as readonly EpochMs[])),
    lookMs: Math.max(0, ...settings.checks.map((check) => lookMs(check, watch.checks))),
  };
}

/** A look takes its time-out; one failure is no opinion, so what is undecided is given as many as it takes to be down. */
function lookMs({ id, timeout, fall, fastInterval }: Check, checks: readonly CheckHealth[]): number {
  const health = checks.find(({ checkId }) => checkId === id);
  return health !== undefined && isUndecided(health) ? fall * (fastInterval + timeout) : timeout;
}

const isDown = ({ watch }: Found): boolean => watch.status === 'major_outage';

/** It is down; or it is not seen to be well, and nothing can reach it. `outs`: what was found out on the way. */
function isOut(id: ComponentId, known: Known, outs: Map<ComponentId, boolean>, down = isDown): boolean {
  const found = known(id);
  const answer = outs.get(id);
  if (found === null || answer !== undefined) {
    return answer ?? false;
  }
  const { settings, watch } = found;
  const well = watch.status === 'operational' && !watch.checks.some(isUndecided);
  const cutOff = () => settings.dependsOn.some((group) => group.every((parent) => isOut(parent, known, outs, down)));
  const out = down(found) || (!well && cutOff());
  outs.set(id, out);
  return out;
}

/** Everything that these need, near or far. */
export function above(components: Iterable<ComponentId>, known: Known): ReadonlySet<ComponentId> {
  const found = new Set<ComponentId>();
  const visit = (id: ComponentId): void => {
    for (const parent of known(id)?.settings.dependsOn.flat() ?? []) {
      if (!found.has(parent)) {
        found.add(parent);
        visit(parent);
      }
    }
  };
  for (const id of components) {
    visit(id);
  }
  return found;
}

/** Everything that stands behind a component, near or far. */
export function behind(
  id: ComponentId,
  children: ReadonlyMap<ComponentId, readonly ComponentId[]>,
): readonly ComponentId[] {
  const found = new Set<ComponentId>();
  const visit = (parent: ComponentId): void => {
    for (const child of children.get(parent) ?? []) {
      if (!found.has(child)) {
        found.add(child);
        visit(child);
      }
    }
  };
  visit(id);
  return [...found];
}
