/** What is said and done about experiments: the real engine on the movable clock, over a system that the test plays. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ByRoundMail } from '../../../shared/model/practable/round-mail.ts';
import { SystemId } from '../../../shared/model/practable/settings.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine, UP } from '../../harness/engine.ts';
import { realLinks } from '../../harness/link-book.ts';
import { type PlayedSystem, playedSystem } from '../../harness/practable/played.ts';
import { mailer } from '../../harness/subscribers.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LAB = SystemId.parse('lab');

const service = (name: string) => ({ url: `http://127.0.0.1:1/${name}`, secret: `the secret of ${name}` });

function house(system: object = {}): FileInput {
  const file = fileOf();
  const mail = {
    by: 'mailer',
    to: 'a@x.example, b@x.example',
    cc: 'c@x.example',
    subject: 'Lab',
    link: 'lab.example/status',
  };
  return {
    ...file,
    channels: [...(file.channels ?? []), mailer],
    practable: [
      {
        ...{ id: 'lab', name: 'The Lab', book: service('book'), jump: service('jump'), relay: service('relay') },
        ...{ grace: '10s', mail, ...system },
      },
    ],
  };
}

interface Lab extends TestEngine {
  readonly lab: PlayedSystem;
  /** Time goes on, and the services report every five seconds. */
  live(ms: number, but?: Parameters<PlayedSystem['report']>[0]): Promise<void>;
}

interface Opening {
  readonly file?: FileInput;
  readonly lab?: PlayedSystem;
  readonly clock?: Lab['clock'];
  readonly path?: string;
}

async function open({
  file = house(),
  lab = playedLab(),
  clock = movableClock(START),
  path,
}: Opening = {}): Promise<Lab> {
  const links = realLinks(lab.client);
  const engine = await testEngine({ file, clock, practable: lab.client, links, ...(path !== undefined && { path }) });
  let stopped = false;
  const stop = async () => {
    if (!stopped) {
      stopped = true;
      await engine.stop();
    }
  };
  onTestFinished(stop);
  engine.target('api', UP);
  return {
    ...engine,
    lab,
    stop,
    async live(ms, but = []) {
      for (let left = ms; left > 0; left -= 5 * SECOND) {
        lab.report(but);
        await clock.advance(Math.min(left, 5 * SECOND));
      }
    },
  };
}

const WELL = { 'aaaa00-st-data': 100, 'aaaa00-st-video': 100, 'bbbb00-st-data': 100 };
const HOSTS = ['aaaa00', 'bbbb00'];

/** Two experiments that are well. */
function playedLab(): PlayedSystem {
  const lab = playedSystem();
  lab.require({ aaaa00: ['st-data', 'st-video'], bbbb00: ['st-data'] });
  lab.connect(WELL, HOSTS);
  lab.inBook.set('r-aaaa00', { available: true, reason: 'Loaded at 2026-01-01T00:00:00Z' });
  lab.inBook.set('r-bbbb00', { available: true, reason: 'Loaded at 2026-01-01T00:00:00Z' });
  return lab;
}

/** Everything but these streams. */
const without = (...topics: string[]) =>
  Object.fromEntries(Object.entries(WELL).filter(([topic]) => !topics.includes(topic)));

const mails = (on: TestEngine) => on.told.filter(({ message }) => message.to.way === 'round');
const subjects = (on: TestEngine): string[] => mails(on).map(({ message }) => (message.to as ByRoundMail).subject);
const lastMail = (on: TestEngine): string => mails(on).at(-1)?.message.text ?? '';

async function rowOf(on: TestEngine, id: string) {
  const rows = await on.engine.replies.selfCheck({}, 'Kim at this desk');
  return rows.find((row) => row.id === id);
}

/** The first mail, with all that is well, is in. */
async function begun(opening: Opening = {}): Promise<Lab> {
  const on = await open(opening);
  await on.live(2 * MINUTE);
  on.told.splice(0);
  on.lab.asked.splice(0);
  return on;
}

describe('mails of rounds', () => {
  it('begin with one of all experiments, after the grace', async () => {
    const on = await open();
    await on.live(9 * SECOND);
    expect(mails(on)).toEqual([]);
    await on.live(MINUTE);
    expect(subjects(on)).toEqual(['Lab 2 new health events ']);
    expect(mails(on)[0]?.message.to).toMatchObject({
      to: ['a@x.example', 'b@x.example'],
      cc: ['c@x.example'],
      name: 'The Lab',
    });
    expect(lastMail(on)).toContain(
      '\nThere are 2 new health events (0 issues, 2 ok): \naaaa00 ok A   \nbbbb00 ok A   \n',
    );
    expect(lastMail(on)).toContain('please go to lab.example/status');
  });

  it('tell of a round in one, with all that is new and all that is wrong', async () => {
    const on = await begun();
    on.lab.connect(without('aaaa00-st-data'), ['aaaa00']);
    await on.live(10 * SECOND);
    expect(subjects(on)).toEqual(['Lab 2 new health events ']);
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(MINUTE);
    expect(subjects(on)).toEqual(['Lab 2 new health events ', 'Lab 1 new health events ']);
    expect(lastMail(on)).toContain('(0 issues, 1 ok): \nbbbb00 ok A   \n');
    expect(lastMail(on)).toContain(
      ' All new and existing health issues:\naaaa00 ><   U [missing required aaaa00-st-data]\n',
    );
  });

  it('tell of a second stream that fails later, which the original did not', async () => {
    const on = await begun();
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(MINUTE);
    on.lab.connect(without('aaaa00-st-data', 'aaaa00-st-video'), HOSTS);
    await on.live(MINUTE);
    expect(mails(on)).toHaveLength(2);
    expect(lastMail(on)).toContain('aaaa00 ><   U [missing required aaaa00-st-data, missing required aaaa00-st-video]');
  });

  it('tell of a stream that vanished while another one of the experiment still reports', async () => {
    const on = await begun();
    on.lab.connect(without('aaaa00-st-video'), HOSTS);
    await on.live(30 * SECOND);
    expect(lastMail(on)).toContain('[missing required aaaa00-st-video]');
  });

  it('tell of a stream that is connected and sends nothing', async () => {
    const on = await begun();
    on.lab.connect({ ...WELL, 'bbbb00-st-data': 10_000 }, HOSTS);
    await on.live(30 * SECOND);
    expect(lastMail(on)).toContain('bbbb00 ><   U [unhealthy bbbb00-st-data]');
  });

  it('tell that relay is silent though no experiment changed, once, and that it is heard again', async () => {
    const on = await begun();
    await on.live(2 * MINUTE, ['relay']);
    expect(subjects(on)).toEqual(['Lab 0 new health events ']);
    expect(lastMail(on)).toContain('\nSystem alerts:\nrelay has no fresh reports so may be down');
    expect(lastMail(on)).not.toContain('missing');
    await on.live(2 * MINUTE);
    expect(subjects(on)).toHaveLength(2);
    expect(lastMail(on)).toContain('\nSystem alerts:\nrelay is heard again\n');
  });

  it('tell that both are silent, in one mail, when nothing at all comes any more', async () => {
    const on = await begun();
    await on.live(3 * MINUTE, ['relay', 'jump', 'book']);
    expect(subjects(on)).toHaveLength(1);
    expect(lastMail(on)).toMatch(
      /\njump has no fresh reports so may be down.*\nrelay has no fresh reports so may be down/,
    );
  });

  it('wait while the mail server is away, and then all news go in one', async () => {
    const on = await begun();
    on.answerCallers(() => ({ status: 'try-later', reason: 'the mail server does not answer' }));
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(MINUTE);
    on.lab.connect(without('aaaa00-st-data', 'bbbb00-st-data'), HOSTS);
    await on.live(MINUTE);
    expect(await rowOf(on, 'practable-mail:lab')).toMatchObject({
      level: 'amber',
      fix: 'the mail server does not answer',
    });
    on.told.splice(0);
    on.answerCallers(() => ({ status: 'accepted' }));
    await on.live(10 * MINUTE);
    expect(subjects(on)).toEqual(['Lab 2 new health events ']);
    expect(await rowOf(on, 'practable-mail:lab')).toMatchObject({ level: 'green' });
  });

  it('are the same mail when it is not known whether it went', async () => {
    const on = await begun();
    on.answerCallers(() => ({ status: 'try-later', reason: 'cut off after the last dot', mayHaveArrived: true }));
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(20 * SECOND);
    on.answerCallers(() => ({ status: 'accepted' }));
    on.lab.connect(without('aaaa00-st-data', 'bbbb00-st-data'), HOSTS);
    await on.live(10 * MINUTE);
    const [first, ...more] = mails(on).map(({ message }) => ({ id: message.id, text: message.text }));
    const last = more.pop();
    expect(more.length).toBeGreaterThan(0);
    expect(new Set(more.map(({ id }) => id))).toEqual(new Set([first?.id]));
    expect(more.every(({ text }) => text === first?.text)).toBe(true);
    expect(last?.id).not.toBe(first?.id);
    expect(last?.text).toContain('There are 1 new health events');
  });

  it('that were under way when we were cut off go once more after the restart, as the same mail', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const first = await begun({ path });
    first.answerCallers(() => ({ status: 'try-later', reason: 'cut off after the last dot', mayHaveArrived: true }));
    first.lab.connect(without('aaaa00-st-data'), HOSTS);
    await first.live(10 * SECOND);
    const [before] = mails(first).map(({ message }) => message);
    await first.stop();
    const again = await open({ path, clock: first.clock, lab: first.lab });
    await again.live(2 * MINUTE);
    expect(mails(again).map(({ message }) => message)).toEqual([before]);
  });

  it('that are refused say so in the history, and their news wait for the next', async () => {
    const on = await begun();
    on.answerCallers(() => ({ status: 'refused', reason: '550 no such user' }));
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(MINUTE);
    expect(mails(on)).toHaveLength(1);
    const [event] = await on.store.events({ types: ['experiment'], limit: 1 });
    expect(event?.text).toContain('refused, and its news wait for the next one: 550 no such user');
    on.answerCallers(() => ({ status: 'accepted' }));
    await on.live(61 * MINUTE);
    expect(lastMail(on)).toContain('There are 1 new health events');
  });

  it('and the events of experiments outlive a restart: nothing is told twice, and nothing is lost', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const first = await begun({ path });
    first.answerCallers(() => ({ status: 'try-later', reason: 'away' }));
    first.lab.connect(without('aaaa00-st-data'), HOSTS);
    await first.live(20 * SECOND);
    await first.stop();
    const again = await open({ path, clock: first.clock, lab: first.lab });
    await again.live(2 * MINUTE);
    expect(subjects(again)).toEqual(['Lab 1 new health events ']);
    expect(again.engine.practableStatus.events(LAB, 'aaaa00')).toHaveLength(2);
  });

  it('forget an experiment that book has dropped and that is gone', async () => {
    const on = await begun();
    on.lab.connect(WELL, ['aaaa00']);
    await on.live(MINUTE);
    expect(lastMail(on)).toContain('bbbb00 -- A   [missing jump]');
    on.lab.require({ aaaa00: ['st-data', 'st-video'] });
    on.lab.connect(without('bbbb00-st-data'), ['aaaa00']);
    await on.live(MINUTE);
    expect(on.engine.practableStatus.events(LAB, 'bbbb00')).toBeNull();
    on.lab.connect(without('aaaa00-st-data', 'bbbb00-st-data'), ['aaaa00']);
    await on.live(MINUTE);
    expect(lastMail(on)).toContain('missing required aaaa00-st-data');
    expect(lastMail(on)).not.toContain('bbbb00');
  });

  it('are none where the settings want none', async () => {
    const on = await begun({ file: house({ mail: undefined }) });
    on.lab.connect(WELL, ['aaaa00']);
    await on.live(MINUTE);
    expect(mails(on)).toEqual([]);
    expect(on.engine.practableStatus.events(LAB, 'bbbb00')).toHaveLength(2);
  });
});

describe('availability in book', () => {
  const inBook = { availability: { set: 'in-book' } };
  const REASON = 'missing required aaaa00-st-data (Watchbell)';
  const puts = (on: Lab): string[] => on.lab.asked.filter((line) => line.startsWith('PUT'));

  it('is neither read nor set unless the settings want it', async () => {
    const on = await open();
    on.lab.connect({}, []);
    await on.live(5 * MINUTE);
    expect(on.lab.asked).toEqual([]);
  });

  it('is read first and told only on change', async () => {
    const on = await begun({ file: house(inBook) });
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(2 * MINUTE);
    expect(on.lab.asked).toEqual(['GET r-aaaa00', `PUT r-aaaa00 false: ${REASON}`]);
    expect(await rowOf(on, 'link:practable.lab')).toMatchObject({
      level: 'green',
      name: 'Link practable.lab (practable, the book of The Lab at 127.0.0.1:1/book/api/v1)',
    });
    on.lab.connect(without('aaaa00-st-data'), ['bbbb00']);
    await on.live(2 * MINUTE);
    expect(on.lab.asked).toHaveLength(2);
    on.lab.connect(WELL, HOSTS);
    await on.live(2 * MINUTE);
    expect(puts(on).at(-1)).toBe('PUT r-aaaa00 true: its required streams are well again (Watchbell)');
    expect(lastMail(on)).toContain('aaaa00 ok A   ');
  });

  it('of what is bad from the start is set, which the original did not', async () => {
    const lab = playedLab();
    lab.connect(without('aaaa00-st-data'), HOSTS);
    const on = await open({ file: house(inBook), lab });
    await on.live(2 * MINUTE);
    expect(puts(on)).toEqual([`PUT r-aaaa00 false: ${REASON}`]);
  });

  it('is not known in a mail before book was read', async () => {
    const lab = playedLab();
    lab.bookIs('away');
    const on = await open({ file: house(inBook), lab });
    await on.live(MINUTE);
    expect(lastMail(on)).toContain('\naaaa00 ok      \n');
  });

  it("respects somebody's hand, and says so once", async () => {
    const on = await begun({ file: house(inBook) });
    on.lab.inBook.set('r-aaaa00', { available: false, reason: 'unavailable because the motor is being repaired' });
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(MINUTE);
    on.lab.connect(WELL, HOSTS);
    await on.live(20 * MINUTE);
    expect(puts(on)).toEqual([]);
    const events = await on.store.events({ types: ['link'], limit: 50 });
    expect(
      events.filter(({ text }) => text.includes('as somebody set it: unavailable because the motor')),
    ).toHaveLength(1);
  });

  it('is not set while relay is silent', async () => {
    const on = await begun({ file: house(inBook) });
    await on.live(10 * MINUTE, ['relay', 'jump']);
    expect(puts(on)).toEqual([]);
  });

  it('that book took, with an answer that was lost, is told once', async () => {
    const on = await begun({ file: house(inBook) });
    on.lab.bookIs('cut');
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(10 * SECOND);
    on.lab.bookIs('well');
    await on.live(5 * MINUTE);
    expect(puts(on)).toHaveLength(1);
    on.lab.connect(WELL, HOSTS);
    await on.live(MINUTE);
    expect(on.lab.inBook.get('r-aaaa00')?.available).toBe(true);
  });

  it('never goes faster than the settings allow', async () => {
    const lab = playedSystem();
    const stubs = Array.from({ length: 30 }, (_, index) => `exp${index}`);
    lab.require(Object.fromEntries(stubs.map((stub) => [stub, ['st-data']])));
    for (const stub of stubs) {
      lab.inBook.set(`r-${stub}`, { available: true, reason: 'ok' });
    }
    const on = await open({ file: house({ availability: { set: 'in-book', perMinute: 6 } }), lab });
    await on.live(4 * MINUTE);
    expect(puts(on).length).toBeLessThanOrEqual(4 * 6 + 1);
    expect(puts(on).length).toBeGreaterThan(10);
  });

  it('is remembered over a restart, and given back when it is no more to be set', async () => {
    const path = join(tempFolder(), 'watchbell.db');
    const first = await begun({ file: house(inBook), path });
    first.lab.connect(without('aaaa00-st-data'), HOSTS);
    await first.live(MINUTE);
    await first.stop();
    first.lab.inBook.set('r-bbbb00', { available: false, reason: 'unavailable because of the exam' });
    first.lab.asked.splice(0);
    const again = await open({ path, clock: first.clock, lab: first.lab });
    await again.live(2 * MINUTE);
    expect(again.lab.asked).toEqual(['GET r-aaaa00', 'PUT r-aaaa00 true: given back (Watchbell)']);
    expect(again.lab.inBook.get('r-bbbb00')?.available).toBe(false);
  });

  it('of a system that has left the configuration is said to be left behind', async () => {
    const on = await begun({ file: house(inBook) });
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(MINUTE);
    on.configure(fileOf());
    await on.clock.advance(MINUTE);
    const events = await on.store.events({ types: ['experiment'], limit: 5 });
    expect(events[0]?.text).toMatch(/practable lab is not in the configuration any more.*: aaaa00\./);
  });

  it('is only told in a dry run, once for each change', async () => {
    const on = await begun({ file: house({ availability: { set: 'dry-run' } }) });
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(10 * MINUTE);
    expect(puts(on)).toEqual([]);
    const events = await on.store.events({ types: ['link'], limit: 50 });
    expect(events.filter(({ text }) => text.startsWith('Dry run'))).toMatchObject([
      { text: `Dry run: book would be told that r-aaaa00 cannot be booked: ${REASON}` },
    ]);
    expect(lastMail(on)).toContain('aaaa00 -- A   [missing required aaaa00-st-data]');
  });

  it('of what book does not know is asked for once in a while only', async () => {
    const on = await begun({ file: house(inBook) });
    on.lab.inBook.delete('r-aaaa00');
    on.lab.connect(without('aaaa00-st-data'), HOSTS);
    await on.live(5 * MINUTE);
    expect(on.lab.asked).toEqual(['GET r-aaaa00']);
  });
});
