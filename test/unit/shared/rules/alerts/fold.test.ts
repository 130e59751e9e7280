/** One event after the other, folded into the alerts of a source. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert, AlertEvent } from '../../../../../shared/model/alert.ts';
import type { Severity } from '../../../../../shared/model/status.ts';
import { type AlertChange, foldAlert } from '../../../../../shared/rules/alerts/fold.ts';
import { forgettable } from '../../../../../shared/rules/alerts/forget.ts';
import { alertEvent, PROM } from '../../../../harness/alerts.ts';

const MINUTE = 60_000;
const STEADY = 5 * MINUTE;
const source = { id: PROM, severities: {}, severity: 'high', storm: { alerts: 5, within: 5 * MINUTE } } as const;

interface Played {
  readonly alerts: readonly Alert[];
  readonly changes: readonly AlertChange[];
}

/** A minute after the other. */
function play(events: readonly Partial<AlertEvent>[], everyMs = MINUTE): Played {
  let alerts: readonly Alert[] = [];
  const changes: AlertChange[] = [];
  for (const [index, change] of events.entries()) {
    const number = Math.max(0, ...alerts.map((alert) => alert.number)) + 1;
    const context = { source, at: index * everyMs, number, steadyAfter: STEADY };
    const { change: what, alert } = foldAlert(alerts, alertEvent(change), context);
    changes.push(what);
    alerts = alert === null ? alerts : [...alerts.filter((other) => other.number !== alert.number), alert];
  }
  return { alerts, changes };
}

const resolve = { action: 'resolve' } as const;
const acknowledge = { action: 'acknowledge' } as const;

describe('an alert', () => {
  it.each<{ story: string; events: readonly Partial<AlertEvent>[]; changes: readonly AlertChange[]; open: number }>([
    { story: 'begins', events: [{}], changes: ['opened'], open: 1 },
    { story: 'said again is the same', events: [{}, {}, {}], changes: ['opened', 'repeated', 'repeated'], open: 1 },
    { story: 'with other words has changed', events: [{}, { summary: 'x' }], changes: ['opened', 'changed'], open: 1 },
    {
      story: 'gets worse, and milder',
      events: [{ severity: 'warning' }, { severity: 'error' }, { severity: 'warning' }],
      changes: ['opened', 'worsened', 'changed'],
      open: 1,
    },
    { story: 'is taken', events: [{}, acknowledge, acknowledge], changes: ['opened', 'taken', 'taken'], open: 1 },
    { story: 'ends', events: [{}, resolve], changes: ['opened', 'ended'], open: 0 },
    { story: 'ends once', events: [{}, resolve, resolve], changes: ['opened', 'ended', 'unknown'], open: 0 },
    { story: 'nobody knows does not end', events: [resolve, acknowledge], changes: ['unknown', 'unknown'], open: 0 },
    { story: 'comes back', events: [{}, resolve, {}], changes: ['opened', 'ended', 'came-back'], open: 1 },
    { story: 'without weight is none', events: [{ severity: 'none' }], changes: ['no-alert'], open: 0 },
    { story: 'is not ended by a word', events: [{}, { severity: 'none' }], changes: ['opened', 'repeated'], open: 1 },
    { story: 'has its own key', events: [{ key: 'a' }, { key: 'b' }], changes: ['opened', 'opened'], open: 2 },
  ])('$story', ({ events, changes, open }) => {
    const played = play(events);
    expect(played.changes).toEqual(changes);
    expect(played.alerts.filter(({ ended }) => ended === null)).toHaveLength(open);
  });

  it('that comes back after a while is another one', () => {
    const { alerts, changes } = play([{}, resolve, {}], STEADY);
    expect(changes).toEqual(['opened', 'ended', 'opened']);
    expect(alerts.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('that a person ended begins anew, also at once', () => {
    const [alert] = play([{}]).alerts;
    const ended = { ...(alert as Alert), ended: { at: MINUTE, by: 'Kim' } };
    const context = { source, at: MINUTE + 1, number: 2, steadyAfter: STEADY };
    expect(foldAlert([ended], alertEvent(), context)).toMatchObject({ change: 'opened', alert: { number: 2 } });
  });

  it('keeps its name and its beginning, whatever is said of it later', () => {
    const { alerts } = play([{ summary: 'first' }, { summary: 'second', severity: 'warning' }]);
    expect(alerts[0]).toMatchObject({ name: 'first', summary: 'second', at: 0, lastAt: MINUTE, repeats: 1 });
  });

  it('of a storm is marked, and the first ones are not', () => {
    const { alerts } = play(
      Array.from({ length: 8 }, (_, number) => ({ key: `k${number}` })),
      1_000,
    );
    expect(alerts.map(({ stormy }) => stormy)).toEqual([false, false, false, false, false, true, true, true]);
  });

  it('that comes so seldom is never one of a storm', () => {
    const { alerts } = play(
      Array.from({ length: 20 }, (_, number) => ({ key: `k${number}` })),
      2 * MINUTE,
    );
    expect(alerts.some(({ stormy }) => stormy)).toBe(false);
  });
});

const events = fc.record({
  action: fc.constantFrom('trigger', 'acknowledge', 'resolve' as const),
  key: fc.constantFrom('a', 'b', 'c'),
  severity: fc.constantFrom('critical', 'warning', '', 'whatever'),
});

describe('any events', () => {
  it('leave one open alert of a key at most, which is the one whose last word was no end', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (list) => {
        const { alerts } = play(list, 1_000);
        for (const key of ['a', 'b', 'c']) {
          const open = alerts.filter((alert) => alert.key === key && alert.ended === null);
          const last = list.findLast((event) => event.key === key && event.action !== 'acknowledge');
          expect(open).toHaveLength(last?.action === 'trigger' ? 1 : 0);
        }
      }),
    );
  });

  it('twice each leave the same alerts as once', () => {
    const essence = ({ alerts }: Played) =>
      alerts.map(({ key, severity, ended, takenAt }): [string, Severity, boolean, boolean] => [
        key,
        severity,
        ended !== null,
        takenAt !== null,
      ]);
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (list) => {
        const twice = list.flatMap((event) => [event, event]);
        expect(essence(play(twice, 500))).toEqual(essence(play(list, 1_000)));
      }),
    );
  });

  it('of other keys change nothing about one', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (list) => {
        const own = (played: Played) =>
          played.alerts.filter(({ key }) => key === 'a').map(({ ended }) => ended === null);
        expect(own(play(list, 0))).toEqual(
          own(
            play(
              list.filter(({ key }) => key === 'a'),
              0,
            ),
          ),
        );
      }),
    );
  });
});

describe('what is forgotten', () => {
  it('is what is over since a week, and the oldest of more than 200; never what goes on', () => {
    const one = play([{}]).alerts[0] as Alert;
    const over = (number: number, at: number): Alert => ({ ...one, number, ended: { at, by: null } });
    const day = 24 * 60 * MINUTE;
    expect(forgettable([one, over(2, 0), over(3, day)], 7.5 * day).map(({ number }) => number)).toEqual([2]);
    const many = Array.from({ length: 203 }, (_, index) => over(index + 10, index));
    expect(forgettable([one, ...many], day).map(({ number }) => number)).toEqual([10, 11, 12]);
  });
});
