/** How an incident went, in the window: asked when it is opened, for open incidents and for those that are over. */
import { afterEach, describe, expect, it } from 'vitest';
import { incidents } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

let w: WindowStage;
afterEach(() => w.stop());

const asked = () => w.bridge.asked.filter(({ name }) => name === 'explain').map(({ ask }) => ask);

async function openTheWorst(): Promise<void> {
  await w.press('Enter', w.named('More for api-gateway'));
  await w.click('How it went…');
}

describe('how an incident went', () => {
  it('is one of the things that can be asked of an open one', async () => {
    w = await stageWindow(incidents);
    expect(asked()).toEqual([]);
    await openTheWorst();
    expect(asked()).toEqual([{ incident: 'i-1' }]);
    expect(w.text('dialog h2')).toBe('How it went: api-gateway');
    const lines = w.all('dialog .event').map(({ textContent }) => textContent);
    expect(lines).toEqual([
      expect.stringMatching(/Try.*failed: 503 Service Unavailable failure 1 in a row$/),
      expect.stringMatching(/Settled.*3 failures in a row, 3 are enough$/),
      expect.stringMatching(/Page.*nothing held it backDOWN api-gateway: 503 for 2 min$/),
    ]);
  });

  it('is asked again while it is open, and not after that', async () => {
    w = await stageWindow(incidents);
    await openTheWorst();
    await w.pass(10_000);
    expect(asked()).toHaveLength(2);
    await w.click('Close');
    await w.pass(60_000);
    expect(asked()).toHaveLength(2);
  });

  it('is there for what came and went while nobody looked', async () => {
    w = await stageWindow(incidents);
    await w.click('How it went: search');
    expect(asked()).toEqual([{ incident: 'i-0' }]);
    expect(w.text('dialog')).toContain('as it was written down');
  });
});
