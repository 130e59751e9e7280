import { describe, expect, it } from 'vitest';
import { type MoveDraft, moveQuestion } from '../../../../renderer/views/on-call/move-draft.ts';
import { contract } from '../../../../shared/contract/contract.ts';
import { KIM, PRIMARY, SAM } from '../../../harness/window-fixture.ts';

const draft = (change: Partial<MoveDraft>): MoveDraft => ({
  giver: KIM,
  taker: SAM,
  until: '',
  note: '',
  reassign: false,
  ...change,
});
const rest = { schedule: PRIMARY, until: null, note: '', reassign: false };

describe('a move that is filled in', () => {
  it.each([
    { story: 'somebody sends another', desk: KIM, change: {}, name: 'handOver', ask: { ...rest, from: KIM, to: SAM } },
    { story: 'I come myself', desk: SAM, change: {}, name: 'takeOver', ask: { ...rest, person: SAM, from: KIM } },
    {
      story: 'somebody comes where nobody is',
      desk: null,
      change: { giver: null },
      name: 'takeOver',
      ask: { ...rest, person: SAM, from: null },
    },
    {
      story: 'until a time',
      desk: KIM,
      change: { until: '2026-11-22T06:00', note: 'ill', reassign: true },
      name: 'handOver',
      ask: { ...rest, from: KIM, to: SAM, until: Date.parse('2026-11-22T06:00:00Z'), note: 'ill', reassign: true },
    },
  ])('is the right command: $story', ({ desk, change, name, ask }) => {
    const checked = moveQuestion(draft(change), PRIMARY, desk);
    expect(checked).toEqual({ ok: true, name, ask });
    expect(contract[name as 'takeOver' | 'handOver'].asks.safeParse(ask).success).toBe(true);
  });

  it('says what is missing', () => {
    expect(moveQuestion(draft({ taker: '' }), PRIMARY, KIM)).toEqual({ ok: false, missing: 'taker' });
    expect(moveQuestion(draft({ until: 'soon' }), PRIMARY, KIM)).toEqual({ ok: false, missing: 'time' });
  });
});
