/** What a time cost the people on call: asked by a button, never by looking at the view. */
import { afterEach, describe, expect, it } from 'vitest';
import { calm } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

const DAY = 86_400_000;

let w: WindowStage;
afterEach(() => w.stop());
const asked = () => w.bridge.asked.filter(({ name }) => name === 'dutyReport').map(({ ask }) => ask);
const rows = (name: string) =>
  w.all(`table[aria-label^="${name}"] tbody tr`).map((row) => [...row.children].map(({ textContent }) => textContent));

describe('what it cost', () => {
  it('is asked for a time of one’s choice, and shows means, pages and the balance', async () => {
    w = await stageWindow(calm, '#/on-call');
    expect(asked()).toEqual([]);
    const now = w.clock.now();
    await w.click('Last 30 days');
    expect(asked()).toEqual([{ from: now - 30 * DAY, to: now }]);
    const text = w.text('[aria-label="What it cost"]');
    expect(text).toMatch(
      /Incidents 7 Time to acknowledge 3 min 30 s in the mean of 6 Time to repair 41 min in the mean of 7/,
    );
    expect(rows('Who was paged')).toEqual([['Kim', '11', '4', '2']]);
    expect(rows('On call in')[0]).toEqual(['Kim', '400 h', '160 h', '80 h']);
  });

  it('says plainly when there is nothing', async () => {
    w = await stageWindow(calm, '#/on-call');
    w.bridge.replies = {
      dutyReport: () => ({
        incidents: 0,
        bySeverity: { low: 0, high: 0, critical: 0 },
        mttaMs: null,
        acknowledged: 0,
        mttrMs: null,
        over: 0,
        people: [],
        schedules: [],
      }),
    };
    await w.click('Last 7 days');
    expect(w.text('[aria-label="What it cost"]')).toMatch(
      /Time to acknowledge nobody acknowledged any Time to repair none is over Who was paged Nobody\./,
    );
  });
});
