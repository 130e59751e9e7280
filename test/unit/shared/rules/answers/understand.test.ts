import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IncidentId } from '../../../../../shared/model/ids.ts';
import { incidentCode } from '../../../../../shared/rules/answers/code.ts';
import { understand } from '../../../../../shared/rules/answers/understand.ts';

const HOUR = 3_600_000;
const mine = (which: string | null = null, forMs: number | null = null) => ({
  which,
  action: { kind: 'acknowledge', forMs },
});

describe('an answer', () => {
  it.each<[text: string, means: unknown]>([
    ['a', mine()],
    ['Ack!', mine()],
    ['MINE', mine()],
    ['217 a', mine('217')],
    ['217a', mine('217')],
    ['ack 217 2h', mine('217', 2 * HOUR)],
    ['a 1h30m', mine(null, 1.5 * HOUR)],
    ['a 90d', mine(null, 24 * HOUR)],
    ['aa', mine('all')],
    ['ack all', mine('all')],
    ['\n\n  a.\n\n-- \nKim, sent from my phone', mine()],
    ['e', { which: null, action: { kind: 'escalate' } }],
    ['no', { which: null, action: { kind: 'escalate' } }],
    ['u 217', { which: '217', action: { kind: 'unacknowledge' } }],
    ['s', { which: null, action: { kind: 'snooze', forMs: HOUR / 2 } }],
    ['snooze 2h', { which: null, action: { kind: 'snooze', forMs: 2 * HOUR } }],
    ['done 217', { which: '217', action: { kind: 'resolve' } }],
  ])('%j is understood', (text, means) => {
    expect(understand(text)).toEqual(means);
  });

  it.each([
    '',
    '217',
    '2h',
    'a e',
    'a 217 218',
    'a 1h 2h',
    'I am not at home, please call somebody else',
    'constructor',
    'a toString',
    'all',
    '2 a',
  ])('%j is not guessed at', (text) => {
    expect(understand(text)).toBeNull();
  });

  it('may be any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void understand(text)));
  });
});

describe('the code of an incident', () => {
  it('has three digits, and those of many incidents are spread', () => {
    const codes = Array.from({ length: 2_000 }, (_, number) => incidentCode(IncidentId.parse(`api/mk2f${number}`)));
    expect(codes.every((code) => /^[1-9]\d\d$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(700);
  });
});
