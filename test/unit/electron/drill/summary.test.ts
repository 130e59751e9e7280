/** What a drill comes to for one time of being down: whose page it was, and when it reached anybody. */
import { describe, expect, it } from 'vitest';
import type { DrillStretch } from '../../../../shared/model/drill/line.ts';
import { fleetOf, playDrill, type WorldInput } from '../../../harness/drill.ts';

const MINUTE = 60_000;
const stretchesOf = async (world: WorldInput): Promise<readonly DrillStretch[]> => {
  const { summary } = await playDrill({ length: '8h', ...world }, fleetOf(['web']));
  return summary.components.web?.stretches ?? [];
};

describe('a stretch of being down', () => {
  it('that nobody was paged for is not given the page of another trouble hours later', async () => {
    const [blip] = await stretchesOf({
      targets: {
        web: [
          { from: '1h', to: '1h0m10s', state: 'down' },
          { from: '5h', to: '6h', state: 'flaky', failShare: 1, kind: 'refused' },
        ],
      },
    });
    expect(blip).toMatchObject({ timeToPageMs: null, timeToDeliveredMs: null });
  });

  it('counts a page that was refused as a page that reached nobody', async () => {
    const [stretch] = await stretchesOf({
      targets: { web: [{ from: '1h', to: '2h', state: 'down' }] },
      channels: { 'kim-hook': [{ from: '0', to: '8h', result: 'refused' }] },
    });
    expect(stretch?.timeToPageMs).toBeGreaterThan(0);
    // Nobody else was at the first step, so the second one follows at once.
    expect((stretch?.timeToDeliveredMs ?? 0) - (stretch?.timeToPageMs ?? 0)).toBe(300);
  });

  it('has reached nobody when only its closing message could be delivered', async () => {
    const [stretch] = await stretchesOf({
      targets: { web: [{ from: '1h', to: '1h20m', state: 'down' }] },
      channels: {
        'kim-hook': [{ from: '0', to: '1h20m20s', result: 'hang' }],
        'sam-hook': [{ from: '0', to: '8h', result: 'refused' }],
      },
    });
    expect(stretch?.timeToPageMs).toBeGreaterThan(0);
    expect(stretch?.timeToDeliveredMs).toBeNull();
  });

  it('that falls into an incident which is open already counts the next word of it', async () => {
    const [first, second] = await stretchesOf({
      targets: {
        web: [
          { from: '1h', to: '1h10m', state: 'down' },
          { from: '1h10m30s', to: '3h', state: 'down' },
        ],
      },
    });
    expect(first?.timeToPageMs).toBeLessThan(2 * MINUTE);
    expect(second?.timeToPageMs).toBeGreaterThan(0);
    expect(second?.timeToPageMs).toBeLessThan(60 * MINUTE);
  });
});
