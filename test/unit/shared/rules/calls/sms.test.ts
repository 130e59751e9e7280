import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelFile, type ChannelSettings } from '../../../../../shared/model/channel.ts';
import { Call, LONGEST_WORDS } from '../../../../../shared/model/page-me.ts';
import { calledWords, mayTell, noCall } from '../../../../../shared/rules/calls/sms.ts';

const NOW = Date.UTC(2026, 0, 5, 3);
const HOUR = 3_600_000;
const OURS = '+447700900999';
const KIM = '+447700900123';
const SAM = '+447700900124';
const ANN = '+447700900666';
const account = { accountSid: 'AC1', authToken: 'secret' };

const sms = (id: string, change: object = {}): ChannelSettings =>
  ChannelFile.parse({ id, type: 'twilio-sms', ...account, from: OURS, to: KIM, replies: true, ...change });
const kim = sms('kim-sms');
const others = [
  kim,
  sms('sam-sms', { to: SAM }),
  sms('joe-sms', { to: '+447700900125', replies: false }),
  sms('lee-sms', { to: '+447700900126', from: '+447700900998' }),
  ChannelFile.parse({ id: 'voice', type: 'twilio-voice', ...account, from: '+447700900997', to: KIM }),
];
const asked = (change: object) =>
  noCall({ from: ANN, said: 'The shop is down', at: NOW - 20_000, ...change }, kim, others, NOW);

/** Fast-check's own choice of all characters costs seconds before the first. */
const anySign = fc.constantFrom(
  'a',
  'é',
  '\u{1f4a5}',
  '\ud800',
  ' ',
  '.',
  ',',
  '\n',
  '\u0000',
  '\u2028',
  '\u202e',
  '\u2066',
  '<',
  '>',
  '"',
  "'",
  '&',
);

describe('an SMS to a number of ours', () => {
  it.each<[string, object]>([
    ['of a stranger', {}],
    ['in a few words', { said: 'pls call' }],
    ['with a carrier’s word among others', { said: 'Stop the mixer, it burns' }],
    ['that asks for help in more than that word', { said: 'Help! Shop down' }],
    ['of somebody whose own channel hears nothing', { from: '+447700900125' }],
    ['of somebody who is heard at another number of ours', { from: '+447700900126' }],
    ['of yesterday evening, heard in the morning', { at: NOW - 11 * HOUR }],
    ['dated in the future by a clock that is not ours', { at: NOW + HOUR }],
  ])('calls: %s', (_, change) => {
    expect(asked(change)).toBeNull();
  });

  it.each<[string, object]>([
    ['nothing is said in it', { said: '' }],
    ['nothing is said in it', { said: ' \r\n\u0000 ' }],
    ['its sender cannot be called back', { from: '12345' }],
    ['its sender cannot be called back', { from: 'PARCELS' }],
    ['its sender cannot be called back', { from: '' }],
    ['its sender cannot be called back', { from: '+0123456789' }],
    ['it comes from a number of our own', { from: OURS }],
    ['it comes from a number of our own', { from: '+447700900997' }],
    ['its sender is heard by a channel of their own', { from: KIM }],
    ['its sender is heard by a channel of their own', { from: SAM }],
    ['it is an answer to a page', { said: '217 a' }],
    ['it is an answer to a page', { said: 'OK' }],
    ['it is a day old', { at: NOW - 24 * HOUR - 1 }],
  ])('calls nobody: %s (%o)', (why, change) => {
    expect(asked(change)).toBe(why);
  });

  it.each([
    'STOP',
    'Stopall',
    'unsubscribe',
    'cancel',
    'End',
    'quit',
    'REVOKE',
    'OPTOUT',
    'start',
    'YES',
    'unstop',
    'help',
    ' INFO\n',
  ])('calls nobody and is not answered: %s is for the carrier', (said) => {
    expect(asked({ said })).toBe('the carrier keeps such words for itself');
  });

  it('is told in words as the form would have taken them', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 16, unit: anySign }), fc.constantFrom(1, 2, 90), (piece, times) => {
        const said = piece.repeat(times);
        const words = calledWords(said);
        expect(words.length).toBeLessThanOrEqual(LONGEST_WORDS);
        expect(words).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
        expect(words === '').toBe(asked({ said }) === 'nothing is said in it');
      }),
      { numRuns: 200 },
    );
  });

  it('calls only by a number that can be called back and is none of ours, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(KIM, SAM, OURS, ANN, '12345')), fc.string(), (from, said) => {
        if (asked({ from, said }) === null) {
          expect(from).toMatch(/^\+[1-9]\d{6,14}$/);
          expect([KIM, SAM, OURS]).not.toContain(from);
        }
      }),
    );
  });
});

describe('whoever called by SMS', () => {
  const MINUTE = 60_000;
  const call = (at: number, endedAt: number | null, to = ANN): Call =>
    Call.parse({
      number: 1,
      card: 'person/kim',
      to: 'Kim',
      severity: 'high',
      from: 'Ann',
      by: '',
      reach: to,
      words: 'The shop is down',
      at,
      repeats: 0,
      lastAt: at,
      caller: 'x',
      tokens: [],
      ended: null,
      tellBy: { way: 'sms', channel: 'kim-sms', to },
      toldLast: endedAt === null ? { kind: 'waiting' } : { kind: 'ended', by: 'Kim', at: endedAt },
    });

  it.each<[string, readonly Call[], boolean]>([
    ['for the first time', [], true],
    ['while an earlier call is open', [call(NOW - 9 * MINUTE, null)], true],
    ['protesting at once that it is not over', [call(NOW - 9 * MINUTE, NOW - MINUTE)], true],
    [
      'at once after a call that came at once',
      [call(NOW - 9 * MINUTE, NOW - 4 * MINUTE), call(NOW - 3 * MINUTE, NOW - MINUTE)],
      false,
    ],
    [
      'a while after a call that came at once',
      [call(NOW - 19 * MINUTE, NOW - 14 * MINUTE), call(NOW - 13 * MINUTE, NOW - 6 * MINUTE)],
      true,
    ],
    [
      'at once after a call that came by itself',
      [call(NOW - 99 * MINUTE, NOW - 40 * MINUTE), call(NOW - 3 * MINUTE, NOW - MINUTE)],
      true,
    ],
    [
      'for the first time, while others go on',
      [call(NOW - 9 * MINUTE, NOW - 4 * MINUTE, KIM), call(NOW - 3 * MINUTE, NOW - MINUTE, KIM)],
      true,
    ],
  ])('hears what becomes of it: %s', (_, calls, may) => {
    expect(mayTell(calls, ANN, NOW)).toBe(may);
  });
});
