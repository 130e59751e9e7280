/**
 * A night as it was stored by a release, so that every later version can be asked for all of it again.
 *
 * test/fixtures/store/v<version>.db holds this, written by that version: `node test/harness/store-fixture.mjs`
 * makes it, once, before the release. After it neither that file nor these values may change.
 */
import type { JournalEntry } from '../../electron/engine/ports/store.ts';
import { CheckId, ComponentId, IncidentId, PageId, PersonId } from '../../shared/model/ids.ts';
import { unseen } from '../../shared/rules/health.ts';
import { anEvent, anIncident, anItem, anOverride, aWatch, NIGHT } from './store-values.ts';

export function aStoredNight() {
  const acknowledged = anIncident({
    state: 'acknowledged',
    acknowledgement: { by: 'Kim', at: NIGHT + 60_000, until: null, note: 'on it' },
    told: [
      {
        pageId: PageId.parse('inc-1/1'),
        personId: PersonId.parse('kim'),
        channelId: anItem('x').page.channelId,
        at: NIGHT,
        state: 'accepted',
        attempts: 1,
        reason: null,
        closedBy: null,
      },
    ],
  });
  return {
    watches: [
      aWatch({ incident: acknowledged, checks: [unseen(CheckId.parse('api/http'))] }),
      aWatch({ componentId: ComponentId.parse('mail'), status: 'unknown', since: null }),
    ],
    incidents: [
      acknowledged,
      anIncident({ id: IncidentId.parse('inc-0'), openedAt: NIGHT - 9_000, state: 'resolved', resolvedAt: NIGHT - 1 }),
    ],
    outbox: [anItem('inc-1/2')],
    overrides: [anOverride('o-1')],
    values: { quiet: { until: NIGHT + 1, criticalToo: false } },
    events: [
      anEvent({ type: 'incident-opened', incidentId: acknowledged.id, text: 'api is down' }),
      anEvent({
        type: 'page-delivered',
        incidentId: acknowledged.id,
        personId: PersonId.parse('kim'),
        data: { attempt: 1, ok: true, reference: null },
      }),
      anEvent({ type: 'watcher', componentId: null, text: 'Größe, ÄNSWER, 100 %' }),
    ],
  } satisfies JournalEntry;
}
