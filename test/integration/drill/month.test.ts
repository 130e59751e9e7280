/**
 * A month of random days: outages of every kind and length on 40 hosts, a machine that sleeps, stalls, restarts and whose clock is
 * set, channels that fail. The referee of all rules: no false page, no outage missed or told twice, nothing green that was down.
 *
 * `MONTHS=20` plays other months; a breach names the seed, and the same seed plays the same month.
 */
import { expect, it } from 'vitest';
import { draws } from '../../../shared/rules/drill/chance.ts';
import { fleetOf, refereed, type WorldInput } from '../../harness/drill.ts';
import { breachesOf } from '../../harness/drill-referee.ts';
import type { FileInput } from '../../harness/watch-story.ts';

const MONTHS = Number(process.env.MONTHS ?? 1);
const DAYS = Number(process.env.DAYS ?? 30);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const HOSTS = Array.from({ length: 40 }, (_, index) => `h${index}`);
const policies: FileInput['policies'] = [
  { id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '1d' }], repeat: 0 },
];

const KINDS = ['refused', 'dns', 'tls', 'no-route', 'wrong-status', 'wrong-content', 'timeout'] as const;
type Segments = NonNullable<WorldInput['targets']>[string];
type Events = NonNullable<WorldInput['watcher']>;

/** Few are long: from a few seconds to some hours. ms. */
const lasting = (random: () => number): number => Math.round(5 * SECOND * 2_000 ** (random() ** 1.5));
const ms = (time: number): string => `${Math.round(time)}ms`;

/** About one trouble a day, never two within a quarter of an hour: each is a matter of its own. */
function troubles(random: () => number): Segments {
  const found: Segments[number][] = [];
  for (let at = random() * DAY; at < DAYS * DAY; at += 15 * MINUTE + random() * 2 * DAY) {
    const long = lasting(random);
    const span = { from: ms(at), to: ms(at + long) };
    const short = { from: ms(at), to: ms(at + Math.min(long, 4 * MINUTE)) };
    const what = random();
    const kind = KINDS[Math.floor(random() * KINDS.length)] as (typeof KINDS)[number];
    found.push(
      what < 0.55
        ? { ...span, state: 'down', kind }
        : what < 0.75
          ? { ...span, state: 'hang' }
          : what < 0.85
            ? { ...span, state: 'flaky', failShare: 0.1 + random() / 2 }
            : what < 0.9
              ? { ...span, state: 'slow', latencyMs: 2_000, jitterMs: 900 }
              : { ...short, state: what < 0.95 ? 'starting' : 'draining' },
    );
    at += long;
  }
  return found;
}

/** A lid that is shut in some nights, stalls, restarts, a clock that is set. */
function ownTroubles(random: () => number): Events {
  const found: Events[number][] = [];
  for (let day = 0; day < DAYS; day += 1) {
    const at = (share: number): number => day * DAY + share * DAY;
    if (random() < 0.3) {
      found.push({ from: ms(at(0.8)), to: ms(at(0.8 + random() * 0.3)), event: 'asleep' });
    }
    for (let stalls = random() * 4; stalls > 0; stalls -= 1) {
      const from = at(0.15 + random() * 0.6);
      found.push({ from: ms(from), to: ms(from + 500 + random() ** 3 * 90 * SECOND), event: 'stalled' });
    }
    if (random() < 0.3) {
      found.push({ from: ms(at(random())), event: 'restart' });
    }
    if (random() < 0.2) {
      const by = Math.round((random() - 0.5) * (random() < 0.5 ? 4 * SECOND : 3 * 60 * MINUTE)) || 1;
      found.push({ from: ms(at(random())), event: 'clock', by: `${by < 0 ? '-' : ''}${Math.abs(by)}ms` });
    }
  }
  return found;
}

it.each(Array.from({ length: MONTHS }, (_, index) => index + 1))(
  'month %i: no false page, every outage of two minutes told once and closed once, nothing green that was down',
  async (seed) => {
    const random = draws(seed);
    const world: WorldInput = {
      seed,
      start: '2026-03-01T00:00:00Z',
      length: `${DAYS}d`,
      targets: Object.fromEntries(HOSTS.map((id) => [id, troubles(random)])),
      watcher: ownTroubles(random),
      channels: {},
      people: { kim: { acknowledges: { after: '5m' } } },
    };
    const referee = await refereed(world, fleetOf(HOSTS, { policies }));
    expect(breachesOf(referee)).toEqual([]);
    expect(referee.result.summary.pages).toBeGreaterThan(DAYS * 5);
  },
  600_000,
);
