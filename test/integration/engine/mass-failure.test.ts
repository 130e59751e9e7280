/** Many fail at once: what counts as that, what its summary may keep back, and who hears of it (decisions, sections 1 and 3). */
import { describe, expect, it } from 'vitest';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import { DOWN, type TestEngine, UP } from '../../harness/engine.ts';
import { answerAll, hostNames, LOST } from '../../harness/many-hosts.ts';
import { engines } from '../../harness/running.ts';
import { type FileInput, fileOf, hook, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A wildcard certificate that all of them carry. */
const ENDS_SOON: ProbeOutcome = {
  kind: 'fail',
  failure: { kind: 'certificate', phase: 'tls', detail: 'ends in 20 days', level: 'performance_issues' },
  timings: { totalMs: 3 },
};
type Component = NonNullable<FileInput['components']>[number];
const host = (id: string, change: Partial<Component> = {}): Component => ({
  id,
  name: id,
  checks: [{ type: 'tcp', host: `${id}.example`, port: 1 }],
  ...change,
});
/** Kim by the default policy; the others each by a policy of their own. One step, so that whoever is paged is paged once. */
const fleet = (components: readonly Component[], others: readonly string[] = [], change: Partial<FileInput> = {}) =>
  fileOf({
    components: [...components],
    people: ['kim', ...others].map((id) => ({ id, name: id, channels: [`${id}-hook`] })),
    channels: ['kim', ...others].map((id) => hook(`${id}-hook`)),
    schedules: [],
    policies: ['kim', ...others].map((person) => ({
      id: person === 'kim' ? 'default' : person,
      steps: [{ targets: [{ person }], delay: '9h' }],
      repeat: 0,
    })),
    ...change,
  });

const start = engines(2 * MINUTE);
const engine = (file: FileInput) => start({ file });
const told = (one: TestEngine) => one.sent.map(({ page }) => `${page.personId} ${page.kind}: ${page.title}`);
const summary = (failing: number, of: number) => `WATCHER ${failing} of ${of} unrelated targets fail at once`;

describe('what counts as a mass failure', () => {
  const withCertificates = fleet(
    hostNames(8).map((id) =>
      host(id, {
        checks: [
          { id: `${id}/tls`, type: 'tls', host: `${id}.example`, port: 443, interval: '1m' },
          { id: `${id}/tcp`, type: 'tcp', host: `${id}.example`, port: 443 },
        ],
      }),
    ),
  );

  it('one certificate that ends soon on six of eight hosts does not: each warns, and one that really goes down is paged', async () => {
    const one = await engine(withCertificates);
    answerAll(
      one,
      ENDS_SOON,
      hostNames(6).map((id) => `${id}/tls`),
    );
    await one.clock.advance(10 * MINUTE);
    expect(told(one).toSorted()).toEqual(hostNames(6).map((id) => `kim trigger: DEGRADED ${id}`));
    one.target('h0/tcp', DOWN);
    await one.clock.advance(3 * MINUTE);
    expect(told(one).slice(6)).toEqual(['kim reminder: STILL DOWN h0']);
  });

  it('what stands behind another that fails is counted with it: the router is paged to its own people, and nobody else', async () => {
    const children = hostNames(8);
    const one = await engine(
      fleet([host('router', { policy: 'net' }), ...children.map((id) => host(id, { dependsOn: ['router'] }))], ['net']),
    );
    answerAll(one, LOST, ['router', ...children]);
    await one.clock.advance(HOUR);
    expect(told(one)).toEqual(['net trigger: DOWN router']);
  });

  it('also behind a switch behind a router that is looked at long after them', async () => {
    const children = hostNames(8);
    const slowly = (id: string) => [{ type: 'tcp' as const, host: `${id}.example`, port: 1, interval: '5m' }];
    const one = await engine(
      fleet(
        [
          host('router', { policy: 'net', checks: slowly('router') }),
          host('switch', { checks: slowly('switch'), dependsOn: ['router'] }),
          ...children.map((id) => host(id, { dependsOn: ['switch'] })),
        ],
        ['net'],
      ),
    );
    answerAll(one, LOST, ['router', 'switch', ...children]);
    await one.clock.advance(HOUR);
    expect(told(one)).toEqual(['net trigger: DOWN router']);
  });

  it('hosts in maintenance do not: six of eight restarted in a window page nobody', async () => {
    const window = { from: new Date(START + MINUTE).toISOString(), to: new Date(START + 2 * HOUR).toISOString() };
    const maintenance = [{ id: 'move', for: { everything: true as const }, kind: 'once' as const, ...window }];
    const one = await engine(
      fleet(
        hostNames(8).map((id) => host(id)),
        [],
        { maintenance },
      ),
    );
    answerAll(one, DOWN, hostNames(6));
    await one.clock.advance(20 * MINUTE);
    answerAll(one, UP, hostNames(6));
    await one.clock.advance(3 * HOUR);
    expect(told(one)).toEqual([]);
  });

  it('what has been down for long is no part of it: of five that blip beside four such, two that stay down page on their own', async () => {
    const often = (id: string) => [{ type: 'tcp' as const, host: `${id}.example`, port: 1, downInterval: '2s' }];
    const one = await engine(fleet(hostNames(10).map((id, index) => host(id, index < 4 ? { checks: often(id) } : {}))));
    for (const id of hostNames(4)) {
      one.target(id, LOST);
      await one.clock.advance(2 * MINUTE);
    }
    answerAll(one, LOST, hostNames(9).slice(4));
    const doubted = async () =>
      (await one.store.events({ limit: 9, types: ['watcher'] })).some(({ data }) => data.uplink === 'doubt');
    for (let second = 0; second < 60 && !(await doubted()); second += 1) {
      await one.clock.advance(1_000);
    }
    answerAll(one, UP, hostNames(7).slice(4));
    await one.clock.advance(3 * MINUTE);
    expect(told(one).toSorted()).toEqual(['h0', 'h1', 'h2', 'h3', 'h7', 'h8'].map((id) => `kim trigger: DOWN ${id}`));
  });

  it('is as urgent as the most urgent of them, and no more', async () => {
    const one = await engine(fleet(hostNames(6).map((id) => host(id, { severity: 'low' }))));
    answerAll(one, LOST, hostNames(6));
    await one.clock.advance(5 * MINUTE);
    expect(told(one)).toEqual([`kim trigger: ${summary(6, 6)}`]);
    expect(one.sent[0]?.page.severity).toBe('low');
  });
});

describe('what the summary of a mass failure keeps back', () => {
  it('is not what was well in between: it fails anew and is paged', async () => {
    const one = await engine(fleet(hostNames(12).map((id) => host(id))));
    answerAll(one, DOWN, hostNames(8));
    await one.clock.advance(5 * MINUTE);
    expect(told(one)).toEqual([`kim trigger: ${summary(8, 12)}`]);
    one.target('h0', UP);
    await one.clock.advance(20 * MINUTE);
    one.target('h0', DOWN);
    await one.clock.advance(3 * MINUTE);
    expect(told(one).slice(1)).toEqual(['kim trigger: DOWN h0']);
  });

  it('is not what fails later on a host that belongs to it', async () => {
    const one = await engine(
      fleet([
        ...hostNames(8).map((id) => host(id)),
        host('late', { checks: [{ type: 'tcp', host: 'h0.example', port: 2 }] }),
      ]),
    );
    answerAll(one, LOST, hostNames(6));
    await one.clock.advance(10 * MINUTE);
    one.target('late', LOST);
    await one.clock.advance(3 * MINUTE);
    expect(told(one).slice(1)).toEqual(['kim trigger: DOWN late']);
  });

  it('is not what has become worse since', async () => {
    const minor = (id: string) => ({ type: 'tcp' as const, host: `${id}.example`, port: 1 });
    const one = await engine(
      fleet(
        hostNames(8).map((id) =>
          host(id, {
            checks: [
              { id: `${id}/minor`, ...minor(id), failureStatus: 'performance_issues' },
              { id: `${id}/main`, ...minor(id) },
            ],
          }),
        ),
      ),
    );
    answerAll(
      one,
      LOST,
      hostNames(6).map((id) => `${id}/minor`),
    );
    await one.clock.advance(10 * MINUTE);
    expect(told(one)).toEqual([`kim trigger: ${summary(6, 8)}`]);
    one.target('h0/main', LOST);
    await one.clock.advance(2 * MINUTE);
    expect(told(one).slice(1)).toEqual(['kim trigger: DOWN h0']);
  });

  it('is not what somebody was told of before: its escalation goes on', async () => {
    const steps = ['kim', 'sam'].map((person) => ({ targets: [{ person }], delay: '5m' }));
    const checks: Component['checks'] = ['web', 'h0'].map((name) => ({
      id: `h0/${name}`,
      type: 'tcp',
      host: `${name}.example`,
      port: 1,
    }));
    const one = await engine(
      fleet(
        [
          host('h0', { checks }),
          ...hostNames(10)
            .slice(1)
            .map((id) => host(id)),
        ],
        ['sam'],
        {
          policies: [{ id: 'default', steps, repeat: 0 }],
        },
      ),
    );
    one.target('h0/web', DOWN);
    await one.clock.advance(2 * MINUTE);
    answerAll(one, LOST, ['h0/h0', ...hostNames(7).slice(1)]);
    await one.clock.advance(10 * MINUTE);
    expect(told(one).filter((text) => text.includes('h0'))).toEqual(['kim trigger: DOWN h0', 'sam trigger: DOWN h0']);
  });

  it('is nothing when nobody hears of it', async () => {
    const one = await engine(fleet(hostNames(6).map((id) => host(id))));
    answerAll(one, LOST, hostNames(6));
    const own = () => one.snapshot().incidents.find(({ componentId }) => componentId === 'watchbell')?.id;
    for (let second = 0; second < 60 && own() === undefined; second += 1) {
      await one.clock.advance(1_000);
    }
    await one.engine.replies.snooze({ incident: own() as never, forMs: 2 * HOUR }, 'Kim');
    await one.clock.advance(5 * MINUTE);
    expect(told(one).toSorted()).toEqual(hostNames(6).map((id) => `kim trigger: DOWN ${id}`));
  });

  it('goes out an hour later by itself, while it still fails', async () => {
    const one = await engine(fleet(hostNames(6).map((id) => host(id))));
    answerAll(one, LOST, hostNames(6));
    await one.clock.advance(55 * MINUTE);
    expect(told(one)).toEqual([`kim trigger: ${summary(6, 6)}`]);
    await one.clock.advance(10 * MINUTE);
    expect(
      told(one)
        .filter((text) => text.startsWith('kim trigger: DOWN'))
        .toSorted(),
    ).toEqual(hostNames(6).map((id) => `kim trigger: DOWN ${id}`));
  });

  it('goes out an hour later, and the message that closes the summary does not call it over', async () => {
    const one = await engine(fleet(hostNames(6).map((id) => host(id))));
    answerAll(one, LOST, hostNames(6));
    await one.clock.advance(55 * MINUTE);
    answerAll(one, UP, ['h0']);
    await one.clock.advance(10 * MINUTE);
    expect(one.sent.map(({ page }) => page).find(({ kind }) => kind === 'close')).toMatchObject({
      title: 'WATCHER now one by one: 6 of 6 unrelated targets fail at once',
      text: expect.stringContaining('Still failing: h1, h2, h3, h4, h5; each is paged by itself now. It was: 6 of 6'),
    });
  });
});

describe('who hears of a mass failure', () => {
  const two = fleet(
    hostNames(6).map((id, index) => host(id, index < 3 ? {} : { policy: 'dba' })),
    ['dba'],
  );

  it('the people of each policy that is concerned, once each, and that it is over', async () => {
    const one = await engine(two);
    answerAll(one, DOWN, hostNames(6));
    await one.clock.advance(30 * MINUTE);
    expect(told(one).toSorted()).toEqual([`dba trigger: ${summary(6, 6)}`, `kim trigger: ${summary(6, 6)}`]);
    expect(one.sent.map(({ page }) => page.because)).toContain('step 1 of 1 of policy default, and of dba');
    answerAll(one, UP, hostNames(6));
    await one.clock.advance(5 * MINUTE);
    expect(told(one).slice(2).toSorted()).toEqual([
      `dba close: WATCHER over: ${summary(6, 6).slice(8)}`,
      `kim close: WATCHER over: ${summary(6, 6).slice(8)}`,
    ]);
  });

  it('whoever stands in several of them hears it once', async () => {
    const both = { id: 'dba', steps: [{ targets: [{ person: 'kim' }], delay: '9h' }], repeat: 0 };
    const one = await engine({ ...two, policies: [...(two.policies ?? []).slice(0, 1), both] });
    answerAll(one, DOWN, hostNames(6));
    await one.clock.advance(30 * MINUTE);
    expect(told(one)).toEqual([`kim trigger: ${summary(6, 6)}`]);
  });

  it('nobody of a policy that is not', async () => {
    const one = await engine({
      ...two,
      components: [...hostNames(6).map((id) => host(id)), host('db', { policy: 'dba' })],
    });
    answerAll(one, DOWN, hostNames(6));
    await one.clock.advance(30 * MINUTE);
    expect(told(one)).toEqual([`kim trigger: ${summary(6, 7)}`]);
  });
});
