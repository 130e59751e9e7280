import { describe, expect, it } from 'vitest';
import { nearestChannel } from '../../../../electron/import/nearest-channel.ts';

describe('the nearest channel', () => {
  it.each([
    ['command', 'command'],
    ['ntfy', 'ntfy'],
    ['pushover', 'pushover'],
    ['telegram', 'telegram'],
    ['PagerDuty', 'pagerduty'],
    ['slack', 'slack'],
    ['teams', 'teams'],
    ['teams-workflows', 'teams'],
  ])('to %s of another monitor is %s', (theirs, ours) => {
    expect(nearestChannel(theirs)).toBe(`channels are not carried over; the nearest to "${theirs}" is ${ours}`);
  });

  it('to what we do not have is a webhook', () => {
    expect(nearestChannel('carrier-pigeon')).toContain('the nearest is webhook');
  });
});
