import { describe, expect, it } from 'vitest';
import { type PageFacts, pageWords } from '../../../../../shared/rules/words/page-text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 02:14 in Berlin, 21 November 2026. */
const SINCE = Date.parse('2026-11-21T01:14:00Z');

const facts = (more: Partial<PageFacts> = {}): PageFacts => ({
  kind: 'trigger',
  componentName: 'api-gateway',
  status: 'major_outage',
  cause: '503 Service Unavailable',
  since: SINCE,
  at: SINCE + 2 * MINUTE,
  failures: 3,
  runbook: null,
  timeZone: 'Europe/Berlin',
  ...more,
});

describe('the words of a page', () => {
  it.each<{ story: string; given: Partial<PageFacts>; title: string; text: string }>([
    {
      story: 'a trigger says what, for how long, which failure, since when',
      given: { runbook: 'https://wiki.example.org/api' },
      title: 'DOWN api-gateway',
      text: '503 Service Unavailable for 2 min, third failure, since 02:14. Runbook attached',
    },
    {
      story: 'about the watcher itself the matter stands in the title, and nothing is called down by our name',
      given: {
        ourselves: true,
        componentName: 'Watchbell itself',
        cause: '6 of 8 targets fail at once: api, shop',
        failures: null,
      },
      title: 'WATCHER 6 of 8 targets fail at once',
      text: '6 of 8 targets fail at once: api, shop, for 2 min, since 02:14',
    },
    {
      story: 'the end of our own trouble closes it by the same words',
      given: { kind: 'close', ourselves: true, componentName: 'Watchbell itself', cause: 'we are offline' },
      title: 'WATCHER over: we are offline',
      text: 'after 2 min. It was: we are offline',
    },
    {
      story: 'the end of what was told together is no end where it goes on one by one',
      given: {
        kind: 'close',
        ourselves: true,
        componentName: 'Watchbell itself',
        cause: '6 of 8 targets fail at once: api, shop',
        rest: 'Still failing: api; each is paged by itself now',
      },
      title: 'WATCHER now one by one: 6 of 8 targets fail at once',
      text: 'after 2 min. Still failing: api; each is paged by itself now. It was: 6 of 8 targets fail at once: api, shop',
    },
    {
      story: 'the end of what failed calls up what is seen well, and no more',
      given: { kind: 'close', up: 'http', rest: 'dns cannot be judged' },
      title: 'UP http of api-gateway',
      text: 'after 2 min. dns cannot be judged. It was: 503 Service Unavailable',
    },
    {
      story: 'an expectation inside the cause does not swallow the duration',
      given: { cause: '503 Service Unavailable, expected 200-299' },
      title: 'DOWN api-gateway',
      text: '503 Service Unavailable, expected 200-299, for 2 min, third failure, since 02:14',
    },
    {
      story: 'a page at the first failure claims no duration',
      given: { at: SINCE, failures: 1 },
      title: 'DOWN api-gateway',
      text: '503 Service Unavailable, first failure, since 02:14',
    },
    {
      story: 'a queue is told with its trend',
      given: { wait: 'a newcomer waits about 3 min and it grows', runbook: 'https://wiki.example.org/api' },
      title: 'DOWN api-gateway',
      text: '503 Service Unavailable for 2 min, third failure, since 02:14. A newcomer waits about 3 min and it grows. Runbook attached',
    },
    {
      story: 'a queue that is the cause is told once',
      given: { cause: 'a newcomer waits about 3 min, more than 1 min', wait: 'a newcomer waits about 3 min' },
      title: 'DOWN api-gateway',
      text: 'a newcomer waits about 3 min, more than 1 min, for 2 min, third failure, since 02:14',
    },
    {
      story: 'seconds count below a minute',
      given: { at: SINCE + 44_600 },
      title: 'DOWN api-gateway',
      text: '503 Service Unavailable for 45 s, third failure, since 02:14',
    },
    {
      story: 'a partial outage is not called down',
      given: { status: 'partial_outage' },
      title: 'PARTLY DOWN api-gateway',
      text: '503 Service Unavailable for 2 min, third failure, since 02:14',
    },
    {
      story: 'a slow component is degraded, and an uncounted failure is not invented',
      given: { status: 'performance_issues', cause: 'slower than its limit.', failures: null },
      title: 'DEGRADED api-gateway',
      text: 'slower than its limit for 2 min, since 02:14',
    },
    {
      story: 'a reminder says that nobody has it',
      given: { kind: 'reminder', at: SINCE + 2 * HOUR, failures: 240 },
      title: 'STILL DOWN api-gateway',
      text: '503 Service Unavailable for 2 h, 240th failure, since 02:14. Nobody has acknowledged it',
    },
    {
      story: 'a reminder says who has it',
      given: {
        kind: 'reminder',
        at: SINCE + 2 * HOUR + 15 * MINUTE,
        failures: null,
        acknowledgedBy: 'Kim',
        runbook: 'https://w',
      },
      title: 'STILL DOWN api-gateway',
      text: '503 Service Unavailable for 2 h 15 min, since 02:14. Kim has it. Runbook attached',
    },
    {
      story: 'a closing message says how long it lasted, not how long we waited to say so',
      given: { kind: 'close', at: SINCE + 15 * MINUTE, recoveredAt: SINCE + 14 * MINUTE, runbook: 'https://w' },
      title: 'UP api-gateway',
      text: 'after 14 min. It was: 503 Service Unavailable',
    },
    {
      story: 'an incident closed by hand is not called up',
      given: { kind: 'close', at: SINCE + 14 * MINUTE, recoveredAt: null, resolvedBy: 'Kim' },
      title: 'RESOLVED api-gateway',
      text: 'by Kim after 14 min. It was: 503 Service Unavailable',
    },
    {
      story: 'a test page says that nothing is wrong',
      given: { kind: 'test', componentName: 'sms-kim', status: null, cause: '', since: null },
      title: 'TEST sms-kim',
      text: 'Sent by hand at 02:16. Nothing is wrong',
    },
    {
      story: 'a notice speaks of the watcher',
      given: {
        kind: 'notice',
        componentName: 'laptop',
        status: null,
        cause: 'Not watching: no network',
        failures: null,
      },
      title: 'WATCHER laptop',
      text: 'Not watching: no network for 2 min, since 02:14',
    },
    {
      story: 'a trigger without a known cause still has a reason',
      given: { cause: ' ', since: null },
      title: 'DOWN api-gateway',
      text: 'Its checks fail',
    },
    {
      story: 'a status that is no trouble never reads as down',
      given: { status: 'unknown', since: null },
      title: 'IN TROUBLE api-gateway',
      text: '503 Service Unavailable',
    },
  ])('$story', ({ given, title, text }) => {
    expect(pageWords(facts(given))).toEqual({ title, text });
  });

  it.each([
    { zone: 'Europe/Berlin', clock: '02:14' },
    { zone: 'America/Santiago', clock: 'Fri 22:14' },
    { zone: 'Asia/Kathmandu', clock: '06:59' },
    { zone: 'UTC', clock: '01:14' },
  ])('times stand on the clock of the receiver: $zone', ({ zone, clock }) => {
    const twoHoursLater = pageWords(facts({ timeZone: zone, at: SINCE + 2 * HOUR }));
    expect(twoHoursLater.text).toContain(`since ${clock}`);
  });

  it('a trouble from yesterday names its day, and an old one its date', () => {
    expect(pageWords(facts({ at: SINCE + 24 * HOUR })).text).toContain('since Sat 02:14');
    expect(pageWords(facts({ at: SINCE + 240 * HOUR })).text).toContain('since 21 Nov 02:14');
  });

  it('keeps a name and a cause from a hostile server on one short line', () => {
    const words = pageWords(facts({ componentName: 'api\r\nQUIT\u202e', cause: `<b>\n${'x '.repeat(5_000)}` }));
    expect(words.title).toBe('DOWN api QUIT');
    expect(words.text).not.toMatch(/[\r\n]/);
    expect(words.text.length).toBeLessThan(300);
  });
});
