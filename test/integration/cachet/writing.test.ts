/** Incidents, schedules, metrics and subscribers of the Cachet API: what programs write, and what it means for the house. */
import { afterEach, describe, expect, it } from 'vitest';
import { type CachetHouse, cachetHouse } from '../../harness/cachet.ts';
import { DOWN, UP } from '../../harness/engine.ts';

const MINUTE = 60_000;

const running: CachetHouse[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});
async function house(): Promise<CachetHouse> {
  const one = await cachetHouse();
  running.push(one);
  return one;
}
const data = async (answer: ReturnType<CachetHouse['ask']>) => (await answer).body.data;

describe('incidents', () => {
  it('of our own can be read, in words for everybody, with what became of them', async () => {
    const one = await house();
    one.on.target('api', DOWN);
    await one.on.clock.advance(5 * MINUTE);
    const open = one.on.snapshot().incidents[0];
    await one.on.engine.replies.acknowledge({ incident: open?.id as never, forMs: null, note: 'disk of db1' }, 'Kim');
    const [incident] = await data(one.guest('incidents'));
    expect(incident).toMatchObject({
      id: 1,
      component_id: 1,
      name: 'API has a major outage',
      status: 2,
      human_status: 'Identified',
      visible: 1,
      is_resolved: false,
    });
    one.on.target('api', UP);
    await one.on.clock.advance(10 * MINUTE);
    const ended = await data(one.guest('incidents/1'));
    expect(ended).toMatchObject({ id: 1, status: 4, is_resolved: true, latest_human_status: 'Fixed' });
    expect(ended.updates.map(({ status, message }: { status: number; message: string }) => [status, message])).toEqual([
      [1, 'Something is wrong with API. We are looking into it.'],
      [2, 'Somebody is working on it.'],
      [3, 'API is well again. We watch whether it stays so.'],
      [4, 'It is over.'],
    ]);
    expect(await data(one.guest('incidents/1/updates'))).toEqual(ended.updates);
    // Nothing of what we saw, of who it was, or of what they wrote.
    expect(JSON.stringify(ended).replaceAll(one.base, '')).not.toMatch(/503|Kim|db1|127\.0\.0\.1/);
  });

  it('of our own are changed by nobody', async () => {
    const one = await house();
    one.on.target('api', DOWN);
    await one.on.clock.advance(5 * MINUTE);
    await one.guest('incidents');
    for (const [method, path] of [
      ['PUT', 'incidents/1'],
      ['DELETE', 'incidents/1'],
      ['POST', 'incidents/1/updates'],
    ] as const) {
      const { status, body } = await one.ask(method, path, { name: 'x', status: 4, message: 'x' });
      expect([status, body.errors[0].detail]).toEqual([400, expect.stringContaining('of Watchbell itself')]);
    }
  });

  it('that a program posts say how their component is, and page nobody by their words', async () => {
    const one = await house();
    const fields = {
      name: 'Disk',
      message: 'A **disk** failed.',
      status: 2,
      visible: 1,
      stickied: 0,
      notify: 1,
      vars: [],
    };
    const plain = await data(one.ask('POST', 'incidents', { ...fields, occurred_at: '2026-01-05 08:30' }));
    expect(plain).toMatchObject({
      id: 1,
      component_id: 0,
      occurred_at: '2026-01-05 08:30:00',
      human_status: 'Identified',
    });
    await one.on.clock.advance(5 * MINUTE);
    expect(one.on.pages()).toEqual([]);
    const said = await data(one.ask('POST', 'incidents', { ...fields, component_id: 2, component_status: 4 }));
    expect(said).toMatchObject({ id: 2, component_id: 2 });
    expect((await data(one.guest('components/2'))).status).toBe(4);
    await one.on.clock.advance(MINUTE);
    expect(one.on.pages()).toEqual(['trigger kim kim-hook']);
    expect(one.on.engine.cachet.posts().map(({ id, status, components }) => ({ id, status, components }))).toEqual([
      { id: 1, status: 'identified', components: [] },
      { id: 2, status: 'identified', components: ['stream14'] },
    ]);
  });

  it('that are hidden, or about what is hidden, are not for guests; updates change how they stand', async () => {
    const one = await house();
    const post = (more: object) => data(one.ask('POST', 'incidents', { name: 'n', message: 'm', status: 1, ...more }));
    const hidden = await post({ visible: 0 });
    const shown = await post({ stickied: true });
    expect((await data(one.guest('incidents'))).map(({ id }: { id: number }) => id)).toEqual([shown.id]);
    expect((await data(one.ask('GET', 'incidents'))).map(({ id }: { id: number }) => id)).toEqual([
      hidden.id,
      shown.id,
    ]);

    const path = `incidents/${shown.id}/updates`;
    const update = await data(one.ask('POST', path, { status: 4, message: 'Done' }));
    expect(update).toMatchObject({ incident_id: shown.id, status: 4, human_status: 'Fixed', message: 'Done' });
    expect(await data(one.guest(`incidents/${shown.id}`))).toMatchObject({ status: 4, is_resolved: true });
    const changed = await data(one.ask('PUT', `${path}/${update.id}`, { status: 3, message: null }));
    expect(changed).toMatchObject({ id: update.id, status: 3, message: 'Done' });
    expect((await one.ask('DELETE', `${path}/${update.id}`)).status).toBe(204);
    expect(await data(one.guest(path))).toEqual([]);
    expect((await one.ask('DELETE', `incidents/${shown.id}`)).status).toBe(204);
    expect((await one.guest(`incidents/${shown.id}`)).status).toBe(404);
  });

  it.each([
    [{ component_id: 99, component_status: 4 }, 'The component_id field is 99: there is no such component.'],
    [{ component_status: 4 }, 'The component_id field is required when component_status is present.'],
    [{ occurred_at: '2026-02-31 10:00' }, 'The occurred_at field is "2026-02-31 10:00": write it as 2026-11-21 04:28.'],
  ])('are not posted with %j', async (more, detail) => {
    const one = await house();
    const { status, body } = await one.ask('POST', 'incidents', { name: 'n', message: 'm', status: 1, ...more });
    expect([status, body.errors[0].meta.details]).toEqual([400, [detail]]);
    expect(await data(one.ask('GET', 'incidents'))).toEqual([]);
  });
});

describe('schedules', () => {
  /** It is 09:02 in the house. */
  const plan = { name: 'New rack', message: 'Power off', status: 0, scheduled_at: '2026-01-05 09:10', notify: 0 };

  it('hold back messages about the components that they name, for as long as they say', async () => {
    const one = await house();
    const made = await data(
      one.ask('POST', 'schedules', { ...plan, completed_at: '2026-01-05 09:30', components: [{ component_id: 1 }] }),
    );
    expect(made).toMatchObject({
      id: 1,
      human_status: 'Upcoming',
      scheduled_at: '2026-01-05 09:10:00',
      completed_at: '2026-01-05 09:30:00',
      components: [{ component_id: 1 }],
    });
    await one.on.clock.advance(10 * MINUTE);
    expect((await data(one.guest('schedules/1'))).human_status).toBe('In Progress');
    one.on.target('api', DOWN);
    await one.on.clock.advance(10 * MINUTE);
    expect(one.on.pages()).toEqual([]);
    expect(one.on.snapshot().components[0]).toMatchObject({
      status: 'major_outage',
      maintenance: { name: 'New rack (cron)' },
    });
    await one.on.clock.advance(15 * MINUTE);
    expect(one.on.pages()).toContain('trigger kim kim-hook');
    expect((await data(one.guest('schedules/1'))).human_status).toBe('Complete');
  });

  it('end when they are said to be complete, or are deleted', async () => {
    const one = await house();
    const fields = { ...plan, scheduled_at: '2026-01-05 09:00', components: { 1: 4 } };
    const { id } = await data(one.ask('POST', 'schedules', fields));
    one.on.target('api', DOWN);
    await one.on.clock.advance(5 * MINUTE);
    expect(one.on.pages()).toEqual([]);
    expect((await data(one.ask('PUT', `schedules/${id}`, { status: 2 }))).human_status).toBe('Complete');
    await one.on.clock.advance(2 * MINUTE);
    expect(one.on.pages()).toEqual(['trigger kim kim-hook']);
    expect((await one.ask('DELETE', `schedules/${id}`)).status).toBe(204);
    expect(await data(one.guest('schedules'))).toEqual([]);
  });

  it('that name no component are only told, and wrong times are refused', async () => {
    const one = await house();
    await one.ask('POST', 'schedules', { ...plan, scheduled_at: '2026-01-05 09:00' });
    expect(one.on.snapshot().components.every(({ maintenance }) => maintenance === null)).toBe(true);
    const wrong = await one.ask('POST', 'schedules', { ...plan, completed_at: '2026-01-05 09:00', components: [7] });
    expect(wrong.body.errors[0].meta.details).toEqual(['The components field names 7: there is no such component.']);
    const early = await one.ask('POST', 'schedules', { ...plan, completed_at: '2026-01-05 09:00' });
    expect(early.body.errors[0].meta.details[0]).toContain('must be after scheduled_at');
  });
});

describe('metrics', () => {
  const graph = { name: 'Reports', suffix: 'per 2 h', default_value: 0, threshold: 5 };

  it('take points, count the same value within the threshold as one, and forget what is old', async () => {
    const one = await house();
    const { id } = await data(one.ask('POST', 'metrics', graph));
    const points = `metrics/${id}/points`;
    expect(await data(one.ask('POST', points, { value: 12 }))).toMatchObject({ metric_id: id, value: 12, counter: 1 });
    expect(await data(one.ask('POST', points, { value: 12 }))).toMatchObject({ counter: 2, calculated_value: 24 });
    await one.on.clock.advance(6 * MINUTE);
    const third = await data(
      one.ask('POST', points, { value: '12.5', timestamp: String(Date.UTC(2026, 0, 5, 8) / 1_000 + 14) }),
    );
    expect(third).toMatchObject({ value: 12.5, created_at: '2026-01-05 08:00:00' });
    expect((await data(one.guest(points))).map(({ value }: { value: number }) => value)).toEqual([12.5, 12]);
    expect(await data(one.ask('PUT', `${points}/${third.id}`, { value: 13 }))).toMatchObject({
      id: third.id,
      value: 13,
    });
    expect((await one.ask('DELETE', `${points}/${third.id}`)).status).toBe(204);
    one.on.clock.sleepThrough(31 * 24 * 60 * MINUTE);
    await one.ask('POST', points, { value: 1 });
    expect((await data(one.guest(points))).map(({ value }: { value: number }) => value)).toEqual([1]);
    const old = await one.ask('POST', points, { value: 1, timestamp: Date.UTC(2026, 0, 5) / 1_000 });
    expect(old.body.errors[0].detail).toContain('points are kept for 30 days');
    expect((await one.ask('DELETE', `metrics/${id}`)).status).toBe(204);
    expect((await one.guest(points)).status).toBe(404);
  });

  it('show how fast each component answers, and nobody writes to those', async () => {
    const one = await house();
    const all = await data(one.guest('metrics'));
    expect(all).toMatchObject([
      { name: 'API: time to answer', suffix: 'ms', calc_type: 1, default_view_name: 'Last 12 Hours' },
      { name: 'Stream 14: time to answer' },
    ]);
    const points = await data(one.guest(`metrics/${all[0].id}/points`));
    expect(points.length).toBeGreaterThan(0);
    expect(points[0]).toMatchObject({ metric_id: all[0].id, value: 12, counter: 1 });
    expect((await one.ask('POST', `metrics/${all[0].id}/points`, { value: 1 })).status).toBe(400);
  });
});

describe('subscribers', () => {
  it('are one for each address, for all or for some components, and go one by one', async () => {
    const one = await house();
    const all = await data(
      one.ask('POST', 'subscribers', { email: 'user@example.test', components: null, verify: true }),
    );
    expect(all).toMatchObject({ email: 'user@example.test', global: true, subscriptions: [] });
    expect(all.verified_at).toBe('Monday 5th January 2026 09:02:00');
    expect(all.verify_code).toMatch(/^.{16,}$/);
    expect((await data(one.ask('POST', 'subscribers', { email: 'User@Example.test' }))).id).toBe(all.id);
    const some = await data(one.ask('POST', 'subscribers', { email: 'other@example.test', components: [1, 2] }));
    expect(some).toMatchObject({
      global: false,
      verified_at: null,
      subscriptions: [{ component_id: 1 }, { component_id: 2 }],
    });
    expect((await one.ask('DELETE', `subscriptions/${some.subscriptions[0].id}`)).status).toBe(204);
    expect(
      (await data(one.ask('GET', 'subscribers'))).map(
        ({ subscriptions }: { subscriptions: [] }) => subscriptions.length,
      ),
    ).toEqual([0, 1]);
    expect((await one.ask('DELETE', `subscribers/${all.id}`)).status).toBe(204);
    expect((await one.ask('POST', 'subscribers', { email: 'nobody' })).body.errors[0].meta.details).toEqual([
      'The email field is "nobody": it must be an e-mail address.',
    ]);
  });
});
