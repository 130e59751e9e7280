/**
 * The one line that HAProxy's agent-check hears from us (configuration manual, `agent-check`), about ourselves or about a component
 * that we watch.
 *
 * `drain` and `maint` last until `ready`, `down` until `up`: so whoever is well says both. A line of a comment alone changes nothing:
 * that is what we say of a component about which we know nothing, for our own blindness is no reason to stop sending it work.
 */
import type { ComponentStatus } from '../../model/status.ts';
import { oneRedLine } from './never-green.ts';
import type { Known, Subject } from './picture.ts';
import type { Verdict } from './verdict.ts';

/** Share (per cent of its configured weight) of the work that HAProxy sends to a component in such a state. */
export interface AgentWeights {
  readonly performance_issues: number;
  readonly partial_outage: number;
}

/** About ourselves. Without the end of the line. */
export function ownAgentLine(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'healthy':
      return 'ready up 100%';
    case 'draining':
      return because('up drain', verdict.words);
    default:
      return because('down', verdict.words);
  }
}

/** About a component, of which we know only what we see. `subject` null: it is not watched (any more). */
export function agentLine(
  subject: Subject | null,
  { beat }: Pick<Known, 'beat'>,
  verdict: Verdict,
  weights: AgentWeights,
): string {
  if (verdict.kind !== 'healthy' && beat?.watcher?.watching !== true) {
    return because('', verdict.words);
  }
  if (verdict.kind === 'silent' || subject === null) {
    return because('', verdict.kind === 'silent' ? verdict.words : 'not watched');
  }
  const { status, maintenance } = subject;
  return maintenance === null ? byStatus(status, subject.because, weights) : because('maint', maintenance);
}

function byStatus(status: ComponentStatus, words: string, weights: AgentWeights): string {
  switch (status) {
    case 'operational':
      return 'ready up 100%';
    case 'performance_issues':
    case 'partial_outage':
      return because(`ready up ${weights[status]}%`, words);
    case 'major_outage':
      return because('ready down', words);
    // It says of itself that it is starting or going: those who are there may stay.
    case 'under_maintenance':
      return because('up drain', words);
    case 'unknown':
      return because('', words);
  }
}

/** A blank before the `#`: without one HAProxy ignores the whole line. */
function because(words: string, reason: string): string {
  const line = oneRedLine(reason);
  if (line === '') {
    return words === '' ? '#not known yet' : words;
  }
  return words === '' ? `#${line}` : `${words} #${line}`;
}
