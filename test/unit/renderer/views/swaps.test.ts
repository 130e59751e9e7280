import { afterEach, describe, expect, it } from 'vitest';
import { shiftsToSwap, swapQuestion } from '../../../../renderer/views/on-call/swap-draft.ts';
import { contract } from '../../../../shared/contract/contract.ts';
import { ALEX, calm, KIM, PRIMARY, SAM, swapView } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

const HOUR = 3_600_000;

let w: WindowStage | null = null;
afterEach(() => w?.stop());

describe('swaps', () => {
  it('are listed with who, which shifts and until when, and every answer is one button', async () => {
    w = await stageWindow((now) => ({ ...calm(now), swaps: [swapView(now)] }), '#/on-call');
    expect(w.text('[aria-label="Swaps that wait for an answer"]')).toMatch(
      /Kim asks Sam Primary: take .+ – .+ for .+ – .+ “opera” stands until /,
    );
    await w.click('Sam agrees');
    await w.click('Sam refuses');
    await w.click('Kim takes it back');
    expect(w.bridge.asked.filter(({ name }) => name === 'answerSwap').map(({ ask }) => ask)).toEqual([
      { id: 's-8', person: SAM, answer: 'agree' },
      { id: 's-8', person: SAM, answer: 'refuse' },
      { id: 's-8', person: KIM, answer: 'withdraw' },
    ]);
  });

  it('are asked for in a dialog that offers the shifts of each', async () => {
    w = await stageWindow(calm, '#/on-call');
    await w.click('Swap…');
    const stage = w;
    const send = () => stage.happens(() => (stage.find('dialog form') as HTMLFormElement).requestSubmit());
    await send();
    expect(w.text('dialog [role="alert"]')).toBe('Choose who is asked.');
    const selects = () => stage.all('dialog select') as HTMLSelectElement[];
    const choose = (place: number, value: string) =>
      stage.happens(() => {
        const select = selects()[place];
        if (select !== undefined) {
          select.value = value;
          select.dispatchEvent(new Event('change', { bubbles: true }));
        }
      });
    await choose(0, SAM);
    await choose(2, ALEX);
    await send();
    expect(w.text('dialog [role="alert"]')).toBe('Choose the shift to give away.');
    const offered = (place: number) => [...(selects()[place]?.options ?? [])].map(({ value }) => value).filter(Boolean);
    await choose(1, offered(1)[0] ?? '');
    await choose(3, offered(3)[0] ?? '');
    await send();
    const [asked] = w.bridge.asked.filter(({ name }) => name === 'askSwap');
    expect(asked?.ask).toMatchObject({ schedule: PRIMARY, asker: SAM, other: ALEX, note: '' });
    expect(contract.askSwap.asks.safeParse(asked?.ask).success).toBe(true);
    expect(w.all('dialog')).toEqual([]);
  });
});

describe('a swap that is filled in', () => {
  const draft = { asker: KIM, other: SAM, give: '1000', take: '2000', note: 'opera' } as const;
  it('becomes exactly the question that the contract knows', () => {
    const checked = swapQuestion(draft, PRIMARY);
    const ask = { schedule: PRIMARY, asker: KIM, other: SAM, give: 1_000, take: 2_000, note: 'opera' };
    expect(checked).toEqual({ ok: true, ask });
    expect(contract.askSwap.asks.safeParse(ask).success).toBe(true);
    expect(swapQuestion({ ...draft, take: '' }, PRIMARY)).toMatchObject({ ask: { take: null } });
    expect(swapQuestion({ ...draft, asker: '' }, PRIMARY)).toEqual({ ok: false, missing: 'asker' });
  });

  it('offers shifts that have not begun, of that person only', () => {
    const shift = (from: number, personId: typeof KIM) => ({
      from,
      to: from + HOUR,
      people: [{ personId, name: '' }],
      because: '',
      overrideId: null,
    });
    const shifts = [shift(0, KIM), shift(HOUR, SAM), shift(2 * HOUR, KIM)];
    expect(shiftsToSwap(shifts, KIM, 1).map(({ from }) => from)).toEqual([2 * HOUR]);
    expect(shiftsToSwap(shifts, '', 1)).toEqual([]);
  });
});
