import { describe, expect, it } from 'vitest';
import { type World, worldOf } from '../../../../renderer/app/mirror.ts';
import { newsBetween } from '../../../../renderer/app/news.ts';
import { en } from '../../../../renderer/texts/en.ts';
import type { IncidentView } from '../../../../shared/contract/view.ts';
import { calm, incidentView } from '../../../harness/window-fixture.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');
const MINUTE = 60_000;
const world = (...incidents: IncidentView[]): World => worldOf({ ...calm(NOW), incidents });
const open = (changed: Partial<IncidentView> = {}) => incidentView(NOW, 'i-1', changed);
const acknowledgement = { by: 'Kim', at: NOW, until: null, note: '' };

describe('what is read aloud', () => {
  it('says a new page at once, with what and why', () => {
    const { alerts, statuses } = newsBetween(world(), world(open()), en);
    expect(alerts).toEqual(['DOWN api-gateway: 503 Service Unavailable, expected 200-299, third failure']);
    expect(statuses).toEqual([]);
  });

  it('says a recovery in the next pause, with how long it took', () => {
    const recovered = open({ recoveredAt: NOW, since: NOW - 14 * MINUTE });
    const { alerts, statuses } = newsBetween(world(open()), world(recovered), en);
    expect(alerts).toEqual([]);
    expect(statuses).toEqual(['UP api-gateway after 14 min']);
    const resolved: IncidentView = { ...recovered, state: 'resolved', resolvedAt: NOW + MINUTE };
    expect(newsBetween(world(recovered), world(resolved), en).statuses).toEqual([]);
  });

  it.each<{ story: string; before: IncidentView; after: IncidentView }>([
    {
      story: 'an acknowledgement that ran out',
      before: open({ state: 'acknowledged', acknowledgement }),
      after: open(),
    },
    { story: 'a snooze that ended', before: open({ snoozedUntil: NOW }), after: open() },
    { story: 'a relapse', before: open({ recoveredAt: NOW }), after: open() },
    { story: 'a turn for the worse', before: open({ status: 'performance_issues' }), after: open() },
  ])('says $story again', ({ before, after }) => {
    expect(newsBetween(world(before), world(after), en).alerts).toHaveLength(1);
  });

  it.each<{ story: string; after: IncidentView }>([
    { story: 'an acknowledgement', after: open({ state: 'acknowledged', acknowledgement }) },
    { story: 'another delivery', after: open({ told: [] }) },
    { story: 'an easing', after: open({ status: 'partial_outage' }) },
  ])('is silent about $story', ({ after }) => {
    expect(newsBetween(world(open()), world(after), en)).toEqual({ alerts: [], statuses: [] });
  });

  it('says a storm as one sentence', () => {
    const storm = ['a', 'b', 'c', 'd', 'e'].map((name) => incidentView(NOW, name, { componentName: name }));
    expect(newsBetween(world(), world(...storm), en).alerts).toEqual(['5 new incidents: a, b, c and 2 more']);
  });
});
