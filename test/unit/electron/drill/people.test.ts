/** A day with people (test/fixtures/drills/people.yaml), and a referee who calls out each rule when it is broken. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { DrillLine } from '../../../../shared/model/drill/line.ts';
import { ChannelId, ComponentId, PersonId } from '../../../../shared/model/ids.ts';
import { briefly, fleetOf, refereed, worldFile } from '../../../harness/drill.ts';
import { breachesOf } from '../../../harness/drill-referee.ts';
import { breachesOfPeople, type Shifts } from '../../../harness/drill-referee-people.ts';
import type { Referee } from '../../../harness/drill-truth.ts';
import { type FileInput, hook } from '../../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const file: FileInput = fleetOf(['web', 'db'], {
  people: [
    { id: 'kim', name: 'Kim', channels: ['kim-push', 'kim-sms'] },
    { id: 'sam', name: 'Sam', channels: ['sam-push'] },
    { id: 'lee', name: 'Lee', channels: ['lee-call'] },
    { id: 'boss', name: 'Boss', channels: ['boss-call'] },
  ],
  channels: ['kim-push', 'kim-sms', 'sam-push', 'lee-call', 'boss-call'].map(hook),
  schedules: [
    {
      id: 'primary',
      name: 'Primary',
      timeZone: 'UTC',
      rotation: { turn: 'daily', start: '2026-03-28T06:00', people: ['kim', 'sam'] },
    },
  ],
  policies: [
    {
      id: 'default',
      steps: [
        { targets: [{ schedule: 'primary' }], delay: '10m' },
        { targets: [{ schedule: 'primary' }], delay: '10m' },
        { targets: [{ person: 'lee' }], delay: '10m' },
      ],
      repeat: 0,
      lastResort: { person: 'boss' },
    },
  ],
});
/** As the comment at the head of the world says it. */
const SHIFTS: Shifts = {
  primary: [
    { from: 0, to: 6 * HOUR, person: 'sam' },
    { from: 6 * HOUR, to: 20 * HOUR, person: 'kim' },
  ],
};

let honest: Referee;
beforeAll(async () => {
  honest = await refereed(worldFile('people'), file);
}, 60_000);

const told = (from: number, to: number): readonly string[] =>
  honest.result.lines
    .filter(({ type, at }) => at >= from && at < to && !['state', 'delivered', 'watcher'].includes(type))
    .map(briefly)
    .map((line) => line.replace(/^\S+ /, ''));

describe('a day with people', () => {
  it('breaks no rule', () => {
    expect(breachesOf(honest)).toEqual([]);
    expect(breachesOfPeople(honest, SHIFTS)).toEqual([]);
  });

  it('calls the next one at once when somebody refuses, and the one who is on call then', () => {
    expect(told(1 * HOUR, 2 * HOUR)).toEqual([
      'page web i1 sam sam-push',
      'reminder web i1 sam sam-push',
      'escalate web i1',
      'page web i1 lee lee-call',
      'escalate web i1',
      'acknowledge web i1 lee',
      'close web i1 sam sam-push',
      'close web i1 lee lee-call',
    ]);
    expect(told(5.9 * HOUR, 7 * HOUR)).toEqual([
      'page web i2 sam sam-push',
      'page web i2 kim kim-push',
      'escalate web i2',
      'reminder web i2 kim kim-sms',
      'acknowledge web i2 kim',
      'close web i2 sam sam-push',
      'close web i2 kim kim-push',
      'close web i2 kim kim-sms',
    ]);
  });

  it('goes on to the last resort where nobody can be reached or nobody wakes', () => {
    const night = told(10 * HOUR, 11 * HOUR);
    expect(night).toContainEqual(expect.stringMatching(/^page db i\d+ lee lee-call$/));
    expect(night).toContainEqual(expect.stringMatching(/^page db i\d+ boss boss-call$/));
    expect(night.filter((line) => line.startsWith('acknowledge'))).toEqual([]);
    expect(night.filter((line) => line.startsWith('close') && line.includes('kim'))).toEqual([]);
  });

  it('tells the one who took it again when their time is over, and over a restart not before', () => {
    expect(told(13 * HOUR, 14.5 * HOUR).filter((line) => line.startsWith('acknowledge'))).toHaveLength(3);
    expect(told(15 * HOUR, 16 * HOUR).map((line) => line.split(' ')[0])).toEqual([
      'page',
      'reminder',
      'acknowledge',
      'close',
      'close',
    ]);
  });
});

describe('the referee about people', () => {
  const judged = (
    change: (lines: readonly DrillLine[]) => readonly DrillLine[],
    shifts = SHIFTS,
  ): readonly string[] => {
    const lines = change(honest.result.lines).toSorted((one, other) => one.at - other.at);
    return breachesOfPeople({ ...honest, result: { ...honest.result, lines } }, shifts);
  };
  const find = (type: DrillLine['type'], from: number): DrillLine => {
    const line = honest.result.lines.find((one) => one.type === type && one.at >= from);
    if (line === undefined) {
      throw new Error(`there was no ${type}`);
    }
    return line;
  };

  it('calls out that nobody was told', () => {
    const { incident } = find('page', HOUR);
    expect(
      judged((lines) => lines.filter((line) => line.type !== 'delivered' || line.incident !== incident)),
    ).toContain('nobody was told of web at 1:00:48 (sam sam-push)'.replace('1:00:48', elapsedOf(find('page', HOUR))));
  });

  it('calls out the wrong person: a shift that was to change later', () => {
    const late: Shifts = {
      primary: [
        { from: 0, to: 12 * HOUR, person: 'sam' },
        { from: 12 * HOUR, to: 20 * HOUR, person: 'kim' },
      ],
    };
    const breaches = judged((lines) => lines, late);
    expect(breaches.length).toBeGreaterThan(0);
    for (const breach of breaches) {
      expect(breach).toMatch(/^not the one who is on call was told of .* \(kim kim-push\); on call: sam/);
    }
  });

  it('calls out a page after somebody took it, and one that arrives long after', () => {
    const taken = find('acknowledge', HOUR);
    const page = { ...find('page', HOUR), at: taken.at + MINUTE, channel: ChannelId.parse('sam-push') };
    expect(judged((lines) => [...lines, page])).toContainEqual(
      expect.stringMatching(/^page of web .* though lee had it$/),
    );
    const delivered = { ...find('delivered', HOUR), at: taken.at + MINUTE };
    expect(judged((lines) => [...lines, delivered])).toContainEqual(
      expect.stringMatching(/^delivered of web .* though lee had it$/),
    );
  });

  it('calls out a promise that was forgotten', () => {
    const taken = find('acknowledge', 13 * HOUR);
    expect(
      judged((lines) => lines.filter(({ at }) => at < taken.at + 30 * MINUTE || at > taken.at + 32 * MINUTE)),
    ).toContainEqual(expect.stringMatching(/^nobody was told again when kim's time was over: web/));
  });

  it('calls out a refusal that nobody followed', () => {
    const first = find('page', HOUR);
    expect(
      judged((lines) => lines.filter(({ type, at }) => type !== 'reminder' || at > first.at + 4 * MINUTE)),
    ).toContainEqual(expect.stringMatching(/^nobody was called when sam refused web/));
  });

  it('calls out a closing message too many, one too few, and one to somebody who was never told', () => {
    const close = find('close', HOUR);
    expect(judged((lines) => [...lines, close])).toContainEqual(expect.stringMatching(/told, 2 closing messages$/));
    expect(judged((lines) => lines.filter((line) => line !== close))).toContainEqual(
      expect.stringMatching(/told, 0 closing messages$/),
    );
    const stranger = { ...close, person: PersonId.parse('boss'), channel: ChannelId.parse('boss-call') };
    expect(judged((lines) => [...lines, { ...stranger, component: ComponentId.parse('web') }])).toContainEqual(
      expect.stringMatching(/not told, 1 closing messages$/),
    );
  });
});

function elapsedOf({ at }: DrillLine): string {
  return new Date(at).toISOString().slice(12, 19);
}
