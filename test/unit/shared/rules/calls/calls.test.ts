/** Calls in rules: who sees which card, which caller is the same one, and what a caller is told of the house. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../../../../shared/model/config.ts';
import type { Told } from '../../../../../shared/model/incident.ts';
import { Call, CardId, VISIBILITIES } from '../../../../../shared/model/page-me.ts';
import { cardSight } from '../../../../../shared/rules/calls/cards.ts';
import { callerName, repeated, sameCall, sameMessage } from '../../../../../shared/rules/calls/fold.ts';
import { callCheckId, callComponentId, callNumber } from '../../../../../shared/rules/calls/ids.ts';
import { callCause, callStatus, publicName } from '../../../../../shared/rules/calls/words.ts';
import { resolveConfig } from '../../../../../shared/rules/config.ts';
import { configOf, fileOf } from '../../../../harness/watch-story.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 0, 5, 9, 30);
const people = [
  { id: 'kim', name: 'Kim' },
  { id: 'kim-l', name: 'Kim Larsen' },
];

function aCall(change: Partial<Call> = {}): Call {
  return Call.parse({
    number: 17,
    card: 'person/kim',
    to: 'Kim',
    severity: 'high',
    from: 'Ann',
    by: '',
    reach: '',
    words: 'The shop is down',
    at: NOW - 20 * MINUTE,
    repeats: 0,
    lastAt: NOW - 20 * MINUTE,
    caller: 'x',
    tokens: ['t'],
    ended: null,
    ...change,
  });
}

const told = (change: Partial<Told>): Told =>
  ({
    pageId: 'calls/17.a/1',
    personId: 'kim',
    channelId: 'kim-secret-channel',
    at: NOW - 19 * MINUTE,
    state: 'accepted',
    attempts: 1,
    reason: 'a secret reason',
    closedBy: null,
    ...change,
  }) as Told;

const statusOf = (call: Call, incident: Parameters<typeof callStatus>[0]['incident']) =>
  callStatus({ call, incident, now: NOW, timeZone: 'Europe/Berlin', people });

describe('a card', () => {
  const card = (change: object) => {
    const file = fileOf();
    const [kim, ...others] = file.people ?? [];
    const config = configOf({ ...file, people: kim === undefined ? [] : [{ ...kim, pageMe: change }, ...others] });
    return config.cards.get(CardId.parse('person/kim'));
  };

  it.each(VISIBILITIES.flatMap((visible) => [true, false].map((byLink) => ({ visible, byLink }))))(
    'for $visible is seen by link ($byLink) as it says, and so is each contact',
    ({ visible, byLink }) => {
      const contacts = VISIBILITIES.map((one) => ({ label: one, value: '1', visible: one }));
      const made = card({ visible, contacts });
      const sees = (one: string) => one === 'everyone' || (one === 'listed' && byLink);
      const sight = made === undefined ? null : cardSight(made, byLink);
      expect(sight !== null).toBe(sees(visible));
      expect(sight?.contacts.map(({ label }) => label) ?? []).toEqual(sees(visible) ? VISIBILITIES.filter(sees) : []);
    },
  );

  it('calls whom it is for, and then the policy that it names', () => {
    const made = card({ answerWithin: '2m' });
    expect(made?.policy.steps.map(({ targets, delay }) => [targets, delay])).toEqual([
      [[{ person: 'kim' }], 2 * MINUTE],
      [[{ schedule: 'primary' }], 5 * MINUTE],
      [[{ person: 'sam' }], 5 * MINUTE],
    ]);
  });

  it('names a policy that is there, and takes no other id for a component of the file', () => {
    expect(() => card({ policy: 'nobody' })).toThrow('unknown policy `nobody`');
    const [api] = fileOf().components ?? [];
    expect(() => configOf(fileOf({ components: api === undefined ? [] : [{ ...api, id: 'calls/1' }] }))).toThrow(
      "are for people's calls",
    );
  });
});

describe('what people outside are to open', () => {
  const resolved = (settings: object, card: object = {}) =>
    resolveConfig(
      ConfigFile.parse({
        ...fileOf({ settings }),
        people: (fileOf().people ?? []).map((person) => (person.id === 'kim' ? { ...person, pageMe: card } : person)),
      }),
    );
  const warned = (settings: object, card: object = {}) => {
    const answer = resolved(settings, card);
    return (answer.ok ? answer.warnings : answer.problems).map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it.each<[string, object, object, string[]]>([
    [
      'from this machine only',
      {},
      {},
      ['people.0.pageMe: can be called from this machine only: say `settings.publicUrl`, or `settings.listen.host`'],
    ],
    ['by nobody', {}, { visible: 'nobody', mail: 'kim-pager', pager: '1001' }, []],
    [
      'by mail and pager without a gateway',
      { listen: { host: '192.0.2.1' } },
      { mail: 'kim-pager', pager: '1001' },
      [
        'people.0.pageMe.pager: no program can call it: say `settings.snpp` for the gateway to listen',
        'people.0.pageMe.mail: no mail can call it: say `settings.smtp` for the gateway to listen',
      ],
    ],
    ['by mail', { listen: { host: '192.0.2.1' }, smtp: {} }, { mail: 'kim-pager' }, []],
    ['in a local network', { listen: { host: '192.0.2.1' } }, {}, []],
    ['through a proxy', { publicUrl: 'https://pager.example.org/bell' }, {}, []],
    [
      'readable on the way',
      { publicUrl: 'http://pager.example.org' },
      {},
      ['settings.publicUrl: links travel readable for everybody on the way: better https'],
    ],
    [
      'behind a question mark',
      { publicUrl: 'https://pager.example.org/?to=' },
      {},
      ['settings.publicUrl: is continued by a path: leave out what stands behind ? or #, and any login'],
    ],
  ])('%s', (_, settings, card, words) => {
    expect(warned(settings, card)).toEqual(words);
  });
});

describe('the same caller', () => {
  const asked = { card: CardId.parse('person/kim'), caller: 'x' };

  it.each<[string, Partial<Call>, boolean]>([
    ['again', {}, true],
    ['after it is over', { ended: { at: NOW, by: 'Kim' } }, false],
    ['to somebody else', { card: CardId.parse('person/sam') }, false],
    ['who is another one', { caller: 'y' }, false],
    ['long after the last word', { lastAt: NOW - 31 * MINUTE }, false],
    ['long after the first word, soon after the last', { at: NOW - 300 * MINUTE, lastAt: NOW - MINUTE }, true],
  ])('%s', (_, change, same) => {
    expect(sameCall([aCall(change)], asked, NOW, 30 * MINUTE) !== null).toBe(same);
  });

  it('is known by a name however it is written', () => {
    expect(['Ann Lee', ' ann  LEE ', 'Ａnn lee'].map(callerName)).toEqual(['ann lee', 'ann lee', 'ann lee']);
  });

  it('keeps where they can be reached, and no more status addresses than ten', () => {
    let call = aCall({ reach: '555' });
    for (let times = 0; times < 30; times += 1) {
      call = repeated(call, { name: 'Ann', reach: '', words: `word ${times}` }, NOW, {
        token: `t${times}`,
        messages: [`m${times}`],
        tellBy: null,
      });
    }
    expect(call).toMatchObject({ reach: '555', words: 'word 29', repeats: 30, lastAt: NOW });
    expect(call.tokens).toHaveLength(10);
    expect(call.tokens.at(-1)).toBe('t29');
    expect([call.messages.length, call.messages.at(-1)]).toEqual([20, 'm29']);
  });

  it('is known by a message that came already, whatever became of the call', () => {
    const calls = [
      aCall({ number: 1, messages: ['a', 'b'], ended: { at: NOW, by: null } }),
      aCall({ messages: ['c'] }),
    ];
    expect(['a', 'c', 'd'].map((message) => sameMessage(calls, message)?.number)).toEqual([1, 17, undefined]);
  });
});

describe('what a caller reads', () => {
  it.each<[string, Call, Parameters<typeof statusOf>[1], string[]]>([
    ['nothing happened yet', aCall(), null, ['It is in. Nobody has been told yet.']],
    [
      'told',
      aCall(),
      { acknowledgement: null, state: 'triggered', told: [told({})] },
      ['It is in. Nobody has answered yet.', 'Kim was told at 10:11.'],
    ],
    [
      'reached',
      aCall(),
      { acknowledgement: null, state: 'triggered', told: [told({}), told({ state: 'delivered' })] },
      ['It is in. Nobody has answered yet.', 'Kim was reached at 10:11.'],
    ],
    [
      'on its way',
      aCall(),
      { acknowledgement: null, state: 'triggered', told: [told({ state: 'trying' })] },
      ['It is in. Nobody has answered yet.', 'A message to Kim is on its way.'],
    ],
    [
      'refused',
      aCall(),
      { acknowledgement: null, state: 'triggered', told: [told({ state: 'refused' })] },
      ['It is in. Nobody has answered yet.', 'Kim could not be reached.'],
    ],
    [
      'taken',
      aCall(),
      {
        acknowledgement: {
          by: 'Kim Larsen by kim-secret-channel',
          at: NOW - MINUTE,
          until: NOW + 29 * MINUTE,
          note: 'x',
        },
        state: 'acknowledged',
        told: [],
      },
      ['Kim Larsen has it since 10:29, for 30 min.', 'You called at 10:10 (Europe/Berlin).'],
    ],
    [
      'taken by nobody known',
      aCall(),
      {
        acknowledgement: { by: '+4477…123 by office-phone', at: NOW - MINUTE, until: null, note: '' },
        state: 'acknowledged',
        told: [],
      },
      ['Somebody has it since 10:29.'],
    ],
    [
      'over',
      aCall({ ended: { at: NOW, by: 'Kim at this desk' }, repeats: 2, lastAt: NOW - MINUTE }),
      null,
      ['It was ended by Kim at 10:30.', 'You called at 10:10 (Europe/Berlin), last at 10:29.'],
    ],
  ])('%s', (_, call, incident, lines) => {
    const status = statusOf(call, incident);
    expect(status.lines.slice(0, lines.length)).toEqual(lines);
    expect(JSON.stringify(status)).not.toContain('secret');
  });

  it('is a name of somebody of ours, or nobody’s', () => {
    expect(publicName('Kimberly by sms', people)).toBe('Somebody');
    fc.assert(
      fc.property(fc.string(), (by) => {
        expect(['Kim', 'Kim Larsen', 'Somebody']).toContain(publicName(by, people));
      }),
    );
  });
});

describe('a call as a component', () => {
  it('is found by its number, and nothing else is taken for one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), (number) => {
        expect(callNumber(callComponentId(number))).toBe(number);
        expect(callNumber(callCheckId(number))).toBe(number);
      }),
    );
    for (const id of [
      'calls',
      'calls/',
      'calls/0',
      'calls/01',
      'calls/1/http',
      'xcalls/1',
      'calls/1/open/open',
      'call-1',
    ]) {
      expect(callNumber(id)).toBeNull();
    }
  });

  it('says who calls, in their words and on one line', () => {
    expect(callCause(aCall({ words: 'Down\nagain', reach: '555', by: 'Accounting', repeats: 2 }))).toBe(
      '"Down again" (reach Ann at 555; by the link of Accounting; said 3 times)',
    );
  });
});
