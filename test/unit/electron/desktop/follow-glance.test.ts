import { expect, it } from 'vitest';
import { followGlance } from '../../../../electron/desktop/follow-glance.ts';
import { aFeed } from '../../../harness/feed.ts';
import { anIncident, aSnapshot, NIGHT } from '../../../harness/snapshots.ts';

it('the desktop sees every change of the feed, once', () => {
  const feed = aFeed(aSnapshot());
  const glance = followGlance(feed);
  const seen: number[] = [];
  glance.onChange(({ sequence }) => seen.push(sequence));
  feed.change({ incidents: [anIncident('api')] });
  feed.change({ incidents: [anIncident('db')] });
  expect(seen).toEqual([2, 3]);
  expect(glance.now().incidents.map(({ id }) => id)).toEqual(['inc-api', 'inc-db']);
});

it('a change that went missing makes the desktop look at everything again', () => {
  const feed = aFeed(aSnapshot());
  const glance = followGlance(feed);
  feed.deaf(() => feed.change({ incidents: [anIncident('api')] }));
  expect(glance.now().incidents).toEqual([]);
  feed.change({ quiet: { until: NIGHT + 1, criticalToo: false, by: 'Kim' } });
  expect(glance.now()).toMatchObject({ sequence: 3, incidents: [{ id: 'inc-api' }] });
});

it('a closed glance hears nothing more', () => {
  const feed = aFeed(aSnapshot());
  const glance = followGlance(feed);
  const seen: number[] = [];
  glance.onChange(({ sequence }) => seen.push(sequence));
  glance.close();
  feed.change({ incidents: [anIncident('api')] });
  expect(seen).toEqual([]);
  expect(feed.listeners()).toBe(0);
});
