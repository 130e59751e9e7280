import { afterEach, describe, expect, it } from 'vitest';
import { localText, type OverrideDraft, questionOf } from '../../../../renderer/views/on-call/override-draft.ts';
import { previewDays, previewFrom, previewTo } from '../../../../renderer/views/on-call/preview.ts';
import { contract } from '../../../../shared/contract/contract.ts';
import { KIM, PRIMARY, SAM } from '../../../harness/window-fixture.ts';

const whole: OverrideDraft = {
  kind: 'replace',
  person: KIM,
  by: SAM,
  from: '2026-11-21T22:00',
  to: '2026-11-22T06:00',
  note: 'night swap',
};
const before = process.env.TZ;
afterEach(() => {
  process.env.TZ = before;
});

describe('an override that is filled in', () => {
  it('becomes exactly the question that the contract knows', () => {
    const checked = questionOf(whole, PRIMARY);
    expect(checked).toEqual({
      ok: true,
      question: {
        schedule: PRIMARY,
        kind: 'replace',
        person: KIM,
        by: SAM,
        from: Date.parse('2026-11-21T22:00:00Z'),
        to: Date.parse('2026-11-22T06:00:00Z'),
        note: 'night swap',
      },
    });
    expect(contract.addOverride.asks.safeParse(checked.ok && checked.question).success).toBe(true);
  });

  it('names nobody who takes over when somebody joins or is off', () => {
    const checked = questionOf({ ...whole, kind: 'remove' }, PRIMARY);
    expect(checked.ok && checked.question.by).toBeNull();
  });

  it.each([
    [{ person: '' }, 'person'],
    [{ by: '' }, 'by'],
    [{ by: KIM }, 'same'],
    [{ from: '' }, 'times'],
    [{ to: '2026-13-40T99:00' }, 'times'],
    [{ to: whole.from }, 'order'],
  ] as const)('with %j says what is missing: %s', (changed, missing) => {
    expect(questionOf({ ...whole, ...changed }, PRIMARY)).toEqual({ ok: false, missing });
  });

  it('means the viewer’s own clock', () => {
    process.env.TZ = 'America/Santiago';
    const checked = questionOf(whole, PRIMARY);
    expect(checked.ok && checked.question.from).toBe(Date.parse('2026-11-22T01:00:00Z'));
    expect(localText(Date.parse('2026-11-22T01:00:00Z'))).toBe('2026-11-21T22:00');
  });
});

describe('the two weeks that are shown', () => {
  it('are fourteen calendar days from midnight, also across a clock change', () => {
    process.env.TZ = 'Europe/Berlin';
    const from = previewFrom(Date.parse('2026-10-20T15:00:00Z'));
    expect(new Date(from).toISOString()).toBe('2026-10-19T22:00:00.000Z');
    expect(new Date(previewTo(from)).toISOString()).toBe('2026-11-02T23:00:00.000Z');
    expect(previewDays(from).every((day) => new Date(day).getHours() === 0)).toBe(true);
  });
});
