/** The one gate: what keeps messages back, what goes on meanwhile, and what is said when it ends. */
import { describe, expect, it } from 'vitest';
import { fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const AWAKE = 'Just woken: looking again first';
/** The engine is in doubt from now on for so long. */
const doubt = (tale: Story, ms: number) => tale.hold({ reason: AWAKE, until: START + tale.now() + ms });
const up = () =>
  story()
    .pass()
    .wait(30 * SECOND);
const fall = (tale: Story) => tale.fail().repeat('fail', 2, 3 * SECOND);
const said = (tale: Story) => tale.pages.map(({ at, kind, to }) => `${at / SECOND} ${kind} ${to}`);
const texts = (tale: Story, type: string) => tale.events.filter((event) => event.type === type).map(({ text }) => text);

describe('while something keeps messages back', () => {
  it('the incident is shown and its history goes on, but no page goes; the first goes when the hold ends', () => {
    const tale = fall(doubt(up(), 10 * MINUTE)).wait(9 * MINUTE);
    expect(tale.watch()).toMatchObject({
      status: 'major_outage',
      incident: { state: 'triggered', held: { kind: 'engine' } },
    });
    expect(said(tale)).toEqual([]);
    tale.repeat('fail', 2, MINUTE);
    expect(said(tale)).toEqual(['630 trigger kim']);
  });

  it('says once why and until when, and once that it is over', () => {
    const tale = fall(doubt(up(), 5 * SECOND + 6 * SECOND)).repeat('fail', 5, SECOND);
    expect(texts(tale, 'page-held')).toEqual([`Held back: ${AWAKE}`]);
    expect(tale.events.find(({ type }) => type === 'page-held')?.data).toEqual({
      hold: 'engine',
      until: START + 41 * SECOND,
    });
    tale.wait(20 * SECOND);
    // The first page is not due before 45 s, so the end of the hold is said by itself.
    expect(texts(tale, 'page-released')).toEqual([`No longer held back (${AWAKE})`]);
    tale.wait(MINUTE);
    expect(said(tale)).toEqual(['75 trigger kim']);
  });

  it('whose end moves, is not said again', () => {
    const tale = fall(doubt(up(), MINUTE));
    doubt(tale, 3 * MINUTE);
    doubt(tale, 9 * MINUTE);
    expect(texts(tale, 'page-held')).toHaveLength(1);
    expect(tale.watch().incident?.held?.until).toBe(START + 36 * SECOND + 9 * MINUTE);
    tale.hold(null);
    expect(said(tale)).toEqual([]);
    tale.wait(10 * MINUTE);
    expect(said(tale)[0]).toBe('75 trigger kim');
  });

  it('trouble that is over before the hold is over was never mentioned', () => {
    const tale = fall(doubt(up(), 10 * MINUTE)).wait(2 * MINUTE);
    tale.repeat('pass', 3, SECOND).wait(30 * MINUTE);
    expect(said(tale)).toEqual([]);
    expect(tale.watch().incident?.state).toBe('resolved');
    expect(texts(tale, 'incident-resolved')[0]).toContain('before anybody was paged');
  });

  it('a running escalation stands still and goes on with what was left, one step after another', () => {
    // Kim at 75 s, Sam 5 min later. Held from 135 s on for an hour: 4 min are left.
    const tale = fall(up()).wait(99 * SECOND);
    expect(said(tale)).toEqual(['75 trigger kim']);
    doubt(tale, 60 * MINUTE).wait(70 * MINUTE);
    expect(said(tale)).toEqual(['75 trigger kim', `${135 + 3600 + 240} trigger sam`]);
  });

  it('a recovery is said: creation is suppressed, never resolution', () => {
    const tale = fall(up()).wait(99 * SECOND);
    doubt(tale, 60 * MINUTE);
    tale.repeat('pass', 3, SECOND).wait(2 * MINUTE);
    expect(said(tale)).toEqual(['75 trigger kim', '137 close kim']);
  });

  it('a page that has not gone out yet is called back and goes when the hold ends', () => {
    const tale = fall(up().deliveries(null)).wait(45 * SECOND);
    expect(said(tale)).toEqual(['75 trigger kim']);
    doubt(tale, 10 * MINUTE);
    expect(tale.withdrawn).toHaveLength(1);
    tale.deliver(tale.pages[0]?.id ?? '', 'trying', 0);
    tale.wait(11 * MINUTE);
    expect(said(tale)).toEqual(['75 trigger kim', `${81 + 600} trigger kim`]);
  });

  it('somebody who asks for a page by hand gets it', () => {
    const tale = fall(doubt(up(), 60 * MINUTE));
    tale.give({ type: 'escalate', at: START + tale.now(), by: 'Kim', to: 'sam' as never });
    expect(said(tale)).toEqual(['36 trigger sam']);
    tale.give({ type: 'escalate', at: START + tale.now(), by: 'Kim', to: 'next' });
    expect(said(tale)).toEqual(['36 trigger sam', '36 trigger kim']);
    tale.wait(59 * MINUTE);
    expect(said(tale)).toHaveLength(2);
  });

  it('what has got worse meanwhile pages again when the hold ends, what got worse and better again does not', () => {
    const file = fileOf({
      components: [
        {
          id: 'api',
          name: 'API',
          checks: [{ type: 'http', url: 'http://127.0.0.1:1/', failureStatuses: { timeout: 'partial_outage' } }],
        },
      ],
      policies: [{ id: 'default', steps: [{ targets: [{ schedule: 'primary' }], delay: '2h' }], repeat: 0 }],
    });
    const partly = () => {
      const tale = story(file)
        .pass()
        .wait(30 * SECOND);
      for (let tries = 0; tries < 3; tries += 1) {
        tale.fail('timeout').wait(3 * SECOND);
      }
      return doubt(tale.wait(MINUTE), 30 * MINUTE);
    };
    const worse = partly()
      .repeat('fail', 3, SECOND)
      .wait(31 * MINUTE);
    expect(worse.pages.map(({ at, title }) => `${at / SECOND} ${title}`)).toEqual([
      '75 PARTLY DOWN API',
      '1899 STILL DOWN API',
    ]);
    const back = partly().repeat('fail', 3, SECOND);
    for (let tries = 0; tries < 3; tries += 1) {
      back.wait(SECOND).fail('timeout');
    }
    back.wait(31 * MINUTE);
    expect(back.pages).toHaveLength(1);
    expect(back.watch().incident?.severity).toBe('high');
  });

  it('an acknowledgement does not run out', () => {
    const tale = fall(up()).wait(99 * SECOND);
    const at = START + tale.now();
    tale.give({ type: 'acknowledge', at, by: 'Kim', until: at + 5 * MINUTE, note: '' });
    doubt(tale, 20 * MINUTE).wait(19 * MINUTE);
    expect(tale.watch().incident?.state).toBe('acknowledged');
    tale.wait(2 * MINUTE);
    expect(said(tale)).toEqual(['75 trigger kim', '1335 reminder kim']);
  });
});

it('what has just been added is shown as it is, and paged only when it is still down after its grace', () => {
  const checks = [{ type: 'tcp' as const, host: '127.0.0.1', port: 1, startupGrace: '5m' }];
  const added = () => fall(story(fileOf({ components: [{ id: 'new', name: 'New', checks }] })));
  const tale = added();
  expect(tale.watch()).toMatchObject({ status: 'major_outage', incident: { held: { kind: 'startup-grace' } } });
  expect(texts(tale, 'page-held')).toEqual(['Held back: Just added: it may still be on its way up']);
  tale.wait(6 * MINUTE);
  expect(said(tale)).toEqual(['300 trigger kim']);
  expect(
    said(
      added()
        .repeat('pass', 2, SECOND)
        .wait(30 * MINUTE),
    ),
  ).toEqual([]);
});
