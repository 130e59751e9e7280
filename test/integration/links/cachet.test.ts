/**
 * A Cachet, 2 or 3, is told how things are: once, in its own version, with respect for whoever works there by hand.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { LinkFile } from '../../../shared/model/link.ts';
import type { CachetStandIn } from '../../harness/cachet-stand-in.ts';
import { startCachet2 } from '../../harness/cachet2.ts';
import { startCachet3 } from '../../harness/cachet3.ts';
import { movableClock } from '../../harness/clock.ts';
import { aComponent, anIncident, type LinkBook, linkBook, realLinks, someWork } from '../../harness/link-book.ts';
import { START } from '../../harness/watch-story.ts';

const TOKEN = 'cachet-token-1234';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) {
    await close();
  }
});

interface Told {
  readonly cachet: CachetStandIn;
  readonly book: LinkBook;
}

type Start = (options: { readonly offset?: number }) => Promise<CachetStandIn>;
const clock = movableClock(START);
const now = () => clock.now();

async function told(start: Start, settings: object = {}, offset = 0): Promise<Told> {
  const cachet = await start({ offset });
  const links = realLinks();
  closing.push(cachet.close, links.close);
  const file = LinkFile.parse({ id: 'status', type: 'cachet', url: cachet.url, token: TOKEN, ...settings });
  return { cachet, book: linkBook(links, file, clock) };
}

const on = (status: 'operational' | 'major_outage' | 'performance_issues' | 'unknown') => aComponent({ status });
const DOWN = 4;
const start2: Start = (options) => startCachet2({ token: TOKEN, now, ...options });
const start3: Start = (options) => startCachet3({ token: TOKEN, now, ...options });

describe.each<{ name: string; start: Start }>([
  { name: 'Cachet 2.4', start: start2 },
  { name: 'Cachet 3', start: start3 },
])('$name', ({ start }) => {
  it('is found out to be what it is, and asked for that once', async () => {
    const { cachet, book } = await told(start);
    cachet.addComponent('Stream 14', 3);
    await book.tell(on('operational'));
    await book.tell(on('major_outage'));
    expect(cachet.asked.filter((line) => line === 'GET version')).toHaveLength(1);
  });

  it.each(['', '/', '/api', '/api/v1', '/api/v1/'])('is reached when its address ends in "%s"', async (end) => {
    const cachet = await start({});
    const links = realLinks();
    closing.push(cachet.close, links.close);
    cachet.addComponent('Stream 14', 3);
    const url = `${cachet.url.replace(/\/$/, '')}${end}`;
    const file = LinkFile.parse({ id: 'status', type: 'cachet', url, token: TOKEN });
    expect(await linkBook(links, file, clock).tell(on('operational'))).toMatchObject({ status: 'accepted' });
  });

  it('gets a new state, and never the one that it has', async () => {
    const { cachet, book } = await told(start);
    const id = cachet.addComponent('Stream 14', 1);
    await book.tell(on('operational'));
    expect(cachet.writes).toEqual([]);
    await book.tell(on('major_outage'));
    await book.tell(on('operational'));
    expect(cachet.writes).toEqual([`PUT components/${id} {"status":4}`, `PUT components/${id} {"status":1}`]);
  });

  it('is searched page by page for the name, and found by a name or a number of the settings', async () => {
    const { cachet, book } = await told(start, { components: { stream14: 'Video' } });
    for (let i = 0; i < 230; i += 1) {
      cachet.addComponent(`Other ${i}`);
    }
    const id = cachet.addComponent('Video', 1);
    await book.tell(on('major_outage'));
    expect(cachet.components.get(id)?.status).toBe(DOWN);
  });

  it('whose components have one name twice is told which to choose', async () => {
    const { cachet, book } = await told(start);
    const ids = [cachet.addComponent('Stream 14'), cachet.addComponent('Stream 14')];
    expect(await book.tell(on('major_outage'))).toEqual({
      status: 'refused',
      reason: `2 components there are called "Stream 14" (${ids.join(', ')}): name the number of one under \`components\``,
    });
  });

  it('without the component says what to do, and gets it made where the settings want that', async () => {
    const { cachet, book } = await told(start);
    expect(await book.tell(on('major_outage'))).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('there is no component "Stream 14" there: make it'),
    });
    expect(cachet.components.size).toBe(0);

    const making = await told(start, { create: true });
    expect(await making.book.tell(on('major_outage'))).toMatchObject({
      status: 'accepted',
      said: expect.stringMatching(/^Component \d+ \("Stream 14"\) was made there by us$/),
    });
    expect([...making.cachet.components.values()]).toMatchObject([{ name: 'Stream 14', status: DOWN }]);
  });

  it('that made a component, and whose answer was lost, has it once', async () => {
    const { cachet, book } = await told(start, { create: true });
    await book.die(on('major_outage'), cachet.loseAnswerTo('POST', /components/));
    expect(await book.tell(on('major_outage'))).toMatchObject({ status: 'accepted' });
    expect(cachet.components.size).toBe(1);
  });

  it('keeps what somebody set by hand, says so, and is told again when it is as we left it', async () => {
    const { cachet, book } = await told(start);
    const id = cachet.addComponent('Stream 14', 1);
    await book.tell(on('operational'));
    const there = cachet.components.get(id) ?? { status: 0 };
    there.status = 3;
    const answer = await book.tell(on('major_outage'));
    expect(answer).toEqual({
      status: 'left',
      reason: `somebody set "Stream 14" to Partial Outage (3) there in the place of our Operational (1); set it back, and we go on, or say \`handMade: overwrite\``,
    });
    expect(there.status).toBe(3);

    there.status = 1;
    expect(await book.tell(on('major_outage'))).toMatchObject({ status: 'accepted' });
    expect(there.status).toBe(DOWN);
  });

  it('that was never told anything yet is not taken to be set by hand, whatever was tried before', async () => {
    const { cachet, book } = await told(start);
    const id = cachet.addComponent('Stream 14', 3);
    await book.tell(aComponent({ name: 'Nobody there' }));
    cachet.behave({ kind: 'answer', status: 503 });
    await book.tell(on('operational'));
    cachet.behave({ kind: 'well' });
    expect(await book.tell(on('major_outage'))).toMatchObject({ status: 'accepted' });
    expect(cachet.components.get(id)?.status).toBe(DOWN);
  });

  it('loses what was set by hand where the settings say so', async () => {
    const { cachet, book } = await told(start, { handMade: 'overwrite' });
    const id = cachet.addComponent('Stream 14', 1);
    await book.tell(on('operational'));
    cachet.components.set(id, { id, name: 'Stream 14', status: 3 });
    await book.tell(on('major_outage'));
    expect(cachet.components.get(id)?.status).toBe(DOWN);
  });

  it('takes no state of ours whose answer was lost for a hand', async () => {
    const { cachet, book } = await told(start);
    const id = cachet.addComponent('Stream 14', 1);
    await book.tell(on('operational'));
    await book.die(on('major_outage'), cachet.loseAnswerTo('PUT', /components/));
    expect(cachet.components.get(id)?.status).toBe(DOWN);
    expect(await book.tell(on('performance_issues'))).toMatchObject({ status: 'accepted' });
    expect(cachet.components.get(id)?.status).toBe(2);
  });

  it('from which a component was deleted is told so, and gets it made again by nobody', async () => {
    const { cachet, book } = await told(start, { create: true });
    const id = cachet.addComponent('Stream 14', 1);
    await book.tell(on('operational'));
    cachet.components.delete(id);
    expect(await book.tell(on('major_outage'))).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining(
        `component ${id} was deleted there and is not made again by us: make one called "Stream 14"`,
      ),
    });
    expect(cachet.components.size).toBe(0);

    // The remedy that it named.
    const again = cachet.addComponent('Stream 14', 1);
    expect(await book.tell(on('major_outage'))).toEqual({ status: 'accepted', reference: String(again) });
  });

  it('hears of an incident: made, updated, closed', async () => {
    const { cachet, book } = await told(start);
    cachet.addComponent('Stream 14', DOWN);
    await book.tell(anIncident());
    await book.tell(anIncident({ stage: 'identified' }));
    await book.tell(anIncident({ stage: 'watching' }));
    await book.tell(anIncident({ stage: 'fixed' }));

    const [incident, ...others] = cachet.incidents.values();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      name: 'Stream 14 has a major outage',
      message: 'Something is wrong with Stream 14. We are looking into it.',
      status: 1,
    });
    expect(incident?.updates.map(({ status, message }) => [status, message])).toEqual([
      [2, 'Somebody is working on it.'],
      [3, 'Stream 14 is well again. We watch whether it stays so.'],
      [4, 'It is over.'],
    ]);
  });

  it('hears that it has become worse in one update', async () => {
    const { cachet, book } = await told(start);
    await book.tell(anIncident({ status: 'performance_issues' }));
    await book.tell(anIncident({ status: 'major_outage' }));
    const [incident] = cachet.incidents.values();
    expect(incident?.updates.map(({ message }) => message)).toEqual(['Stream 14 has a major outage.']);
  });

  it('has an incident once, though the answer to making it was lost', async () => {
    const { cachet, book } = await told(start);
    cachet.addComponent('Stream 14', DOWN);
    // Another one of that name, of somebody else, is not ours.
    const { title: name, message } = anIncident();
    const strange = { id: cachet.next(), name, message, status: 1, componentId: 0, updates: [], createdAt: 0 };
    cachet.incidents.set(strange.id, strange);
    await book.die(anIncident(), cachet.loseAnswerTo('POST', /incidents$/));
    expect(cachet.incidents.size).toBe(2);

    await book.tell(anIncident({ stage: 'identified' }));
    expect(cachet.incidents.size).toBe(2);
    expect(strange.updates).toEqual([]);
    expect([...cachet.incidents.values()].at(-1)?.updates).toHaveLength(1);
  });

  it('keeps an incident as somebody left it', async () => {
    const { cachet, book } = await told(start);
    await book.tell(anIncident());
    const [incident] = cachet.incidents.values();
    incident?.updates.push({ id: 99, status: 4, message: 'I have fixed it.' });
    expect(await book.tell(anIncident({ stage: 'identified' }))).toMatchObject({
      status: 'left',
      reason: expect.stringContaining('to Fixed there'),
    });
    // They have ended it, and so have we.
    expect(await book.tell(anIncident({ stage: 'fixed' }))).toMatchObject({ status: 'accepted' });
    expect(incident?.updates).toHaveLength(1);
  });

  it('from which an incident was deleted does not get it again, and its end is the end', async () => {
    const { cachet, book } = await told(start);
    await book.tell(anIncident());
    cachet.incidents.clear();
    expect(await book.tell(anIncident({ stage: 'identified' }))).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('was deleted there and is not made again by us'),
    });
    expect(await book.tell(anIncident({ stage: 'fixed' }))).toMatchObject({ status: 'accepted' });
    expect(cachet.incidents.size).toBe(0);
  });

  it.each([0, 60, -570, 330])(
    'announces planned work on the clock of its wall, %i minutes from UTC',
    async (offset) => {
      const { cachet, book } = await told(start, {}, offset);
      cachet.addComponent('Stream 14', 1);
      expect(await book.tell(someWork())).toMatchObject({ status: 'accepted' });
      const [schedule] = cachet.schedules.values();
      const wall = cachet.wall(someWork().from);
      expect(schedule).toMatchObject({ name: 'Maintenance: Stream 14', message: 'Planned work on Stream 14.' });
      expect(wall.startsWith(schedule?.scheduledAt ?? '?')).toBe(true);
      expect(cachet.wall(someWork().until).startsWith(schedule?.completedAt ?? '?')).toBe(true);
      expect(JSON.stringify([...cachet.schedules.values()])).not.toContain('Kim');
    },
  );

  it('has planned work at the right time beyond a change of summer time, where its zone is known', async () => {
    const { cachet, book } = await told(start, { timeZone: 'Europe/Berlin' }, 60);
    const from = Date.UTC(2026, 3, 1, 20);
    await book.tell(someWork({ from, until: from + 3_600_000 }));
    const [schedule] = cachet.schedules.values();
    expect(schedule?.scheduledAt.slice(0, 16)).toBe('2026-04-01 22:00');
    expect(schedule?.completedAt.slice(0, 16)).toBe('2026-04-01 23:00');
  });

  it('has planned work once, though the answer to making it was lost, at the right time', async () => {
    const { cachet, book } = await told(start, {}, 120);
    await book.die(someWork(), cachet.loseAnswerTo('POST', /schedules$/));
    await book.tell(someWork());
    expect(cachet.schedules.size).toBe(1);
    const [schedule] = cachet.schedules.values();
    expect(cachet.wall(someWork().from).startsWith(schedule?.scheduledAt ?? '?')).toBe(true);
  });

  it('has planned work no more when it is called off before it began', async () => {
    const { cachet, book } = await told(start);
    await book.tell(someWork());
    await book.tell(someWork({ phase: 'ended' }));
    expect(cachet.schedules.size).toBe(0);
  });

  it('gets points for latency, and says which metric is missing', async () => {
    const { cachet, book } = await told(start);
    const metric = cachet.addMetric();
    const { id, name } = aComponent();
    const point = { kind: 'latency' as const, component: { id, name }, check: 'c' as never, at: START, ms: 41.6 };
    const links = realLinks();
    closing.push(links.close);
    const settings = (number: number) =>
      LinkFile.parse({ id: 'status', type: 'cachet', url: cachet.url, token: TOKEN, metrics: { stream14: number } });
    expect(links.face(point, settings(metric))).not.toBeNull();
    await linkBook(links, settings(metric), clock).tell(point);
    expect(cachet.points).toEqual([{ metric, value: 42, timestamp: START / 1_000 }]);
    expect(await linkBook(links, settings(77), clock).tell(point)).toEqual({
      status: 'refused',
      reason: 'there is no metric 77 there: make it, or mend `metrics`',
    });
    expect(await book.tell(on('operational'))).toMatchObject({ status: 'refused' });
  });

  it('in maintenance, with a page for people, is told later', async () => {
    const { cachet, book } = await told(start);
    cachet.addComponent('Stream 14', 1);
    await book.tell(on('operational'));
    const body = '<!doctype html><title>Be right back.</title><p>No token here</p>';
    const headers = { 'content-type': 'text/html', 'retry-after': '120' };
    cachet.behave({ kind: 'answer', status: 503, headers, body });
    expect(await book.tell(on('major_outage'))).toEqual({
      status: 'try-later',
      afterMs: 120_000,
      reason: expect.stringMatching(/answered 503, it is in maintenance, or has too much to do: Be right back\.$/),
    });
    cachet.behave({ kind: 'well' });
    expect(await book.tell(on('major_outage'))).toMatchObject({ status: 'accepted' });
  });

  it('that answers with a page of something else is asked anew what it is', async () => {
    const { cachet, book } = await told(start);
    cachet.addComponent('Stream 14', 1);
    await book.tell(on('operational'));
    cachet.behave({ kind: 'answer', status: 200, body: '<title>Hotel Bellevue, please log in</title>' });
    expect(await book.tell(on('major_outage'))).toMatchObject({
      status: 'try-later',
      reason: expect.stringContaining('but not as a Cachet does: Hotel Bellevue'),
    });
    cachet.behave({ kind: 'well' });
    await book.tell(on('major_outage'));
    expect(cachet.asked.filter((line) => line === 'GET version')).toHaveLength(2);
  });

  it('is followed nowhere with the token', async () => {
    const other = await start({});
    closing.push(other.close);
    const { cachet, book } = await told(start);
    cachet.behave({ kind: 'answer', status: 302, headers: { location: other.url } });
    expect(await book.tell(on('major_outage'))).toMatchObject({
      status: 'try-later',
      reason: expect.stringContaining('redirects are not followed'),
    });
    expect(other.asked).toEqual([]);
  });

  it('that does not know the token says so', async () => {
    const { cachet, book } = await told(start, { token: 'another-token-5678' });
    cachet.addComponent('Stream 14', 1);
    expect(await book.tell(on('major_outage'))).toMatchObject({
      status: 'try-later',
      reason: expect.stringMatching(/answered 401, check the token of this link/),
    });
  });
});

describe('Cachet 2.4', () => {
  it('is told unknown as 0, and gets the component of an incident with the state that it has', async () => {
    const { cachet, book } = await told(start2);
    const id = cachet.addComponent('Stream 14', 3);
    await book.tell(anIncident());
    expect(cachet.components.get(id)?.status).toBe(3);
    expect([...cachet.incidents.values()][0]?.componentId).toBe(id);
    await book.tell(on('unknown'));
    expect(cachet.components.get(id)?.status).toBe(0);
  });

  it('is told that planned work begins and ends', async () => {
    const { cachet, book } = await told(start2);
    await book.tell(someWork());
    await book.tell(someWork({ phase: 'begun' }));
    const [schedule] = cachet.schedules.values();
    expect(schedule?.status).toBe(1);
    await book.tell(someWork({ phase: 'ended' }));
    expect(schedule?.status).toBe(2);
  });

  it('that is a 2.3 gets the new stage of the incident itself, and says that it has no schedules', async () => {
    const { cachet, book } = await told((options) => startCachet2({ token: TOKEN, old: true, now, ...options }));
    await book.tell(anIncident());
    await book.tell(anIncident({ stage: 'fixed' }));
    expect([...cachet.incidents.values()]).toMatchObject([{ status: 4, message: 'It is over.' }]);
    expect(await book.tell(someWork())).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('it knows no schedules'),
    });
  });
});

describe('Cachet 3', () => {
  it('is told unknown as 5, and planned work as 6 whatever is down meanwhile', async () => {
    const { cachet, book } = await told(start3);
    const id = cachet.addComponent('Stream 14', 1);
    await book.tell(on('unknown'));
    expect(cachet.components.get(id)?.status).toBe(5);
    await book.tell(aComponent({ status: 'major_outage', maintenance: true }));
    expect(cachet.components.get(id)?.status).toBe(6);
  });

  it('whose token lacks the ability says so', async () => {
    const { cachet, book } = await told((options) =>
      startCachet3({ token: TOKEN, able: () => false, now, ...options }),
    );
    cachet.addComponent('Stream 14', 1);
    expect(await book.tell(on('major_outage'))).toMatchObject({
      status: 'try-later',
      reason: expect.stringMatching(/answered 403, the token lacks the ability, .*: Invalid ability provided/),
    });
  });

  it('whose API is turned off has lost no component', async () => {
    let isOn = true;
    const { cachet, book } = await told((options) => startCachet3({ token: TOKEN, on: () => isOn, now, ...options }));
    cachet.addComponent('Stream 14', 1);
    await book.tell(on('operational'));
    isOn = false;
    expect(await book.tell(on('major_outage'))).toMatchObject({ status: 'try-later' });
    expect(await book.tell(on('major_outage'))).toMatchObject({
      status: 'try-later',
      reason: expect.stringMatching(/^no Cachet at .*check the url of this link, and whether its API is turned on/),
    });
  });
});
