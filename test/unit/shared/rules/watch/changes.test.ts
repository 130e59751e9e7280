/** The configuration or the clock changes under an open incident: nothing is forgotten, nothing is believed that nobody has seen. */
import { describe, expect, it } from 'vitest';
import { type FileInput, fileOf, hook, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const now = (tale: Story) => START + tale.now();
const kinds = (tale: Story) => tale.pages.map(({ kind }) => kind);

type Checks = NonNullable<FileInput['components']>[number]['checks'];
const HTTP = { type: 'http' as const, url: 'http://127.0.0.1:1/' };
const TCP = { type: 'tcp' as const, host: '127.0.0.1', port: 1 };
const withChecks = (...checks: Checks) => fileOf({ components: [{ id: 'api', name: 'API', checks }] });

describe('a configuration that changes', () => {
  it('shows a component with a new check as unknown at once, not as operational until somebody looks', () => {
    const tale = story(withChecks(HTTP)).pass().reload(withChecks(HTTP, TCP));
    expect(tale.watch().status).toBe('unknown');
    tale.of(1).pass();
    expect(tale.watch().status).toBe('operational');
  });

  it('believes nothing of a check that asks something else now', () => {
    const tale = story(withChecks(HTTP)).pass();
    tale.reload(withChecks({ ...HTTP, url: 'http://127.0.0.1:2/' }));
    expect(tale.watch().status).toBe('unknown');
  });

  it('goes on believing a check that is only asked more often, or by another name', () => {
    const tale = story(withChecks(HTTP)).pass();
    tale.reload(withChecks({ ...HTTP, interval: '5s', fall: 5, name: 'the front door' }));
    expect(tale.watch().status).toBe('operational');
  });

  it('closes an incident whose failing check was removed, once the rest is seen well', () => {
    const tale = story(withChecks(TCP, HTTP));
    tale
      .of(1)
      .pass()
      .of(0)
      .repeat('fail', 3, SECOND)
      .wait(2 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger']);
    tale.reload(withChecks(HTTP)).wait(5 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });

  it('pages on when a channel, a person or a schedule of the open incident is gone', () => {
    const tale = story(fileOf({ settings: { pageAfter: 0 } })).repeat('fail', 3, SECOND);
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim']);
    tale.reload(
      fileOf({
        people: [{ id: 'boss', name: 'Boss', channels: ['boss-hook'] }],
        channels: [hook('boss-hook')],
        schedules: [],
        policies: [{ id: 'other', steps: [{ targets: [{ person: 'boss' }] }] }],
      }),
    );
    tale.wait(30 * MINUTE);
    expect(tale.events.filter(({ text }) => text.includes('is not in the configuration any more'))).not.toEqual([]);
    expect(tale.events.some(({ text }) => text.includes('Paging sam'))).toBe(false);
    tale.repeat('pass', 2, SECOND).wait(2 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });
});

describe('a clock that is set back', () => {
  const HOUR = 60 * MINUTE;

  it('delays no page: the next step comes after its five minutes, not after an hour and five', () => {
    const tale = story(fileOf({ settings: { pageAfter: 0 } }))
      .repeat('fail', 3, SECOND)
      .wait(MINUTE)
      .setClockBack(HOUR);
    tale.wait(4 * MINUTE - SECOND);
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim']);
    tale.wait(SECOND);
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim', 'sam']);
  });

  it('prolongs no acknowledgement and no snooze', () => {
    const tale = story(fileOf({ settings: { pageAfter: 0 } })).repeat('fail', 3, SECOND);
    tale.give({ type: 'acknowledge', at: now(tale), by: 'Kim', until: now(tale) + 30 * MINUTE, note: '' });
    tale.setClockBack(HOUR).wait(30 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'reminder']);
    tale.give({ type: 'snooze', at: now(tale), by: 'Kim', until: now(tale) + 30 * MINUTE });
    tale.setClockBack(HOUR).wait(30 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'reminder', 'reminder']);
  });

  it('keeps no incident open: a failed try that lies in the future by now does not count', () => {
    const tale = story()
      .repeat('fail', 3, SECOND)
      .wait(2 * MINUTE)
      .setClockBack(HOUR);
    tale.repeat('pass', 2, 3 * SECOND).wait(46 * SECOND);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });
});
