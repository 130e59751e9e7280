/** Router, switch, host in the running engine: one page for the router, whoever fails first. */
import { describe, expect, it } from 'vitest';
import type { ProbeSet } from '../../../electron/engine/ports/probe.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { DOWN, type TestEngine, UP } from '../../harness/engine.ts';
import { engines } from '../../harness/running.ts';
import { type FileInput, fileOf } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const TIMED_OUT: ProbeOutcome = {
  kind: 'fail',
  failure: { kind: 'timeout', phase: 'connect', detail: 'no answer within 10 s' },
  timings: { totalMs: 10 * SECOND },
};

const start = engines();
async function engine(file: FileInput): Promise<TestEngine> {
  const started = await start({ file });
  await started.clock.advance(MINUTE);
  return started;
}
const component = (id: string, dependsOn: readonly (string | string[])[] = [], more = {}) => ({
  id,
  dependsOn: [...dependsOn],
  checks: [{ type: 'tcp' as const, host: '127.0.0.1', port: 1, ...more }],
});
const net = (...components: FileInput['components'] & object): FileInput =>
  fileOf({
    components: [...components],
    policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '9h' }], repeat: 0 }],
  });
const pagedFor = (one: TestEngine) => one.sent.map(({ page }) => `${page.kind} ${page.componentName}`);
const viewOf = (one: TestEngine, id: string) => one.snapshot().components.find((other) => other.id === id);

describe('when a router dies', () => {
  const chain = net(
    component('host', ['switch'], { interval: '5s' }),
    component('switch', ['router'], { interval: '10s' }),
    component('router', [], { interval: '5m' }),
  );

  it('the router is paged and nobody behind it, although they are seen failing long before it', async () => {
    const one = await engine(chain);
    for (const id of ['host', 'switch', 'router']) {
      one.target(id, DOWN);
    }
    await one.clock.advance(10 * MINUTE);
    expect(pagedFor(one)).toEqual(['trigger router']);
    expect(viewOf(one, 'host')).toMatchObject({
      status: 'major_outage',
      unreachableBecause: 'Unreachable because of switch',
    });
    expect(viewOf(one, 'switch')?.unreachableBecause).toBe('Unreachable because of router');
    expect(viewOf(one, 'router')?.unreachableBecause).toBeNull();
    expect(one.snapshot().picture).toMatchObject({ shape: 'down', count: 1, words: '1 down, 2 unreachable' });
  });

  it('and comes back, only what still fails behind it is paged', async () => {
    const one = await engine(chain);
    for (const id of ['host', 'switch', 'router']) {
      one.target(id, DOWN);
    }
    await one.clock.advance(10 * MINUTE);
    one.target('router', UP);
    one.target('switch', UP);
    await one.clock.advance(20 * MINUTE);
    expect(pagedFor(one).toSorted()).toEqual(['close router', 'trigger host', 'trigger router']);
    one.target('host', UP);
    await one.clock.advance(5 * MINUTE);
    expect(pagedFor(one).at(-1)).toBe('close host');
    expect(one.snapshot().picture.shape).toBe('calm');
  });

  it('what only the host has is paged for the host, at its time', async () => {
    const one = await engine(chain);
    const from = one.clock.now();
    one.target('host', DOWN);
    await one.clock.advance(2 * MINUTE);
    expect(pagedFor(one)).toEqual(['trigger host']);
    expect((one.sent[0]?.at ?? 0) - from).toBeLessThan(52 * SECOND);
  });
});

it('one of a redundant pair is enough', async () => {
  const one = await engine(net(component('web', [['a', 'b']]), component('a'), component('b')));
  one.target('a', DOWN);
  one.target('web', DOWN);
  await one.clock.advance(5 * MINUTE);
  expect(pagedFor(one).toSorted()).toEqual(['trigger a', 'trigger web']);
  one.target('b', DOWN);
  await one.clock.advance(5 * MINUTE);
  expect(viewOf(one, 'web')?.unreachableBecause).toBe('Unreachable because of a and b');
});

it.each(['0', '10s', '20s', '45s'])(
  'a child with pageAfter %s is not paged while a router whose tries time out is on its way down',
  async (pageAfter) => {
    let isDown = false;
    const probes: ProbeSet = {
      run: ({ componentId }, { clock }) => {
        if (!isDown || componentId !== 'router') {
          return Promise.resolve(isDown ? DOWN : UP);
        }
        return new Promise((done) => clock.after(10 * SECOND, () => done(TIMED_OUT)));
      },
      forget: () => undefined,
      close: () => Promise.resolve(),
    };
    const file = net(component('router'), { ...component('shop', ['router']), pageAfter });
    const one = await start({ file, probes });
    await one.clock.advance(2 * MINUTE);
    isDown = true;
    await one.clock.advance(10 * MINUTE);
    expect(pagedFor(one)).toEqual(['trigger router']);
  },
);

it('a child with pageAfter 0 is paged for its own failure as soon as its parent was seen well', async () => {
  const file = net(component('router'), { ...component('shop', ['router']), pageAfter: '0' });
  const one = await engine(file);
  const from = one.clock.now();
  one.target('shop', DOWN);
  await one.clock.advance(5 * MINUTE);
  expect(pagedFor(one)).toEqual(['trigger shop']);
  // The first look within an interval of 30 s, two more of 3 s, a look at the router.
  expect((one.sent[0]?.at ?? 0) - from).toBeLessThan(40 * SECOND);
});

it('a parent that nobody can look at holds a page back no longer than a look takes', async () => {
  const one = await engine(net(component('web', ['router']), component('router')));
  one.target('router', 'hangs');
  one.target('web', DOWN);
  const from = one.clock.now();
  await one.clock.advance(5 * MINUTE);
  expect(pagedFor(one)).toContain('trigger web');
  const page = one.sent.find(({ page: { componentName } }) => componentName === 'web');
  // The first look within an interval of 30 s, 45 s of breath, then a look of 10 s and 5 s more.
  expect((page?.at ?? 0) - from).toBeLessThan(91 * SECOND);
});

it('after a sleep nobody is paged for what was believed before it, whoever stands behind whom', async () => {
  const one = await engine(
    net(component('router', [], { interval: '5s' }), component('web', ['router'], { interval: '5s' })),
  );
  one.target('router', DOWN);
  one.target('web', DOWN);
  await one.clock.advance(20 * SECOND);
  expect(one.pages()).toEqual([]);
  one.target('router', UP);
  one.target('web', UP);
  one.clock.sleepThrough(60 * MINUTE);
  await one.clock.advance(10 * MINUTE);
  expect(one.pages()).toEqual([]);
});
