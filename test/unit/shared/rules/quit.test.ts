import { describe, expect, it } from 'vitest';
import { quitWarning } from '../../../../shared/rules/quit.ts';
import { anIncident, aSchedule, aSnapshot, NIGHT, SAM } from '../../../harness/snapshots.ts';

const samHasIt = aSchedule({ now: [{ personId: SAM, name: 'Sam', until: null, because: 'week 2 of 2' }] });

describe('quitting', () => {
  it('warns whoever sits here and is on call', () => {
    expect(quitWarning(aSnapshot(), NIGHT, 'UTC')).toEqual({
      title: 'You are on call until 09:00',
      text: 'If Watchbell quits, nothing is watched and nobody will page you.',
    });
  });

  it('says how much is open', () => {
    const incidents = [anIncident('api'), anIncident('db'), anIncident('old', { state: 'resolved' })];
    expect(quitWarning(aSnapshot({ incidents }), NIGHT, 'UTC')?.text).toMatch(/ 2 incidents are open\.$/);
  });

  it('asks nothing of somebody who is off shift', () => {
    expect(quitWarning(aSnapshot({ onCall: [samHasIt] }), NIGHT, 'UTC')).toBeNull();
  });

  it('asks on behalf of everybody when the machine belongs to nobody in particular', () => {
    const host = { kind: 'desktop', platform: 'linux', desk: null } as const;
    expect(quitWarning(aSnapshot({ host, onCall: [samHasIt] }), NIGHT, 'UTC')).toEqual({
      title: 'Sam is on call',
      text: 'If Watchbell quits, nothing is watched and nobody will page Sam.',
    });
  });

  it('asks nothing about the demo fleet', () => {
    expect(quitWarning(aSnapshot({ demo: true }), NIGHT, 'UTC')).toBeNull();
  });

  it('asks nothing where nobody is on call', () => {
    expect(quitWarning(aSnapshot({ onCall: [aSchedule({ now: [] })] }), NIGHT, 'UTC')).toBeNull();
  });
});
