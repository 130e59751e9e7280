import { describe, expect, it } from 'vitest';
import { alarm } from '../../../../shared/rules/alarm.ts';
import { anIncident, aSnapshot, HOUR, MINUTE, NIGHT, soundPage } from '../../../harness/snapshots.ts';

const ringing = (...incidents: ReturnType<typeof anIncident>[]) => aSnapshot({ incidents });

describe('the alarm', () => {
  it('is silent while nothing sounds, however much is down', () => {
    expect(alarm(ringing(anIncident('api', { sounding: false })), NIGHT)).toBeNull();
  });

  it('says which incident it sounds for, and why', () => {
    expect(alarm(ringing(anIncident('api-gateway')), NIGHT)).toMatchObject({
      incident: 'inc-api-gateway',
      severity: 'critical',
      cause: 'DOWN api-gateway: 503 Service Unavailable, expected 200-299',
    });
  });

  it.each([
    { after: 0, volume: 0.4 },
    { after: 30_000, volume: 0.7 },
    { after: MINUTE, volume: 1 },
    { after: HOUR, volume: 1 },
    { after: -5_000, volume: 0.4 },
  ])('has volume $volume after $after ms', ({ after, volume }) => {
    expect(alarm(ringing(anIncident('api')), NIGHT + after)?.volume).toBeCloseTo(volume);
  });

  it('starts softly again when it comes back from a snooze', () => {
    const back = anIncident('api', { told: [soundPage(NIGHT), soundPage(NIGHT + HOUR)] });
    expect(alarm(ringing(back), NIGHT + HOUR)).toMatchObject({ volume: 0.4, sinceMs: 0 });
  });

  it('takes the tone of the worst severity and counts the rest', () => {
    const low = anIncident('web', { severity: 'low', status: 'performance_issues', since: NIGHT - HOUR });
    expect(alarm(ringing(low, anIncident('db')), NIGHT)).toMatchObject({
      severity: 'critical',
      cause: expect.stringMatching(/^DOWN db: .*, and 1 more$/),
    });
  });

  it('of two equally bad ones names the one that has sounded longer', () => {
    const younger = anIncident('b', { told: [soundPage(NIGHT)] });
    const older = anIncident('a', { told: [soundPage(NIGHT - MINUTE)] });
    expect(alarm(ringing(younger, older), NIGHT)?.incident).toBe('inc-a');
  });

  it('repeats worse severities sooner', () => {
    const everyMs = (severity: 'low' | 'high' | 'critical') =>
      alarm(ringing(anIncident('x', { severity })), NIGHT)?.repeatMs ?? 0;
    expect(everyMs('critical')).toBeLessThan(everyMs('high'));
    expect(everyMs('high')).toBeLessThan(everyMs('low'));
  });

  it.each([
    { story: 'quiet holds a high page', severity: 'high', criticalToo: false, until: NIGHT + HOUR, sounds: false },
    {
      story: 'a critical page breaks through quiet',
      severity: 'critical',
      criticalToo: false,
      until: NIGHT + HOUR,
      sounds: true,
    },
    {
      story: 'unless critical ones were ticked off too',
      severity: 'critical',
      criticalToo: true,
      until: NIGHT + HOUR,
      sounds: false,
    },
    { story: 'a quiet that has ended holds nothing', severity: 'high', criticalToo: true, until: NIGHT, sounds: true },
  ] as const)('$story', ({ severity, criticalToo, until, sounds }) => {
    const snapshot = aSnapshot({
      incidents: [anIncident('api', { severity })],
      quiet: { until, criticalToo, by: 'Kim' },
    });
    expect(alarm(snapshot, NIGHT) !== null).toBe(sounds);
  });
});
