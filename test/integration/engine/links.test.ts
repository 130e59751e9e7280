/**
 * Links hear how things are: the newest state of each thing, once, through outages, restarts and mistakes; and no page waits for them.
 */
import { describe, expect, it } from 'vitest';
import { alertEvent, houseWithSource, PROM } from '../../harness/alerts.ts';
import { movableClock } from '../../harness/clock.ts';
import { DOWN, UP } from '../../harness/engine.ts';
import { heldLinks, until } from '../../harness/links.ts';
import { engines } from '../../harness/running.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const start = engines();
const MINUTE = 60_000;

const OPS = { id: 'ops', type: 'webhook', url: 'http://127.0.0.1:1/hook' } as const;
/** One component, `api`, and one link. */
const linked = (change: Partial<FileInput> = {}): FileInput => fileOf({ links: [OPS], ...change });

describe('a link', () => {
  it('is told of a component once, and again when it changes', async () => {
    const links = heldLinks();
    const on = await start({ file: linked(), links: links.set });
    await on.clock.advance(5 * MINUTE);
    expect(links.lines()).toEqual(['ops component api operational']);

    on.target('api', DOWN);
    await on.clock.advance(10 * MINUTE);
    on.target('api', UP);
    await on.clock.advance(10 * MINUTE);

    expect(links.lines()).toEqual([
      'ops component api operational',
      'ops component api major_outage',
      'ops incident-opened api investigating',
      'ops incident-updated api watching',
      'ops component api operational',
      'ops incident-closed api fixed',
    ]);
  });

  it('hears the newest when it takes things again, and nothing of what lay between', async () => {
    const links = heldLinks();
    const on = await start({ file: linked(), links: links.set });
    await on.clock.advance(5 * MINUTE);
    links.answer(() => ({ status: 'try-later', reason: 'in maintenance' }));
    on.target('api', DOWN);
    await on.clock.advance(20 * MINUTE);
    on.target('api', UP);
    await on.clock.advance(20 * MINUTE);
    const before = links.told.length;
    links.answer(() => ({ status: 'accepted' }));
    await on.clock.advance(10 * MINUTE);

    // It was begun, and nobody knows whether it arrived: so the end is told.
    expect(links.lines().slice(before).toSorted()).toEqual([
      'ops component api operational',
      'ops incident-closed api fixed',
    ]);
    const words = (await on.store.events({ types: ['link'], limit: 9 })).map(({ text }) => text);
    expect(words).toEqual([
      expect.stringMatching(/^The link ops \(webhook.example\) takes again, after /),
      'The link ops (webhook.example) takes nothing: in maintenance',
    ]);
  });

  it('goes on after a restart where it was: nothing that was taken is told twice', async () => {
    const path = `${tempFolder()}/w.db`;
    const links = heldLinks();
    const clock = movableClock(START);
    const first = await start({ file: linked(), links: links.set, path, clock });
    await clock.advance(5 * MINUTE);
    await first.stop();
    const second = await start({ file: linked(), links: links.set, path, clock });
    await clock.advance(5 * MINUTE);

    expect(links.lines()).toEqual(['ops component api operational']);
    await second.stop();
  });

  it('is told that a message may have arrived when its answer was lost', async () => {
    const links = heldLinks();
    const on = await start({ file: linked(), links: links.set });
    links.answer(() => new Promise(() => undefined));
    await on.clock.advance(5 * MINUTE);
    links.answer(() => ({ status: 'accepted' }));
    await on.clock.advance(10 * MINUTE);

    const [first, ...rest] = links.told;
    expect(first?.before.maybe).toEqual([]);
    expect(rest.at(-1)?.before.maybe).toHaveLength(1);
    expect(rest.at(-1)?.change.id).toBe(first?.change.id);
  });

  it('that is slow holds up neither pages nor another link', async () => {
    const links = heldLinks();
    const other = { ...OPS, id: 'other' } as const;
    const on = await start({ file: linked({ links: [OPS, other] }), links: links.set });
    links.answer((_change, { id }) => (id === 'ops' ? new Promise(() => undefined) : { status: 'accepted' }));
    on.target('api', DOWN);
    await on.clock.advance(10 * MINUTE);

    expect(links.lines()).toContain('other component api major_outage');
    expect(on.pages()[0]).toMatch(/^trigger/);
  });

  it('that hangs does not keep us from ending, and is told the same by whoever goes on', async () => {
    const path = `${tempFolder()}/w.db`;
    const links = heldLinks();
    const clock = movableClock(START);
    const first = await start({ file: linked(), links: links.set, path, clock });
    links.answer(() => new Promise(() => undefined));
    await until(clock, () => links.told.length === 1);
    await first.stop();

    links.answer(() => ({ status: 'accepted' }));
    const second = await start({ file: linked(), links: links.set, path, clock });
    await until(clock, () => links.told.length === 2);
    expect(links.told[1]?.change.id).toBe(links.told[0]?.change.id);
    expect(links.told[1]?.before.maybe).toHaveLength(1);
    expect(await second.store.events({ types: ['link'], limit: 9 })).toEqual([]);
  });

  it('is not told of what is kept from the public, unless it is named', async () => {
    const links = heldLinks();
    const file = linked({ links: [OPS, { ...OPS, id: 'inside', for: { components: ['api'] } }] });
    const components = (file.components ?? []).map((component) => ({ ...component, public: false as const }));
    const on = await start({ file: { ...file, components }, links: links.set });
    await on.clock.advance(5 * MINUTE);

    expect(links.lines()).toEqual(['inside component api operational']);
  });

  it('says in the self-check since when it takes nothing, and why', async () => {
    const links = heldLinks();
    const on = await start({ file: linked(), links: links.set });
    links.answer(() => ({ status: 'try-later', reason: 'ops answered 503' }));
    await on.clock.advance(5 * MINUTE);
    const rows = await on.engine.replies.selfCheck({}, 'Kim');

    expect(rows.find(({ id }) => id === 'link:ops')).toMatchObject({
      level: 'red',
      text: expect.stringMatching(/^Takes nothing for .*: ops answered 503$/),
    });
  });

  it('that forgets is looked at again, and told what it was told', async () => {
    const links = heldLinks();
    links.recheck(10 * MINUTE);
    const on = await start({ file: linked(), links: links.set });
    await on.clock.advance(35 * MINUTE);
    expect(links.lines()).toEqual(Array.from({ length: 4 }, () => 'ops component api operational'));
    expect(links.told.at(-1)?.before.state).toMatchObject({ status: 'operational' });
  });

  it('has a line in the history for what it says of a change', async () => {
    const links = heldLinks();
    const on = await start({ file: linked(), links: links.set });
    links.answer(() => ({ status: 'accepted', said: 'It was made there' }));
    await on.clock.advance(5 * MINUTE);
    const [event] = await on.store.events({ types: ['link'], limit: 9 });
    expect(event).toMatchObject({ text: 'It was made there', data: { link: 'ops', news: 'told' } });
  });

  it('that refuses one thing takes the others, and says it once', async () => {
    const links = heldLinks();
    const on = await start({ file: linked(), links: links.set });
    links.answer((change) =>
      change.news === 'component' ? { status: 'refused', reason: 'no such component' } : { status: 'accepted' },
    );
    on.target('api', DOWN);
    await on.clock.advance(70 * MINUTE);

    expect(links.lines()).toContain('ops incident-opened api investigating');
    const events = await on.store.events({ types: ['link'], limit: 9 });
    expect(events.map(({ text }) => text)).toEqual(['ops does not take the state of API: no such component']);
  });
});

it('an alert of another system, and a call of a person, is told no link', async () => {
  const links = heldLinks();
  const on = await start({ file: houseWithSource({}, { links: [OPS] }), links: links.set });
  await on.clock.advance(2 * MINUTE);
  await on.engine.alertDesk.take(PROM, [alertEvent()]);
  await on.clock.advance(5 * MINUTE);
  expect(on.snapshot().components.map(({ id }) => id)).toContain('alerts/1');
  expect(links.lines()).toEqual(['ops component api operational']);
});
