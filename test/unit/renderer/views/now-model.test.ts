import { describe, expect, it } from 'vitest';
import { worldOf } from '../../../../renderer/app/mirror.ts';
import { nowModel } from '../../../../renderer/views/now/now-model.ts';
import type { ComponentView, IncidentView } from '../../../../shared/contract/view.ts';
import { calm, componentView, incidentView } from '../../../harness/window-fixture.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');
const MINUTE = 60_000;
const model = (incidents: readonly IncidentView[], components: readonly ComponentView[] = []) =>
  nowModel(worldOf({ ...calm(NOW), incidents, components }));
const incident = (id: string, changed: Partial<IncidentView> = {}) =>
  incidentView(NOW, id, { componentId: componentView(NOW, id).id, ...changed });
const acknowledgement = { by: 'Kim', at: NOW, until: null, note: '' };

describe('open incidents', () => {
  it('stand with what nobody has taken first, then the severe, then what has waited longest', () => {
    const { open } = model([
      incident('recovered', { recoveredAt: NOW }),
      incident('taken', { state: 'acknowledged', acknowledgement }),
      incident('asleep', { snoozedUntil: NOW + MINUTE }),
      incident('low', { severity: 'low' }),
      incident('later', { since: NOW - MINUTE }),
      incident('earlier', { since: NOW - 9 * MINUTE }),
    ]);
    expect(open.map(({ id }) => id)).toEqual(['earlier', 'later', 'low', 'asleep', 'taken', 'recovered']);
  });

  it('leave out what is resolved; that is listed as come and gone, latest first', () => {
    const { open, away } = model([
      incident('first', { state: 'resolved', resolvedAt: NOW - 2 * MINUTE }),
      incident('second', { state: 'resolved', resolvedAt: NOW - MINUTE }),
    ]);
    expect(open).toEqual([]);
    expect(away.map(({ id }) => id)).toEqual(['second', 'first']);
  });

  it('bring every reason for which somebody was not told', () => {
    const held = [
      { reason: 'quiet until 07:00', until: NOW + MINUTE },
      { reason: 'nobody on call', until: null },
    ];
    expect(model([incident('a', { held })]).held.map(({ reason }) => reason)).toEqual([
      'quiet until 07:00',
      'nobody on call',
    ]);
  });
});

describe('what has no incident', () => {
  it('is shown all the same: trouble that nobody is paged for, and doubt', () => {
    const { unpaged, suspects } = model(
      [incident('paged')],
      [
        componentView(NOW, 'paged', { status: 'major_outage' }),
        componentView(NOW, 'silent', { status: 'partial_outage', suspect: true }),
        componentView(NOW, 'shaky', { suspect: true }),
        componentView(NOW, 'never-seen', { status: 'unknown', suspect: true }),
        componentView(NOW, 'well'),
      ],
    );
    expect(unpaged.map(({ id }) => id)).toEqual(['silent']);
    expect(suspects.map(({ id }) => id)).toEqual(['shaky', 'never-seen']);
  });

  it('counts every check that is run', () => {
    expect(model([], calm(NOW).components).checks).toBe(19);
  });
});
