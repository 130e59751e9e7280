/** Out of sight and back again: no outage is made of time in which nobody looked, and none is forgotten. */
import { describe, expect, it } from 'vitest';
import { fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const now = (tale: Story) => START + tale.now();
const lose = (tale: Story) => tale.give({ type: 'lost-sight', at: now(tale), because: 'asleep' });
const kinds = (tale: Story) => tale.pages.map(({ kind }) => kind);

describe('after a night of sleep', () => {
  it('a failure from before is no part of a new outage: the page waits its whole time, and says no hours', () => {
    const tale = lose(
      story()
        .pass()
        .wait(MINUTE)
        .fail()
        .wait(8 * HOUR),
    ).repeat('fail', 3, 3 * SECOND);
    expect(tale.watch().status).toBe('major_outage');
    expect(tale.watch().incident?.since).toBe(START + MINUTE + 8 * HOUR + 3 * SECOND);
    expect(tale.pages).toEqual([]);
    tale.wait(MINUTE);
    expect(kinds(tale)).toEqual(['trigger']);
  });

  it('one failure alone settles nothing, also when it is the third with those from before', () => {
    const tale = lose(
      lose(
        story()
          .wait(MINUTE)
          .fail()
          .fail()
          .wait(8 * HOUR),
      )
        .fail()
        .fail()
        .wait(HOUR),
    ).fail();
    expect(tale.watch().status).toBe('unknown');
    tale.fail().fail();
    expect(tale.watch().status).toBe('major_outage');
  });

  it('a confirmed outage keeps its beginning, and is over only after rise passes', () => {
    const down = story().pass().wait(MINUTE).repeat('fail', 3, SECOND).wait(MINUTE);
    const since = down.watch().incident?.since;
    const tale = lose(lose(down.wait(8 * HOUR)).wait(HOUR)).pass();
    expect(tale.watch().status).toBe('unknown');
    tale.fail().fail().fail();
    expect(tale.watch().incident).toMatchObject({ since, state: 'triggered' });
  });

  it('the closing message waits until it was seen well for its whole time, and does not say that it was well all night', () => {
    const down = story()
      .pass()
      .wait(MINUTE)
      .repeat('fail', 3, SECOND)
      .wait(2 * MINUTE);
    const tale = lose(down.wait(8 * HOUR)).repeat('pass', 2, 3 * SECOND);
    expect(kinds(tale)).not.toContain('close');
    tale.wait(46 * SECOND);
    expect(kinds(tale).at(-1)).toBe('close');
    expect(tale.events.find(({ type }) => type === 'incident-resolved')?.text).toContain('well for 45 s');
  });

  it('nothing is said while it is out of sight, not even that a channel failed', () => {
    const tale = story(fileOf({ settings: { pageAfter: 0 } }))
      .deliveries(null)
      .repeat('fail', 3, SECOND);
    const id = tale.pages[0]?.id ?? '';
    lose(tale.deliver(id, 'trying', 0))
      .deliver(id, 'refused', 1, '401 Unauthorized')
      .wait(HOUR);
    expect(kinds(tale)).toEqual(['trigger']);
    tale.repeat('fail', 3, SECOND);
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim', 'sam']);
  });
});

describe('a check alone that is out of sight', () => {
  const two = fileOf({
    components: [
      {
        id: 'api',
        name: 'API',
        checks: [
          { type: 'http', url: 'http://127.0.0.1:1/' },
          { type: 'tcp', host: '127.0.0.1', port: 1 },
        ],
      },
    ],
  });

  it('makes its component unknown, and takes nothing from what the others see', () => {
    const tale = story(two).of(0).pass().of(1).pass();
    expect(tale.watch().status).toBe('operational');
    const checks = [tale.watch().checks[1]?.checkId as never];
    tale.give({ type: 'lost-sight', at: now(tale), because: 'no answer of ours', checks });
    expect(tale.watch().status).toBe('unknown');
    expect(tale.watch().checks.map(({ settled }) => settled)).toEqual(['up', 'unknown']);
    tale.of(1).pass();
    expect(tale.watch().status).toBe('operational');
  });
});

describe('what says that it is starting', () => {
  it('for ever, between crashes, is an outage once its grace is over', () => {
    const tale = story().pass();
    for (let crash = 0; crash < 40; crash += 1) {
      tale
        .wait(5 * SECOND)
        .fail()
        .wait(5 * SECOND)
        .fail()
        .wait(10 * SECOND)
        .fail('starting', 'Warmup in progress');
    }
    expect(tale.watch().status).toBe('major_outage');
    expect(kinds(tale)[0]).toBe('trigger');
  });

  it('for ever, with single good answers in between, is one as well', () => {
    const tale = story().pass();
    for (let turn = 0; turn < 60; turn += 1) {
      tale.wait(10 * SECOND).fail('starting', 'Warmup in progress');
      if (turn % 5 === 4) {
        tale.wait(SECOND).pass();
      }
    }
    expect(tale.watch().status).toBe('major_outage');
  });

  it('has its whole grace again after it was well', () => {
    const tale = story().pass();
    for (let deployment = 0; deployment < 5; deployment += 1) {
      for (let turn = 0; turn < 12; turn += 1) {
        tale.wait(10 * SECOND).fail('starting', 'Warmup in progress');
      }
      tale.repeat('pass', 2, SECOND).wait(HOUR);
    }
    expect(tale.eventTypes()).not.toContain('incident-opened');
  });
});
