/**
 * The check of alerts that came from other systems: asks nobody but the book of alerts.
 */
import { assertNever } from '../../shared/model/never.ts';
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import { AMOUNTS_TO } from '../../shared/rules/alerts/severity.ts';
import type { HeardAlerts } from '../engine/ports/heard.ts';
import type { Probe } from '../engine/ports/probe.ts';

/** Nothing is asked, so nothing takes time. */
const NO_TIME = { totalMs: 0 };

const DEAF = 'the local server does not listen, so no alert can come in; its row of the self-check says why';

export function createAlertProbe(): Probe<'alert'> {
  return { type: 'alert', run: async (check, context) => judgeAlerts(context.alert(check.id)) };
}

/** Pure. */
export function judgeAlerts(heard: HeardAlerts): ProbeOutcome {
  switch (heard.kind) {
    case 'well':
      return { kind: 'pass', timings: NO_TIME };
    case 'deaf':
      return { kind: 'inconclusive', trouble: { kind: 'deaf', detail: DEAF } };
    case 'failing': {
      const { cause: detail, severity } = heard;
      const failure = { kind: 'said-failing', phase: 'headers', detail, level: AMOUNTS_TO[severity] } as const;
      return { kind: 'fail', failure, timings: NO_TIME };
    }
    default:
      return assertNever(heard, 'what was heard of alerts');
  }
}
