/** The life of an incident, told as stories: when people hear of it, and when they hear that it is over. */
import { describe, expect, it } from 'vitest';
import { fileOf, START, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Confirmed down at 6 s (three quick tries), first page due at 45 s. */
const down = () =>
  story()
    .pass()
    .wait(30 * SECOND)
    .fail()
    .repeat('fail', 2, 3 * SECOND);

describe('an incident', () => {
  it('opens with the third failure in a row, and is shown at once', () => {
    const { watch, pages } = down();
    expect(watch().status).toBe('major_outage');
    expect(watch().incident?.state).toBe('triggered');
    expect(pages).toEqual([]);
  });

  it('pages whoever is on call once the trouble has lasted 45 s since its first failed try', () => {
    const { pages } = down().wait(5 * MINUTE);
    expect(pages.map(({ at, kind, to }) => ({ at, kind, to }))).toEqual([
      { at: 75 * SECOND, kind: 'trigger', to: 'kim' },
    ]);
  });

  it('is never mentioned when it recovers before the first page', () => {
    const blip = down()
      .repeat('pass', 2, 3 * SECOND)
      .wait(60 * MINUTE);
    expect(blip.pages).toEqual([]);
    expect(blip.watch().incident?.state).toBe('resolved');
    expect(blip.eventTypes()).toContain('incident-resolved');
  });

  it('forgives two failures', () => {
    const { watch, pages } = story()
      .pass()
      .fail()
      .wait(3 * SECOND)
      .fail()
      .wait(3 * SECOND)
      .pass()
      .wait(60 * MINUTE);
    expect(watch().status).toBe('operational');
    expect(watch().incident).toBeNull();
    expect(pages).toEqual([]);
  });

  it('closes with exactly one message to the person who was told, 45 s after the last failed try', () => {
    const tale = down()
      .wait(2 * MINUTE)
      .repeat('pass', 2, 3 * SECOND)
      .wait(10 * MINUTE);
    expect(tale.pages.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['trigger kim', 'close kim']);
    expect(tale.pages[1]?.title).toBe('UP API');
    expect(tale.watch().incident?.state).toBe('resolved');
    expect(tale.watch().incident?.told.every(({ closedBy }) => closedBy !== null)).toBe(true);
  });

  it('goes on as the same incident when it fails again before the closing message', () => {
    const tale = story(fileOf({ settings: { closeAfter: '5m' } }))
      .pass()
      .wait(30 * SECOND)
      .repeat('fail', 3, 3 * SECOND)
      .wait(2 * MINUTE)
      .repeat('pass', 2, 3 * SECOND)
      .wait(MINUTE)
      .repeat('fail', 3, 3 * SECOND);
    expect(tale.eventTypes()).toContain('incident-relapsed');
    expect(tale.pages.filter(({ kind }) => kind === 'trigger')).toHaveLength(1);
    expect(tale.pages.filter(({ kind }) => kind === 'close')).toHaveLength(0);
    tale.repeat('pass', 2, 3 * SECOND).wait(6 * MINUTE);
    const told = [...new Set(tale.pages.filter(({ kind }) => kind !== 'close').map(({ to }) => to))];
    expect(tale.pages.filter(({ kind }) => kind === 'close').map(({ to }) => to)).toEqual(told);
  });

  it('moves no counter on an inconclusive try', () => {
    const { watch } = story().pass().fail().fail().inconclusive().inconclusive().inconclusive();
    expect(watch().status).toBe('operational');
  });

  it('survives our own blindness, and pages on only when the failure is seen again', () => {
    const tale = down().give({ type: 'lost-sight', at: START + 40 * SECOND, because: 'asleep' });
    expect(tale.watch().status).toBe('unknown');
    tale.wait(10 * MINUTE);
    expect(tale.pages).toEqual([]);
    tale.repeat('fail', 3, 3 * SECOND);
    expect(tale.pages.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['trigger kim']);
  });

  it('is not opened by a target that says it is starting, until its grace is over', () => {
    const tale = story().pass();
    for (let tries = 0; tries < 10; tries += 1) {
      tale.wait(10 * SECOND).fail('starting', 'Warmup in progress');
    }
    expect(tale.watch().status).toBe('under_maintenance');
    expect(tale.pages).toEqual([]);
    for (let tries = 0; tries < 40; tries += 1) {
      tale.wait(10 * SECOND).fail('starting', 'Warmup in progress');
    }
    expect(tale.watch().status).toBe('major_outage');
    expect(tale.pages[0]?.kind).toBe('trigger');
  });

  it('that somebody resolved by hand opens again after rise + fall more failures', () => {
    const tale = down()
      .wait(2 * MINUTE)
      .give({ type: 'resolve', at: START + 200 * SECOND, by: 'Kim', note: '' });
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger', 'close']);
    tale.repeat('fail', 4, 30 * SECOND);
    expect(tale.watch().incident?.state).toBe('resolved');
    tale.repeat('fail', 1, 30 * SECOND);
    expect(tale.watch().incident?.state).toBe('triggered');
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger', 'close', 'trigger']);
    tale.repeat('pass', 2, 3 * SECOND).wait(10 * MINUTE);
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger', 'close', 'trigger', 'close']);
  });

  it('pages nobody, and says so, where the component has no policy', () => {
    const tale = story(fileOf({ policies: [] }))
      .repeat('fail', 3, SECOND)
      .wait(60 * MINUTE);
    expect(tale.pages).toEqual([]);
    expect(tale.events.find(({ type }) => type === 'nobody')?.text).toContain('no escalation policy');
  });

  it('pages again with a worse severity, and ends an acknowledgement that has an end', () => {
    const file = fileOf({
      components: [
        {
          id: 'api',
          checks: [
            {
              type: 'http',
              url: 'http://127.0.0.1:1/',
              failureStatuses: { refused: 'major_outage', timeout: 'performance_issues' },
              fall: 1,
            },
          ],
        },
      ],
      settings: { pageAfter: 0 },
    });
    const tale = story(file).fail('timeout', 'no answer');
    expect(tale.watch().incident?.severity).toBe('low');
    tale.give({ type: 'acknowledge', at: START, by: 'Kim', until: START + 60 * MINUTE, note: '' });
    tale.wait(30 * SECOND).fail('refused');
    expect(tale.watch().incident).toMatchObject({ severity: 'critical', state: 'triggered' });
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger', 'reminder']);
  });
});

describe('an incident that becomes worse', () => {
  const check = {
    type: 'http' as const,
    url: 'http://127.0.0.1:1/',
    failureStatuses: { timeout: 'performance_issues' as const },
    fall: 1,
  };
  const low = () =>
    story(fileOf({ components: [{ id: 'api', name: 'API', checks: [check] }], settings: { pageAfter: 0 } })).fail(
      'timeout',
      'no answer',
    );

  it('ends a snooze: it was given for something less', () => {
    const tale = low().give({ type: 'snooze', at: START, by: 'Kim', until: START + 8 * 60 * MINUTE });
    tale.wait(MINUTE).fail('refused');
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger', 'reminder']);
    expect(tale.events.find(({ type }) => type === 'incident-worsened')?.text).toContain('The snooze ends');
  });

  it('sends no reminder beside the page that says so', () => {
    const tale = low().wait(25 * MINUTE - SECOND);
    const pages = tale.pages.length;
    tale.fail('refused').wait(MINUTE);
    expect(tale.pages.slice(pages).map(({ to }) => to)).toEqual(['kim']);
  });

  it('while it was resolved by hand is opened again as what it is now', () => {
    const tale = low().give({ type: 'resolve', at: START, by: 'Kim', note: '' });
    tale.repeat('fail', 3, 30 * SECOND);
    expect(tale.watch().incident).toMatchObject({ state: 'triggered', status: 'major_outage', severity: 'critical' });
  });
});

describe('an incident resolved by hand in a component with many checks', () => {
  it('opens again after rise + fall results of the failing check, however many the others give', () => {
    const checks = [1, 2, 3].map((port) => ({ type: 'tcp' as const, host: '127.0.0.1', port }));
    const tale = story(fileOf({ components: [{ id: 'api', name: 'API', checks }], settings: { pageAfter: 0 } }));
    tale.of(0).pass().of(1).pass().of(2).repeat('fail', 3, SECOND);
    tale.give({ type: 'resolve', at: START + tale.now(), by: 'Kim', note: '' });
    for (let round = 0; round < 4; round += 1) {
      tale
        .wait(30 * SECOND)
        .of(0)
        .pass()
        .of(1)
        .pass()
        .of(2)
        .fail();
    }
    expect(tale.watch().incident?.state).toBe('resolved');
    tale
      .wait(30 * SECOND)
      .of(0)
      .pass()
      .of(1)
      .pass()
      .of(2)
      .fail();
    expect(tale.watch().incident?.state).toBe('triggered');
  });
});

describe('an incident resolved by hand', () => {
  it('is not opened again by the passes that end it', () => {
    const tale = down().wait(2 * MINUTE);
    tale.give({ type: 'resolve', at: START + tale.now(), by: 'Kim', note: '' }).repeat('fail', 4, 30 * SECOND);
    tale.repeat('pass', 2, 3 * SECOND).wait(10 * MINUTE);
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger', 'close']);
  });
});

describe('an incident about slowness', () => {
  it('is closed as well: nothing in it has ever failed', () => {
    const slow = { type: 'http' as const, url: 'http://127.0.0.1:1/', latencyLimit: '100ms' };
    const tale = story(fileOf({ components: [{ id: 'api', name: 'API', checks: [slow] }] }));
    for (let tries = 0; tries < 8; tries += 1) {
      tale.wait(30 * SECOND).pass(300);
    }
    expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger']);
    for (let tries = 0; tries < 25; tries += 1) {
      tale.wait(30 * SECOND).pass(20);
    }
    expect(tale.watch().status).toBe('operational');
    expect(tale.watch().incident?.state).toBe('resolved');
    expect(tale.pages.filter(({ kind }) => kind === 'close').map(({ to }) => to)).toEqual(['kim', 'sam']);
  });
});
