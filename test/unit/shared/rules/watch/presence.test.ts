/** Who is away is not paged, who is slow is not waited for, and small things wait for somebody's morning. */
import { describe, expect, it } from 'vitest';
import { PersonId } from '../../../../../shared/model/ids.ts';
import type { StoredPresence } from '../../../../../shared/model/presence.ts';
import { type FileInput, fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type PersonInput = NonNullable<FileInput['people']>[number];

const kim: PersonInput = { id: 'kim', name: 'Kim', channels: ['kim-hook'], timeZone: 'Europe/Berlin' };
const sam: PersonInput = { id: 'sam', name: 'Sam', channels: ['sam-hook'] };
const tale = (people: readonly PersonInput[], change: Partial<FileInput> = {}): Story =>
  story(fileOf({ settings: { pageAfter: 0 }, people: [...people], ...change })).pass();
const down = (of: Story) => of.repeat('fail', 3, SECOND);
const slowdown = (of: Story) => {
  for (let tries = 0; tries < 3; tries += 1) {
    of.fail('wrong-status', '503', 'performance_issues').wait(SECOND);
  }
  return of;
};
const sent = (of: Story) => of.pages.map(({ at, kind, to }) => `${Math.round(at / MINUTE)} ${kind} ${to}`);
const held = (of: Story) => of.events.filter(({ type }) => type === 'page-held').map(({ text }) => text);
const said = (state: StoredPresence['state'], from: number, until: number, note = ''): StoredPresence => ({
  person: PersonId.parse('kim'),
  state,
  from: START + from,
  until: START + until,
  note,
  by: 'Sam',
});

describe('away', () => {
  it('is not paged though the schedule says so, and the next step comes at once', () => {
    const of = down(
      tale([{ ...kim, absences: [{ from: '2026-01-05T00:00', to: '2026-01-12T00:00', note: 'vacation' }] }, sam]),
    );
    expect(sent(of)).toEqual(['0 trigger sam']);
    expect(held(of)).toEqual(['Kim is away (vacation), and is not paged']);
  });

  it('is read on the person’s own clock, and over at its end', () => {
    // Until 10:30 in Berlin, which is half an hour after the start.
    const absences = [{ from: '2026-01-05T00:00', to: '2026-01-05T10:30' }];
    expect(
      sent(
        down(
          tale([{ ...kim, absences }, sam])
            .wait(29 * MINUTE)
            .pass(),
        ),
      ),
    ).toEqual(['29 trigger sam']);
    expect(
      sent(
        down(
          tale([{ ...kim, absences }, sam])
            .wait(31 * MINUTE)
            .pass(),
        ),
      ),
    ).toEqual(['31 trigger kim']);
  });

  it('by hand wins over the file, also to be reachable again', () => {
    const absences = [{ from: '2026-01-05T00:00', to: '2026-01-12T00:00' }];
    expect(sent(down(tale([kim, sam]).presence([said('away', 0, HOUR, 'dentist')])))).toEqual(['0 trigger sam']);
    expect(sent(down(tale([{ ...kim, absences }, sam]).presence([said('reachable', 0, HOUR)])))).toEqual([
      '0 trigger kim',
    ]);
  });

  it('does not count when somebody calls them by name', () => {
    const of = down(tale([kim, sam]).presence([said('away', 0, HOUR)]));
    of.give({ type: 'escalate', at: START + 10 * SECOND, by: 'Sam', to: PersonId.parse('kim') });
    expect(sent(of)).toEqual(['0 trigger sam', '0 trigger kim']);
  });
});

describe('slow to reach', () => {
  it('is paged, and the next step follows in two minutes', () => {
    expect(sent(down(tale([kim, sam]).presence([said('slow', 0, HOUR)])).wait(4 * MINUTE))).toEqual([
      '0 trigger kim',
      '2 trigger sam',
    ]);
  });
});

describe('quiet hours', () => {
  // The start is 10:00 in Berlin.
  const quiet = { from: '09:00', to: '12:00' };
  const only = { policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '5m' }], repeat: 0 }] };

  it('let small things wait for the person’s day', () => {
    const of = slowdown(tale([{ ...kim, quietHours: quiet }, sam], only)).wait(HOUR);
    expect(sent(of)).toEqual([]);
    expect(held(of)).toEqual(["Held back: Kim's quiet hours; sent when that ends if it still fails"]);
    expect(of.events.filter(({ type }) => type === 'nobody')).toHaveLength(1); // that the steps have passed, once
    expect(sent(of.wait(2 * HOUR))).toEqual(['120 trigger kim']);
  });

  it('end by the clock on the wall, though something else held the page back meanwhile', () => {
    const of = slowdown(tale([{ ...kim, quietHours: quiet }, sam], only)).wait(HOUR);
    of.maintenance(HOUR - MINUTE)
      .wait(HOUR - MINUTE)
      .maintenance(null);
    expect(sent(of.wait(HOUR))).toEqual(['120 trigger kim']);
  });

  it('are no reason to wait longer than what held the page back after them', () => {
    const of = slowdown(tale([{ ...kim, quietHours: quiet }, sam], only)).wait(HOUR);
    of.maintenance(2 * HOUR)
      .wait(2 * HOUR)
      .maintenance(null);
    expect(sent(of.wait(HOUR))).toEqual(['180 trigger kim']);
  });

  it('are over for what is well again by then', () => {
    const of = slowdown(tale([{ ...kim, quietHours: quiet }, sam], only)).wait(HOUR);
    expect(sent(of.repeat('pass', 4, 5 * SECOND).wait(3 * HOUR))).toEqual([]);
  });

  it('do not keep back what is critical, unless the person said so', () => {
    expect(sent(down(tale([{ ...kim, quietHours: quiet }, sam], only)))).toEqual(['0 trigger kim']);
    const deaf = { ...kim, quietHours: { ...quiet, severities: ['low' as const, 'critical' as const] } };
    expect(sent(down(tale([deaf, sam], only)).wait(HOUR))).toEqual([]);
  });

  it('end for what becomes critical in them', () => {
    const of = slowdown(tale([{ ...kim, quietHours: quiet }, sam], only)).wait(HOUR);
    expect(sent(down(of).wait(MINUTE))).toEqual(['60 trigger kim']);
  });
});
