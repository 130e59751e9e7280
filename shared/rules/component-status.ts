/**
 * From the checks of a component to its status: each says what it makes of the component, the worst one wins.
 *
 * Two things soften that: a redundancy rule (n of m), and people's reports, which count only while the checks themselves see nothing.
 */
import type { Check } from '../model/check.ts';
import type { ComponentSettings } from '../model/config.ts';
import type { CheckHealth } from '../model/health.ts';
import { type ComponentStatus, isTrouble } from '../model/status.ts';
import { isMember, type Strength, softened, strengthOf } from './redundancy.ts';
import { STATUS_RANK, statusOfCheck } from './status.ts';

/** What the checks say together, and which of them decides it. */
export interface Verdict {
  readonly status: ComponentStatus;
  /** The worst, and among equals the first in the file; null: nothing is checked. */
  readonly decisive: CheckHealth | null;
  /** Null: the component has no redundancy rule. */
  readonly strength: Strength | null;
}

interface Voice {
  readonly health: CheckHealth;
  readonly check: Check | undefined;
  /** What it says by itself, and what that amounts to beside the others. */
  readonly own: ComponentStatus;
  readonly status: ComponentStatus;
}

export function verdictOf(checks: readonly CheckHealth[], component: ComponentSettings): Verdict {
  const voices = counted(speaking(checks.map((health) => voiceOf(health, component))));
  const { redundancy } = component;
  if (redundancy === null) {
    return worstOf(voices, null);
  }
  const members = voices.flatMap(({ check, status }) =>
    check !== undefined && isMember(check, redundancy) ? [{ check, status }] : [],
  );
  const strength = strengthOf(members, redundancy);
  const together = voices.map((voice) =>
    voice.check !== undefined && isMember(voice.check, redundancy)
      ? { ...voice, status: softened(voice.status, strength) }
      : voice,
  );
  return worstOf(together, strength);
}

function voiceOf(health: CheckHealth, component: ComponentSettings): Voice {
  const check = component.checks.find(({ id }) => id === health.checkId);
  const own = check === undefined ? 'unknown' : statusOfCheck(health, check);
  return { health, check, own, status: own };
}

/** A program that has stopped to speak, or does not know, says nothing; where nobody else does either, nothing is known. */
function speaking(voices: readonly Voice[]): readonly Voice[] {
  const isSource = ({ check }: Voice): boolean => check?.type === 'source';
  return voices.every(isSource) ? voices : voices.filter((voice) => !isSource(voice) || voice.own !== 'unknown');
}

/**
 * While a check sees trouble itself, people who say so add nothing. They count while all are well, and also while the checks see
 * nothing or the target says that it is starting: when we are blind, those who complain are the only witnesses there are.
 */
function counted(voices: readonly Voice[]): readonly Voice[] {
  const others = voices.filter(({ health }) => !isReport(health));
  return others.some(({ status }) => isTrouble(status)) ? others : voices;
}

function isReport({ settled, lastFailure }: CheckHealth): boolean {
  return settled === 'down' && lastFailure?.kind === 'reports';
}

/** Of two that amount to the same, the one that is worse by itself explains more. */
function isWorse(one: Voice, other: Voice): boolean {
  const apart = STATUS_RANK[one.status] - STATUS_RANK[other.status];
  return apart > 0 || (apart === 0 && STATUS_RANK[one.own] > STATUS_RANK[other.own]);
}

function worstOf(voices: readonly Voice[], strength: Strength | null): Verdict {
  let found: Voice | null = null;
  for (const voice of voices) {
    found = found === null || isWorse(voice, found) ? voice : found;
  }
  return { status: found?.status ?? 'unknown', decisive: found?.health ?? null, strength };
}
