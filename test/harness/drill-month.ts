/**
 * Random worlds for the referee: outages of every kind and length on 40 hosts, some of them behind a router, some that alternate;
 * a machine that sleeps, stalls, restarts, is cut off and whose clock is set; channels that refuse and hang; people who sleep.
 *
 * The same seed gives the same world. Every draw is in its place: a new one goes to the end.
 */
import { draws } from '../../shared/rules/drill/chance.ts';
import { fleetOf, type WorldInput } from './drill.ts';
import { type FileInput, hook } from './watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const KINDS = ['refused', 'dns', 'tls', 'no-route', 'wrong-status', 'wrong-content', 'timeout'] as const;
type Random = () => number;
type Segments = NonNullable<WorldInput['targets']>[string];
type Events = NonNullable<WorldInput['watcher']>;
type Fates = NonNullable<WorldInput['channels']>[string];

const PLAIN = Array.from({ length: 31 }, (_, index) => `h${index}`);
const BEHIND = Array.from({ length: 5 }, (_, index) => `behind${index}`);
/** Up and down by turns, for an hour at a time. */
export const ALTERNATING: readonly string[] = Array.from({ length: 3 }, (_, index) => `alt${index}`);
const CHANNELS = ['kim-hook', 'kim-second', 'sam-hook', 'team'] as const;

/** Kim by two channels, after ten minutes Sam, all of it twice, then the team: 40 components of one check each. */
export function monthFleet(): FileInput {
  const fleet = fleetOf([...PLAIN, 'router', ...BEHIND, ...ALTERNATING], {
    people: [
      { id: 'kim', name: 'Kim', channels: ['kim-hook', 'kim-second'] },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    ],
    channels: CHANNELS.map(hook),
    policies: [
      {
        id: 'default',
        steps: [
          { targets: [{ person: 'kim' }], delay: '10m' },
          { targets: [{ person: 'sam' }], delay: '20m' },
        ],
        repeat: 1,
        lastResort: { channel: 'team' },
      },
    ],
  });
  const components = (fleet.components ?? []).map((component) =>
    BEHIND.includes(component.id) ? { ...component, dependsOn: ['router'] } : component,
  );
  return { ...fleet, components };
}

export function monthWorld(seed: number, days: number): WorldInput {
  const random = draws(seed);
  const lengthMs = days * DAY;
  const plain = [...PLAIN, ...BEHIND].map((id): [string, Segments] => [id, troubles(random, lengthMs)]);
  const watcher = ownTroubles(random, days);
  const router = routerTroubles(random, lengthMs);
  return {
    seed,
    start: '2026-03-01T00:00:00Z',
    length: `${days}d`,
    targets: {
      ...Object.fromEntries(plain.map(([id, own]) => [id, BEHIND.includes(id) ? [...own, ...router] : own])),
      router,
      ...Object.fromEntries(ALTERNATING.map((id) => [id, alternations(random, lengthMs)])),
    },
    watcher: [...watcher, ...cuts(random, days)],
    channels: Object.fromEntries(CHANNELS.map((id) => [id, fates(random, lengthMs)])),
    people: {
      kim: { acknowledges: { after: '5m' }, awake: '07:00-23:00' },
      sam: { acknowledges: { after: '8m', for: '30m' } },
    },
  };
}

/** Few are long: from a few seconds to some hours. ms. */
const lasting = (random: Random): number => Math.round(5 * SECOND * 2_000 ** (random() ** 1.5));
const ms = (time: number): string => `${Math.round(time)}ms`;

/** About one trouble a day, never two within a quarter of an hour: each is a matter of its own. */
function troubles(random: Random, lengthMs: number): Segments {
  const found: Segments[number][] = [];
  for (let at = random() * DAY; at < lengthMs; at += 15 * MINUTE + random() * 2 * DAY) {
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

/** The way to what stands behind it is gone as well. */
function routerTroubles(random: Random, lengthMs: number): Segments {
  const found: Segments[number][] = [];
  for (let at = random() * 2 * DAY; at < lengthMs; at += HOUR + random() * 4 * DAY) {
    found.push({ from: ms(at), to: ms(at + lasting(random)), state: 'down', kind: 'no-route' });
  }
  return found;
}

/** For about an hour every few days: down and up again, each for some 20 s to 3 min. */
function alternations(random: Random, lengthMs: number): Segments {
  const found: Segments[number][] = [];
  for (let at = random() * 3 * DAY; at < lengthMs; at += 6 * HOUR + random() * 5 * DAY) {
    const until = Math.min(lengthMs, at + HOUR);
    while (at < until) {
      const long = 20 * SECOND + random() * 160 * SECOND;
      found.push({ from: ms(at), to: ms(at + long), state: 'down', kind: 'refused' });
      at += long + 20 * SECOND + random() * 160 * SECOND;
    }
  }
  return found;
}

/** A lid that is shut in some nights, stalls, restarts, a clock that is set. */
function ownTroubles(random: Random, days: number): Events {
  const found: Events[number][] = [];
  for (let day = 0; day < days; day += 1) {
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

/** Our uplink is cut: from seconds to most of an hour, every third day. */
function cuts(random: Random, days: number): Events {
  return Array.from({ length: days }, (_, day) => day).flatMap((day): Events => {
    const from = day * DAY + (0.15 + random() * 0.6) * DAY;
    const long = 10 * SECOND * 300 ** random();
    return random() < 0.35 ? [{ from: ms(from), to: ms(from + long), event: 'offline' }] : [];
  });
}

/** A receiver that refuses or does not answer, up to two hours a day. */
function fates(random: Random, lengthMs: number): Fates {
  const found: Fates[number][] = [];
  for (let at = random() * DAY; at < lengthMs; at += random() * 2 * DAY) {
    const to = at + random() ** 2 * 2 * HOUR + SECOND;
    found.push({ from: ms(at), to: ms(to), result: random() < 0.5 ? 'refused' : 'hang' });
    at = to;
  }
  return found;
}
