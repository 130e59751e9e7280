import { describe, expect, it } from 'vitest';
import { foldGlance, glanceOf } from '../../../../shared/rules/glance.ts';
import { anIncident, aSnapshot, NIGHT } from '../../../harness/snapshots.ts';

const glance = glanceOf(aSnapshot({ sequence: 4, incidents: [anIncident('api')] }));

describe('the glance', () => {
  it('carries none of the long lists', () => {
    expect(Object.keys(glance)).not.toEqual(expect.arrayContaining(['components']));
  });

  it('takes what a change brings and keeps the rest', () => {
    const picture = { shape: 'down', count: 1, words: '1 down', onCall: '' } as const;
    expect(foldGlance(glance, { sequence: 5, at: NIGHT, picture })).toEqual({ ...glance, sequence: 5, picture });
  });

  it('takes new incidents, newer ones in place, and lets go of removed ones', () => {
    const acknowledged = anIncident('api', { state: 'acknowledged' });
    const grown = foldGlance(glance, { sequence: 5, at: NIGHT, incidents: [anIncident('db'), acknowledged] });
    expect(grown?.incidents).toEqual([acknowledged, anIncident('db')]);
    const shrunk = grown && foldGlance(grown, { sequence: 6, at: NIGHT, removedIncidents: [acknowledged.id] });
    expect(shrunk?.incidents).toEqual([anIncident('db')]);
  });

  it('does not grow with the fleet', () => {
    const change = { sequence: 5, at: NIGHT, components: [], groups: [{ id: 'g', name: 'G' }] } as never;
    expect(foldGlance(glance, change)).toEqual({ ...glance, sequence: 5 });
  });

  it('ignores what the snapshot already had', () => {
    expect(foldGlance(glance, { sequence: 4, at: NIGHT, incidents: [] })).toBe(glance);
  });

  it('says that it is lost when a number is missing', () => {
    expect(foldGlance(glance, { sequence: 6, at: NIGHT })).toBeNull();
  });
});
