/** Who is let in when there is too much to do: the wrong thing is never shed, and nobody is told to come back too soon. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, newcomerWaitMs, retryAfterS } from '../../../../../shared/rules/admission/admit.ts';
import { served, serviceMs, UNKNOWN_SERVICE } from '../../../../../shared/rules/admission/service-time.ts';
import { TRAFFIC, type Traffic, trafficOf } from '../../../../../shared/rules/admission/traffic.ts';
import { FUZZ } from '../../../../harness/fuzz.ts';

const LIMITS = { queue: 100, waitMs: 2_000 };
const load = (inFlight: number, serviceMs: number | null = null, lagMs = 0) => ({ inFlight, serviceMs, lagMs });
const letIn = (at: ReturnType<typeof load>, draining = false) =>
  TRAFFIC.filter((traffic) => admit(traffic, at, LIMITS, draining).kind === 'admitted');

describe('with so many at once', () => {
  it.each([
    [0, 'answer health window events page history'],
    [39, 'answer health window events page history'],
    [40, 'answer health window events page'],
    [55, 'answer health window events'],
    [70, 'answer health window'],
    [80, 'answer health'],
    [90, 'answer'],
    [99, 'answer'],
    [100, ''],
  ])('%i inside lets in: %s', (inFlight, wanted) => {
    expect(letIn(load(inFlight)).join(' ')).toBe(wanted);
  });
});

describe('with such a wait', () => {
  it.each([
    [10, 70, 'answer health window events page history'],
    [10, 81, 'answer health window events page'],
    [10, 150, 'answer health window'],
    [10, 199, 'answer'],
    [10, 5_000, 'answer'],
    [10, null, 'answer health window events page history'],
  ])('%i inside, %s ms each: %s', (inFlight, serviceMs, wanted) => {
    expect(letIn(load(inFlight, serviceMs)).join(' ')).toBe(wanted);
  });

  it('a loop that is late counts, even when nobody is inside', () => {
    expect(letIn(load(0, null, 1_900))).toEqual(['answer']);
    expect(newcomerWaitMs(load(3, 100, 50))).toBe(350);
  });
});

describe('while we end', () => {
  it('only who answers a page, asks for our health or has a window is let in', () => {
    expect(letIn(load(0), true)).toEqual(['answer', 'health', 'window']);
    expect(admit('events', load(0), LIMITS, true)).toMatchObject({ kind: 'refused', because: 'draining' });
  });
});

describe('for every load', () => {
  const loads = fc.record({
    inFlight: fc.nat(300),
    serviceMs: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
    lagMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
  });

  it('what matters more is let in wherever what matters less is', () => {
    fc.assert(
      fc.property(loads, fc.boolean(), (at, draining) => {
        const verdicts = TRAFFIC.map((traffic) => admit(traffic, at, LIMITS, draining).kind);
        const firstRefused = verdicts.indexOf('refused');
        expect(firstRefused === -1 || verdicts.slice(firstRefused).every((kind) => kind === 'refused')).toBe(true);
      }),
      FUZZ,
    );
  });

  it('whoever answers a page is refused by nothing but a full house', () => {
    fc.assert(
      fc.property(loads, fc.boolean(), (at, draining) => {
        expect(admit('answer', at, LIMITS, draining).kind).toBe(at.inFlight < LIMITS.queue ? 'admitted' : 'refused');
      }),
      FUZZ,
    );
  });

  it('Retry-After is a whole number of seconds, not before the wait is over, and at most two minutes or so', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (wait, random) => {
          const seconds = retryAfterS(wait, random);
          expect(Number.isInteger(seconds)).toBe(true);
          expect(seconds).toBeGreaterThanOrEqual(Math.min(60, Math.max(1, wait / 1_000)));
          expect(seconds).toBeLessThanOrEqual(122);
        },
      ),
      FUZZ,
    );
    expect(new Set([0, 0.4, 0.9].map((random) => retryAfterS(0, random))).size).toBe(3);
  });
});

describe('the time to serve one', () => {
  const mean = (...samples: readonly number[]) => samples.reduce(served, UNKNOWN_SERVICE);

  it('is not known from fewer than twenty', () => {
    expect(serviceMs(mean(...Array<number>(19).fill(50)))).toBeNull();
    expect(serviceMs(mean(...Array<number>(20).fill(50)))).toBeCloseTo(50);
  });

  it('follows a change, and one slow request does not shut the door', () => {
    const usual = mean(...Array<number>(100).fill(10));
    expect(serviceMs(served(usual, 60_000))).toBeLessThan(14);
    expect(serviceMs(Array<number>(200).fill(100).reduce(served, usual))).toBeGreaterThan(90);
  });
});

describe('what a request is about', () => {
  it.each<[string, Traffic]>([
    ['POST /api/ask/acknowledge', 'answer'],
    ['POST /api/ask/acknowledgeAll?x', 'answer'],
    ['POST /ack/abc', 'answer'],
    ['GET /page-me/person~kim', 'answer'],
    ['GET /call/abc', 'answer'],
    ['GET /health', 'health'],
    ['GET /', 'window'],
    ['GET /?key=abc', 'window'],
    ['GET /assets/main-abc.js', 'window'],
    ['POST /api/ask/snapshot', 'window'],
    ['POST /api/ask/constructor', 'window'],
    ['POST /api/ask/uptime', 'history'],
    ['POST /beat/abc', 'events'],
    ['POST /v2/enqueue', 'events'],
    ['PUT /api/v1/components/1', 'events'],
    ['GET /api/v1/components', 'page'],
    ['GET /status', 'page'],
    ['GET /status/history', 'history'],
    ['GET /calendar/abc.ics', 'history'],
    ['GET /ackk', 'history'],
    ['GET //ack/x', 'window'],
    ['GET ', 'window'],
  ])('%s: %s', (line, wanted) => {
    const [method = '', path = ''] = line.split(' ');
    expect(trafficOf(method, path)).toBe(wanted);
  });
});
