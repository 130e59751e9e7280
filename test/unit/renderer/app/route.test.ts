import { describe, expect, it } from 'vitest';
import { hashOf, parseRoute, type Route, viewOf } from '../../../../renderer/app/route.ts';
import type { ComponentId, IncidentId } from '../../../../shared/model/ids.ts';

describe('an address', () => {
  it.each<Route>([
    { view: 'now', incident: null },
    { view: 'now', incident: '01JX/ä %20?#' as IncidentId },
    { view: 'components' },
    { view: 'component', component: 'streams/camera-1.b_2' as ComponentId },
    { view: 'timeline' },
    { view: 'on-call' },
    { view: 'channels' },
    { view: 'self-check' },
  ])('of $view leads back to the same view', (route) => {
    expect(parseRoute(hashOf(route))).toEqual(route);
  });

  it.each(['', '#', '#/', '#/nonsense', '#content', '#/now/'])('that means nothing (%s) is Now', (hash) => {
    expect(parseRoute(hash)).toEqual({ view: 'now', incident: null });
  });

  it('with a stray percent sign is taken as it stands', () => {
    expect(parseRoute('#/components/100%')).toEqual({ view: 'component', component: '100%' });
  });

  it('of a component belongs to Components', () => {
    expect(viewOf({ view: 'component', component: 'a' as ComponentId })).toBe('components');
  });
});
