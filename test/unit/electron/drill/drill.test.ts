/** A drill is the real engine in a scripted world: what it tells, in which order, and that it tells the same each time. */
import { describe, expect, it } from 'vitest';
import { briefly, fleetOf, playDrill, worldFile } from '../../../harness/drill.ts';
import { hook } from '../../../harness/watch-story.ts';

const fleet = fleetOf(['web', 'db']);

describe('a drill', () => {
  it('tells an outage from the first page to the one closing message', async () => {
    const { lines, summary } = await playDrill(
      { length: '30m', targets: { web: [{ from: '10m', to: '14m', state: 'down', kind: 'refused' }] } },
      fleet,
    );
    expect(lines.filter(({ component }) => component === 'web').map(briefly)).toEqual([
      expect.stringMatching(/^0:0\d state web unknown operational$/),
      expect.stringMatching(/^10:\d\d state web operational major_outage$/),
      expect.stringMatching(/^1[01]:\d\d page web i1 kim kim-hook$/),
      expect.stringMatching(/^1[01]:\d\d delivered web i1 kim kim-hook$/),
      expect.stringMatching(/^14:\d\d state web i1 major_outage operational$/),
      expect.stringMatching(/^1[45]:\d\d close web i1 kim kim-hook$/),
      expect.stringMatching(/^1[45]:\d\d delivered web i1 kim kim-hook$/),
    ]);
    const page = lines.find(({ type }) => type === 'page');
    expect(page).toMatchObject({
      severity: 'critical',
      step: 1,
      because: expect.stringMatching(/^third failure in a row \(refused\)/),
    });
    expect(Object.keys(page ?? {})).toEqual([
      'at',
      'type',
      'component',
      'incident',
      'severity',
      'step',
      'person',
      'channel',
      'because',
    ]);
    const [stretch] = summary.components.web?.stretches ?? [];
    expect(stretch).toMatchObject({ from: 600_000, to: 840_000, timeToPageMs: (page?.at ?? 0) - 600_000 });
    expect(summary).toMatchObject({ type: 'summary', pages: 1, closes: 1, reminders: 0, held: 0 });
    expect(summary.components.db).toMatchObject({ stretches: [], falselyOperationalSeconds: 0 });
  });

  it('gives the same bytes for the same world, configuration and seed, and others for another seed', async () => {
    const world = worldFile('design');
    const file = fleetOf(['web'], {
      people: [{ id: 'kim', name: 'Kim', channels: ['sms-kim'] }],
      channels: [hook('sms-kim')],
      policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }] }] }],
    });
    const [one, same, other] = await Promise.all([
      playDrill(world, file),
      playDrill(world, file),
      playDrill({ ...world, seed: 8 }, file),
    ]);
    expect(JSON.stringify(same)).toBe(JSON.stringify(one));
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(one));
    expect(one.lines.map(({ at }) => at)).toEqual(one.lines.map(({ at }) => at).toSorted((a, b) => a - b));
  }, 180_000);

  it('lets whoever is awake acknowledge after a while, and pages on when the promised time is over', async () => {
    const { lines } = await playDrill(
      {
        start: '2026-03-28T09:00:00Z',
        length: '2h',
        targets: { web: [{ from: '10m', to: '70m', state: 'hang' }] },
        people: { kim: { acknowledges: { after: '2m', for: '30m' }, awake: '07:00-23:00' } },
      },
      fleet,
    );
    const own = lines.filter(({ type }) =>
      ['page', 'acknowledge', 'unacknowledge', 'reminder', 'close'].includes(type),
    );
    expect(own.map(({ type, person }) => `${type} ${person ?? ''}`.trim())).toEqual([
      'page kim',
      'acknowledge kim',
      'unacknowledge',
      'reminder kim',
      'acknowledge kim',
      'close kim',
    ]);
  });

  it('goes on to the next step while the first person sleeps, who reads it on waking', async () => {
    const { lines } = await playDrill(
      {
        start: '2026-03-28T06:00:00Z',
        length: '2h',
        targets: { web: [{ from: '10m', to: '110m', state: 'down' }] },
        people: { kim: { acknowledges: { after: '1m' }, awake: '07:00-23:00' } },
      },
      fleet,
    );
    const escalated = lines.find(({ type }) => type === 'escalate');
    expect(escalated).toMatchObject({ component: 'web', step: 2 });
    expect(lines.find(({ type, person }) => type === 'page' && person === 'sam')?.step).toBe(2);
    expect(lines.find(({ type }) => type === 'acknowledge')?.at).toBe(61 * 60_000);
  });

  it('tells how deliveries fare: a channel that refuses, a channel that hangs', async () => {
    const { lines } = await playDrill(
      {
        length: '30m',
        targets: { web: [{ from: '5m', to: '20m', state: 'down' }] },
        channels: {
          'kim-hook': [{ from: '0', to: '10m', result: 'refused' }],
          'sam-hook': [{ from: '0', to: '10m', result: 'hang' }],
        },
      },
      fleet,
    );
    const tries = lines.filter(({ type }) => type === 'failed' || type === 'delivered');
    expect(tries.find(({ channel }) => channel === 'kim-hook')).toMatchObject({ type: 'failed' });
    expect(tries.filter(({ channel }) => channel === 'sam-hook').map(({ type }) => type)).toContain('failed');
    expect(tries.filter(({ channel }) => channel === 'sam-hook').at(-1)).toMatchObject({ type: 'delivered' });
  });

  it('counts no time as watched in which the machine slept', async () => {
    const { lines, summary } = await playDrill(
      {
        length: '2h',
        targets: { web: [{ from: '40m', to: '50m', state: 'down' }] },
        watcher: [{ from: '30m', to: '70m', event: 'asleep' }],
      },
      fleet,
    );
    const [away, back] = lines.filter(({ type, at }) => type === 'watcher' && at >= 30 * 60_000);
    expect(away).toMatchObject({ at: 30 * 60_000, to: 'not-watching' });
    expect(back?.to).toBe('watching');
    expect((back?.at ?? 0) - 70 * 60_000).toBeLessThan(30_000);
    expect(summary.pages).toBe(0);
    expect(summary.components.web?.falselyOperationalSeconds).toBe(0);
    expect(summary.notWatchingSeconds).toBeGreaterThan(40 * 60);
  });

  it('counts lines by true time when the wall clock is set', async () => {
    const { lines } = await playDrill(
      {
        length: '30m',
        targets: { web: [{ from: '10m', to: '14m', state: 'down' }] },
        watcher: [{ from: '5m', event: 'clock', by: '-1h' }],
      },
      fleet,
    );
    const paged = lines.find(({ type }) => type === 'page')?.at ?? 0;
    expect(paged).toBeGreaterThan(10 * 60_000);
    expect(paged).toBeLessThan(12 * 60_000);
  });
});
