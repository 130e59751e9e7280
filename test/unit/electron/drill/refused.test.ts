/** A channel that refuses for a while: no burst of tries, and the page reaches somebody as soon as anything works again. */
import { describe, expect, it } from 'vitest';
import type { DrillLine } from '../../../../shared/model/drill/line.ts';
import { fleetOf, playDrill, type WorldInput, worldFile } from '../../../harness/drill.ts';
import { type FileInput, hook } from '../../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Both steps end at one telephone. */
const onePhone = fleetOf(['web'], {
  people: [{ id: 'kim', name: 'Kim', channels: ['sms-kim'] }],
  channels: [hook('sms-kim')],
  policies: [
    {
      id: 'default',
      steps: [
        { targets: [{ person: 'kim' }], delay: '5m' },
        { targets: [{ person: 'kim' }], delay: '5m' },
      ],
      repeat: 2,
    },
  ],
});
const twoPhones = fleetOf(['web'], {
  policies: [
    {
      id: 'default',
      steps: [
        { targets: [{ person: 'kim' }], delay: '5m' },
        { targets: [{ person: 'sam' }], delay: '10m' },
      ],
      repeat: 2,
    },
  ],
});

/** Down for six hours from the first on; the channels refuse for as long from then. */
const outage = (refusedFor: string, channels: readonly string[]): WorldInput => ({
  length: '8h',
  targets: { web: [{ from: '1h', to: '7h', state: 'down' }] },
  channels: Object.fromEntries(channels.map((id) => [id, [{ from: '0', to: refusedFor, result: 'refused' as const }]])),
});

async function pagesOf(world: WorldInput, file: FileInput) {
  const { lines } = await playDrill(world, file);
  const own = lines.filter(({ component }) => component === 'web');
  return {
    own,
    sent: own.filter(({ type }) => type === 'page' || type === 'reminder'),
    arrived: own.find(({ type }) => type === 'delivered'),
  };
}

/** The shortest time between two tries of the same person by the same channel. */
function closestTries(sent: readonly DrillLine[]): number {
  const gaps = sent.map((one, index) => {
    const earlier = sent.slice(0, index).findLast((other) => other.channel === one.channel);
    return earlier === undefined ? Number.POSITIVE_INFINITY : one.at - earlier.at;
  });
  return Math.min(...gaps);
}

describe('a channel that refuses everything', () => {
  it('is tried once a round for as long as it does, not by every step of every round at once', async () => {
    const { sent } = await pagesOf({ ...worldFile('design'), people: {} }, onePhone);
    const during = sent.filter(({ at }) => at > 3 * HOUR && at < 3 * HOUR + 10 * MINUTE);
    expect(during).toHaveLength(2);
    expect(closestTries(during)).toBeGreaterThanOrEqual(5 * MINUTE);
  });

  it.each([
    ['one telephone', onePhone, ['sms-kim'], 5 * MINUTE],
    ['two telephones', twoPhones, ['kim-hook', 'sam-hook'], 10 * MINUTE],
  ] as const)('%s: the page arrives within a round of its working again', async (_words, file, channels, roundMs) => {
    for (const [refusedFor, worksAt] of [
      ['62m', 62 * MINUTE],
      ['3h', 3 * HOUR],
    ] as const) {
      const { sent, arrived } = await pagesOf(outage(refusedFor, channels), file);
      const unheard = sent.filter(({ at }) => at <= (arrived?.at ?? 0));
      expect(closestTries(unheard), refusedFor).toBeGreaterThanOrEqual(roundMs);
      expect((arrived?.at ?? Number.POSITIVE_INFINITY) - worksAt, refusedFor).toBeLessThanOrEqual(roundMs + 1_000);
      expect(unheard.at(-1), refusedFor).toMatchObject({ person: 'kim' });
      // However often it is tried: it is one notice to one person.
      const calls = unheard.filter(({ type, person }) => type === 'page' && person === 'kim');
      expect(calls, refusedFor).toHaveLength(1);
    }
  });

  it('and whoever is heard at last is paged by the whole policy, and told that it is over', async () => {
    const { own, sent } = await pagesOf(outage('3h', ['kim-hook', 'sam-hook']), twoPhones);
    const heard = own.filter(({ type }) => type === 'delivered').slice(0, 4);
    expect(heard.map(({ person }) => person)).toEqual(['kim', 'sam', 'kim', 'sam']);
    expect(sent.filter(({ type }) => type === 'reminder').length).toBeGreaterThan(4);
    expect(own.filter(({ type }) => type === 'close').map(({ person }) => person)).toEqual(['kim', 'sam']);
  });
});
