/** A page as the outbox holds it, for tests that care about one or two of its fields. */
import { ChannelId, ComponentId, IncidentId, PageId, PersonId } from '../../shared/model/ids.ts';
import type { Page } from '../../shared/model/page.ts';

export function aPage(more: Partial<Page> = {}): Page {
  return {
    id: PageId.parse('inc-1/1'),
    kind: 'trigger',
    dedupKey: 'inc-1',
    incidentId: IncidentId.parse('inc-1'),
    componentId: ComponentId.parse('api'),
    componentName: 'api-gateway',
    status: 'major_outage',
    severity: 'critical',
    personId: PersonId.parse('kim'),
    channelId: ChannelId.parse('channel'),
    title: 'DOWN api-gateway',
    text: '503 Service Unavailable for 2 min, third failure, since 02:14',
    because: 'step 1 of 2 of policy default, on call by schedule primary',
    runbook: null,
    createdAt: Date.parse('2026-11-21T01:16:00Z'),
    expiresAt: Date.parse('2026-11-22T01:16:00Z'),
    ...more,
  };
}
