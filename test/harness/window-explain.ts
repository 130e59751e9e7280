/** How the made-up incidents went, and who would hear of another one, for the window. */
import type { Answers, Asks } from '../../shared/contract/contract.ts';
import type { ExplainLine } from '../../shared/contract/explain.ts';
import type { Snapshot } from '../../shared/contract/view.ts';
import { ChannelId, type EpochMs, PageId } from '../../shared/model/ids.ts';
import { KIM, SAM } from './window-fixture.ts';

export function explainOf({ incident }: Asks<'explain'>, { incidents }: Snapshot, now: EpochMs): Answers<'explain'> {
  const found = incidents.find(({ id }) => id === incident) ?? incidents[0];
  if (found === undefined) {
    return { explanation: null, problem: 'There has been no incident yet, as far as the store goes back' };
  }
  const { id: incidentId, componentId, componentName, state, status, severity } = found;
  const { since, openedAt, recoveredAt, resolvedAt } = found;
  const page: Partial<ExplainLine> = {
    personId: KIM,
    channelId: ChannelId.parse('kim-phone'),
    pageId: PageId.parse(`${incidentId}/1`),
  };
  return {
    problem: null,
    explanation: {
      ...{ incidentId, componentId, componentName, state, status, severity },
      ...{ since, openedAt, recoveredAt, resolvedAt },
      lines: [
        line(since, 'try', `${componentId}/http failed: 503 Service Unavailable`, 'failure 1 in a row'),
        line(
          openedAt,
          'settled',
          `${componentId}/http: up -> down. 503, 3 failures`,
          '3 failures in a row, 3 are enough',
        ),
        {
          ...line(now, 'page', 'Page to Kim by kim-phone: step 1 of 3 of policy default', 'nothing held it back'),
          ...page,
          said: `DOWN ${componentName}: 503 for 2 min`,
        },
      ],
    },
  };
}

function line(at: EpochMs, kind: ExplainLine['kind'], text: string, because: string): ExplainLine {
  return { at, kind, text, because, said: '', personId: null, channelId: null, pageId: null };
}

/** Kim at once, Sam a step later; nobody for what is not critical. */
export function dryRunOf(
  { component, severity, at }: Asks<'dryRun'>,
  { components }: Snapshot,
  now: EpochMs,
): Answers<'dryRun'> {
  const found = components.find(({ id }) => id === component);
  if (found === undefined) {
    return { dryRun: null, problem: `There is no component ${component} in the configuration` };
  }
  const start = at ?? now;
  const page = (after: number, personId: typeof KIM, who: string, step: number) => ({
    at: start + after,
    kind: 'trigger' as const,
    personId,
    who,
    channelId: ChannelId.parse(`${personId}-phone`),
    said: `DOWN ${found.name}: made to fail for this dry run`,
    because: `step ${step} of 2 of policy default`,
  });
  const silent = severity === 'low';
  return {
    problem: null,
    dryRun: {
      componentId: component,
      componentName: found.name,
      at: start,
      severity: severity ?? 'critical',
      end: silent ? 'held' : 'reminder',
      pages: silent ? [] : [page(45_000, KIM, 'Kim', 1), page(345_000, SAM, 'Sam', 2)],
      lines: [line(start, 'settled', `${component}/http: up -> down`, '3 failures in a row, 3 are enough')],
      notes: ['What it depends on is taken to stay as it is now'],
    },
  };
}
