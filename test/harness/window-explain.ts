/** How the made-up incidents went, for the window. */
import type { Answers, Asks } from '../../shared/contract/contract.ts';
import type { ExplainLine } from '../../shared/contract/explain.ts';
import type { Snapshot } from '../../shared/contract/view.ts';
import { ChannelId, type EpochMs, PageId } from '../../shared/model/ids.ts';
import { KIM } from './window-fixture.ts';

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
