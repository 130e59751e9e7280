/** How an incident went: every line is the history's own, with the reason that was recorded, and what is not there is said. */
import { describe, expect, it } from 'vitest';
import type { ExplainLine } from '../../../../../shared/contract/explain.ts';
import type { StoredTry } from '../../../../../shared/contract/series.ts';
import type { WatchEvent } from '../../../../../shared/model/event.ts';
import { CheckId } from '../../../../../shared/model/ids.ts';
import type { Incident } from '../../../../../shared/model/incident.ts';
import { explain, type Recorded } from '../../../../../shared/rules/explain/explain.ts';
import { explanationText, lineText } from '../../../../../shared/rules/explain/text.ts';
import { decidingTries } from '../../../../../shared/rules/explain/tries.ts';
import { fileOf, hook, START, type Story, story } from '../../../../harness/watch-story.ts';

const MINUTE = 60_000;
const CHECK = CheckId.parse('api/http');
const NAMES: Readonly<Record<string, string>> = { kim: 'Kim', sam: 'Sam' };

const aTry = (at: number, outcome: StoredTry['outcome'], detail = ''): StoredTry => ({
  checkId: CHECK,
  at,
  outcome,
  latencyMs: 20,
  detail,
});

/** The events of a story, numbered as a store does it. */
const eventsOf = (tale: Story): WatchEvent[] => tale.events.map((event, index) => ({ ...event, seq: index + 1 }));

function explained(tale: Story, change: Partial<Recorded> = {}): readonly ExplainLine[] {
  const events = eventsOf(tale);
  const incident = tale.watch().incident as Incident;
  const own = events.filter(({ incidentId, at }) => incidentId === incident.id || at >= incident.since);
  return explain({
    incident,
    componentName: 'API',
    events: own,
    isCut: false,
    tries: new Map(),
    keptMs: 2 * 86_400_000,
    nameOf: (id) => NAMES[id] ?? id,
    ...change,
  }).lines;
}

const textsOf = (lines: readonly ExplainLine[]) => lines.map(lineText);
const down = (file = fileOf()) => story(file).pass().repeat('fail', 3, 3_000);

describe('a whole incident', () => {
  const tale = down().wait(2 * MINUTE);
  tale.give({ type: 'acknowledge', at: START + tale.now(), by: 'Kim at this desk', until: null, note: 'mine' });
  tale.repeat('pass', 2, 30_000).wait(5 * MINUTE);
  const lines = explained(tale);

  it('is told from what was confirmed to the closing words, each line with its kind', () => {
    expect(lines.map(({ kind }) => kind)).toEqual([
      'missing', // the tries, which this store has thrown away
      'settled',
      'settled',
      'incident',
      'page',
      'step',
      'hand',
      'missing',
      'settled',
      'settled',
      'incident',
      'incident',
      'page',
    ]);
  });

  it('says how many tries it took to believe it, and to believe that it is over', () => {
    expect(textsOf(lines)).toContain(
      'api/http: up -> down. connection refused, 3 failures (3 failures in a row, 3 are enough)',
    );
    expect(textsOf(lines)).toContain('api/http: down -> up. Passing (2 passes in a row, 2 are enough)');
  });

  it('says who was on call and why, that nothing held the page back, and its words', () => {
    expect(textsOf(lines).find((text) => text.startsWith('Page to Kim'))).toBe(
      'Page to Kim by kim-hook: step 1 of 2 of policy default; on call: Kim, turn 1 of 2 (week of Mon 5 Jan) ' +
        '(nothing held it back). Said: DOWN API: connection refused for 45 s, third failure, since 09:00',
    );
  });

  it('says who took it and how, and what was said at the end', () => {
    expect(textsOf(lines)).toContain('Kim at this desk has it, until it is fixed: mine');
    expect(lines.at(-1)).toMatchObject({
      text: 'Closing message to Kim by kim-hook',
      because: expect.stringMatching(/^closes the page: it lasted/),
      said: expect.stringMatching(/^UP API: /),
      personId: 'kim',
      channelId: 'kim-hook',
    });
  });

  it('invents nothing: every sentence but those about what is missing stands in the history', () => {
    const written = new Set(tale.events.map(({ text }) => text));
    const told = lines.filter(({ kind }) => kind !== 'missing' && kind !== 'try');
    expect(told.length).toBeGreaterThan(8);
    expect(told.filter(({ text }) => !written.has(text))).toEqual([]);
  });

  it('is a head, a date and a line each for people at a terminal', () => {
    const incident = tale.watch().incident as Incident;
    const whole = explain({
      ...{ incident, componentName: 'API', events: eventsOf(tale), isCut: false, tries: new Map(), keptMs: 1 },
      nameOf: (id) => id,
    });
    const text = explanationText(whole, 'Europe/Berlin');
    expect(text[0]).toMatch(/^API: major outage \(critical\), lasted \d+ min.*, incident api\.\w+ \[Europe\/Berlin\]$/);
    expect(text[1]).toBe('Mon, 5 Jan 2026');
    expect(text[3]).toMatch(/^ {2}10:00:00 {2}api\/http: unknown -> up/);
    expect(text.filter((line) => !line.startsWith('  '))).toHaveLength(2);
  });
});

describe('the tries that decided', () => {
  it('are asked for by what was recorded: from the first failure, as many passes as it took', () => {
    const tale = down().repeat('pass', 2, 30_000);
    const [, first, second] = decidingTries(tale.watch().incident ?? { since: 0 }, eventsOf(tale));
    expect(first).toMatchObject({ checkId: CHECK, from: START + 3_000, to: START + 9_000, limit: 20 });
    expect(second).toMatchObject({ checkId: CHECK, to: START + 69_000 });
  });

  it.each<{ what: string; tries: StoredTry[]; says: string[] }>([
    {
      what: 'failures one by one',
      tries: [aTry(1, 'fail', 'refused'), aTry(2, 'fail', 'refused'), aTry(3, 'fail', '503')],
      says: [
        'api/http failed: refused (failure 1 in a row)',
        'api/http failed: refused (failure 2 in a row)',
        'api/http failed: 503 (failure 3 in a row)',
      ],
    },
    {
      what: 'a pass between them, after which the counting begins again',
      tries: [aTry(1, 'fail'), aTry(2, 'pass'), aTry(3, 'fail')],
      says: [
        'api/http failed (failure 1 in a row)',
        'api/http passed in 20 ms (pass 1 in a row)',
        'api/http failed (failure 1 in a row)',
      ],
    },
    {
      what: 'our own trouble, which counts for nothing',
      tries: [aTry(1, 'fail'), aTry(2, 'inconclusive', 'just woken'), aTry(3, 'fail')],
      says: [
        'api/http failed (failure 1 in a row)',
        'api/http could not be judged: just woken (our own trouble: it counts for nothing)',
        'api/http failed (failure 2 in a row)',
      ],
    },
  ])('are $what', ({ tries, says }) => {
    const tale = down();
    const [, wanted] = decidingTries(tale.watch().incident ?? { since: 0 }, eventsOf(tale));
    const lines = explained(tale, { tries: new Map([[wanted?.seq ?? 0, tries]]) });
    expect(textsOf(lines.filter(({ kind }) => kind === 'try'))).toEqual(says);
    expect(lines.findIndex(({ kind }) => kind === 'settled')).toBe(says.length);
  });

  it('of a recovery are the passes that it took, and no failure before them', () => {
    const tale = down().wait(MINUTE).repeat('pass', 2, 30_000);
    const wanted = decidingTries(tale.watch().incident ?? { since: 0 }, eventsOf(tale)).at(-1);
    const tries = [aTry(1, 'fail'), aTry(2, 'pass'), aTry(3, 'inconclusive'), aTry(4, 'pass')];
    const lines = explained(tale, { tries: new Map([[wanted?.seq ?? 0, tries]]) });
    expect(lines.filter(({ kind }) => kind === 'try').map(({ at }) => at)).toEqual([2, 3, 4]);
  });

  it('of a check that became slow are the slow ones', () => {
    const file = fileOf({
      components: [
        { id: 'api', name: 'API', checks: [{ type: 'http', url: 'http://127.0.0.1:1/', latencyLimit: '100ms' }] },
      ],
    });
    const tale = story(file);
    for (const ms of [20, 20, 20, 500, 500]) {
      tale.wait(30_000).pass(ms);
    }
    const wanted = decidingTries(tale.watch().incident ?? { since: 0 }, eventsOf(tale)).at(-1);
    const lines = explained(tale, {
      tries: new Map([[wanted?.seq ?? 0, [aTry(1, 'pass'), aTry(2, 'slow'), aTry(3, 'slow')]]]),
    });
    expect(textsOf(lines)).toContain('api/http passed, but slowly in 20 ms (one of the last 3 tries)');
    expect(textsOf(lines).some((text) => text.includes('more than one of its last 20 answers took longer'))).toBe(true);
  });

  it('that were thrown away are said to be missing, with how long they are kept', () => {
    expect(explained(down())[0]?.text).toBe(
      'The tries of api/http that decided this are not in the store (single tries are kept for 2 d)',
    );
  });

  it('of the window are counted as the window counts', () => {
    const tale = story().pass();
    for (let round = 0; round < 7; round += 1) {
      tale.wait(30_000).fail().wait(30_000).fail().wait(30_000).pass();
    }
    expect(
      textsOf(explained(tale)).some((text) => text.includes('14 of the last 20 tries failed, 14 are enough')),
    ).toBe(true);
  });
});

describe('why a page went, or did not', () => {
  it('by the rules of the person, some time after the step', () => {
    const file = fileOf({
      people: [
        { id: 'kim', name: 'Kim', channels: ['kim-hook', 'kim-second'] },
        { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
      ],
    });
    const lines = explained(down(file).wait(3 * MINUTE));
    expect(lines.find(({ channelId }) => channelId === 'kim-second')?.because).toBe(
      "1 min after the step by the person's own rules; nothing held it back",
    );
  });

  it('because somebody asked for it, which no hold keeps back', () => {
    const tale = down().maintenance(60 * MINUTE);
    tale.give({ type: 'escalate', at: START + tale.now(), by: 'Alex', to: 'next' });
    const texts = textsOf(explained(tale));
    expect(texts.some((text) => text.startsWith('Held back: '))).toBe(true);
    expect(texts.some((text) => text.includes('asked for by hand, which no hold keeps back'))).toBe(true);
  });

  it('not while maintenance runs, and what follows its end', () => {
    const tale = story()
      .pass()
      .maintenance(10 * MINUTE)
      .repeat('fail', 3, 3_000)
      .wait(9 * MINUTE);
    const held = explained(tale);
    expect(held.filter(({ kind }) => kind === 'page')).toEqual([]);
    expect(held.at(-1)).toMatchObject({ kind: 'held', text: expect.stringContaining('Held back: ') });
  });

  it('not to somebody whom nobody is: the next step goes at once', () => {
    const [schedule] = fileOf().schedules ?? [];
    const file = fileOf({
      schedules: [
        {
          ...(schedule as NonNullable<typeof schedule>),
          overrides: [{ kind: 'remove', person: 'kim', from: '2026-01-05T00:00', to: '2026-01-12T00:00' }],
        },
      ],
    });
    expect(textsOf(explained(down(file).wait(MINUTE)).filter(({ kind }) => kind === 'step'))).toEqual([
      'Nobody is on call in schedule Primary (step 1 of 2 of policy default)',
      'Nobody can be paged in step 1 of 2 of policy default: going on at once',
      'Paging Sam: step 2 of 2 of policy default',
    ]);
  });
});

describe('what became of a page', () => {
  it('has the name of whom it was for, and how long it took', () => {
    const tale = down().wait(MINUTE);
    const incident = tale.watch().incident as Incident;
    const delivered: WatchEvent = {
      seq: 1_000,
      at: START + tale.now(),
      type: 'page-delivered',
      componentId: incident.componentId,
      incidentId: incident.id,
      personId: incident.told[0]?.personId ?? null,
      channelId: incident.told[0]?.channelId ?? null,
      text: 'trigger page by kim-hook delivered at try 2',
      data: { page: 'api.x/1', kind: 'trigger', state: 'delivered', attempts: 2, reason: null, tookMs: 4_200 },
    };
    const lines = explained(tale, { events: [...eventsOf(tale), delivered] });
    expect(lines.at(-1)).toMatchObject({
      kind: 'fate',
      text: 'Kim: trigger page by kim-hook delivered at try 2, 4 s after it was decided',
      pageId: 'api.x/1',
    });
  });

  it('is still open when the ledger says so', () => {
    const tale = down().deliveries(null).wait(MINUTE);
    expect(explained(tale).at(-1)?.text).toBe('The page to Kim by kim-hook is not over: queued');
  });
});

describe('what is not in the store', () => {
  it('is said of an incident whose history has been thrown away; the ledger has the rest', () => {
    const lines = explained(down().wait(MINUTE), { events: [] });
    expect(textsOf(lines)).toEqual([
      'The history of its beginning is not in the store any more: it was opened at this time',
      'The page to Kim by kim-hook: accepted after 1 try. Why it was sent is not in the store any more',
    ]);
  });

  it('is said where more was written than is read', () => {
    expect(explained(down(), { isCut: true })[0]?.text).toContain('this is the latest of it');
  });

  it('is said of what an earlier Watchbell wrote', () => {
    const tale = down().wait(MINUTE);
    const old = eventsOf(tale).map((event): WatchEvent => {
      const { check, from, to, page, kind } = event.data;
      const data = event.type === 'page-queued' ? { page: page ?? null, kind: kind ?? null } : { check, from, to };
      return { ...event, data: JSON.parse(JSON.stringify(data)) };
    });
    const lines = explained(tale, { events: old });
    expect(lines.at(-1)?.text).toMatch(/^Written by an earlier Watchbell: /);
    expect(lines.find(({ kind }) => kind === 'page')).toMatchObject({ because: '', said: '' });
  });
});

it('two channels of one person are two pages, each with its own line', () => {
  const file = fileOf({
    people: [
      {
        id: 'kim',
        name: 'Kim',
        channels: ['kim-hook', 'kim-second'],
        rules: { critical: [{ channel: 'kim-hook' }, { channel: 'kim-second' }] },
      },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    ],
    channels: [hook('kim-hook'), hook('sam-hook'), hook('kim-second'), hook('boss-hook')],
  });
  const pages = explained(down(file).wait(MINUTE)).filter(({ kind }) => kind === 'page');
  expect(pages.map(({ channelId, pageId }) => [channelId, pageId?.split('/').at(-1)])).toEqual([
    ['kim-hook', '1'],
    ['kim-second', '2'],
  ]);
});
