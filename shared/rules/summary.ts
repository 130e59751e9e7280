/**
 * A mass failure told in one summary, the watcher's own incident: who hears of it, and how urgent it is.
 *
 * Nothing is kept back because "it is told in the summary" unless that is so, or about to be.
 */
import type { EpochMs, PolicyId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { PageState } from '../model/page.ts';
import type { Severity, Trouble } from '../model/status.ts';
import { isWorse } from './status.ts';

/** A page that is due goes out within moments: whatever waits for it waits no longer than this. */
const SLACK_MS = 15_000;
const UNHEARD: readonly PageState[] = ['refused', 'expired', 'withdrawn'];

/** How the summary stands for those whom a policy names. */
export type Hearing =
  | { readonly kind: 'told' }
  /** It goes out by then, or not at all. Epoch ms. */
  | { readonly kind: 'due'; readonly by: EpochMs }
  | { readonly kind: 'unheard' };

/** `since`: when what it tells began. `incident`: the watcher's, open; null: there is none. */
export function hearingOf(policy: PolicyId | null, incident: Incident | null, since: EpochMs, at: EpochMs): Hearing {
  if (incident === null || incident.escalation.policy === null || policy === null) {
    return { kind: 'unheard' };
  }
  const { escalation, told, waiting, acknowledgement, state, snoozedUntil, held } = incident;
  const heard =
    told.some((page) => page.at >= since && !UNHEARD.includes(page.state)) ||
    (acknowledgement !== null && acknowledgement.at >= since) ||
    (escalation.step > 0 && waiting.length > 0);
  if (heard) {
    const called = policy === escalation.policy?.id || escalation.alsoCalled?.includes(policy) === true;
    return { kind: called ? 'told' : 'unheard' };
  }
  const first = escalation.step === 0 && escalation.round === 0 ? escalation.nextAt : null;
  if (first === null || state !== 'triggered' || snoozedUntil !== null) {
    return { kind: 'unheard' };
  }
  const by = Math.max(first, held?.until ?? 0) + SLACK_MS;
  return at < by ? { kind: 'due', by } : { kind: 'unheard' };
}

const AMOUNTS_TO: Readonly<Record<Severity, Trouble>> = {
  critical: 'major_outage',
  high: 'partial_outage',
  low: 'performance_issues',
};

/** It wakes nobody sooner than the most urgent of those in it would by itself. */
export function levelOf(severities: readonly Severity[]): Trouble {
  return AMOUNTS_TO[severities.reduce((one, other) => (isWorse(other, one) ? other : one), 'low')];
}
