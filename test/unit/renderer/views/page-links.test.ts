/** Who may call: links are made for somebody and shown once, and are taken back; a call waits for an answer and is not down. */
import { afterEach, describe, expect, it } from 'vitest';
import { called } from '../../../harness/window-calls.ts';
import { incidents } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

let w: WindowStage;
afterEach(() => w.stop());

const asked = (name: string) => w.bridge.asked.filter((one) => one.name === name).map(({ ask }) => ask);
const addresses = () => w.all('dialog input[readonly]').map((input) => (input as HTMLInputElement).value);

describe('who may call', () => {
  it('makes a link for somebody, for a card that is there, and shows it', async () => {
    w = await stageWindow(incidents, '#/on-call');
    await w.click('Who may call…');
    expect(addresses()).toEqual(['https://pager.example.org/page-me/']);
    await w.type('dialog select', 'schedule/primary');
    await w.type('dialog input:not([readonly])', 'The porter');
    await w.click('Make a link');
    expect(asked('addPageLink')).toEqual([{ card: 'schedule/primary', name: 'The porter' }]);
    expect(addresses()).toEqual(['https://pager.example.org/page-me/kX3', 'https://pager.example.org/page-me/']);
    expect(w.find('dialog').textContent).toContain('it is shown once');
  });

  it('takes one back, and asks again what is left', async () => {
    w = await stageWindow(incidents, '#/on-call');
    await w.click('Who may call…');
    expect(w.find('dialog').textContent).toContain('Ann, accounting');
    const before = asked('pageLinks').length;
    await w.click('Take back');
    expect(asked('removePageLink')).toEqual([{ id: 'kX3fQ2' }]);
    expect(asked('pageLinks')).toHaveLength(before + 1);
    expect(addresses()).toEqual(['https://pager.example.org/page-me/']);
  });
});

describe('a call in the window', () => {
  it('waits for an answer, in the caller’s words, and can be acknowledged like every trouble', async () => {
    w = await stageWindow(called, '#/now');
    const card = w.find('[data-incident="calls/17.a"]');
    expect(card.textContent).toContain('Call from Ann Lee to Kim');
    expect(card.textContent).toContain('waits for an answer');
    expect(card.textContent).not.toContain('partly down');
    expect(card.textContent).toContain('reach Ann Lee at 555-0100');
    await w.go('#/components');
    expect(w.find('[data-component="calls/17"]').textContent).toContain('Waits for an answer');
  });
});
