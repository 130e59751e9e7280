/** "If this failed now", on a component's page: asked by a button, answered with who hears what and when. */
import { afterEach, describe, expect, it } from 'vitest';
import { incidents } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

let w: WindowStage;
afterEach(() => w.stop());

const asked = () => w.bridge.asked.filter(({ name }) => name === 'dryRun').map(({ ask }) => ask);
const open = async () => {
  w = await stageWindow(incidents, '#/components/login');
};

describe('if this failed now', () => {
  it('asks nothing before somebody does', async () => {
    await open();
    expect(w.text('main')).toContain('If this failed now');
    expect(asked()).toEqual([]);
  });

  it('says who hears what by which channel, when and why, and what was taken for granted', async () => {
    await open();
    await w.click('Ask');
    expect(asked()).toEqual([{ component: 'login', severity: null, at: null }]);
    expect(w.all('.replay-rows tbody tr').map(({ textContent }) => textContent)).toEqual([
      'after 45 sKimkim-phoneDOWN login: made to fail for this dry runstep 1 of 2 of policy default',
      'after 5 min 45 sSamsam-phoneDOWN login: made to fail for this dry runstep 2 of 2 of policy default',
    ]);
    expect(w.text('main')).toContain('Reminders go on from here');
    expect(w.text('main')).toContain('What it depends on is taken to stay as it is now.');
  });

  it('says plainly that nobody is told', async () => {
    await open();
    await w.type('select[name="severity"]', 'low');
    await w.type('input[name="at"]', '2026-12-24T03:00');
    await w.click('Ask');
    expect(asked()).toEqual([{ component: 'login', severity: 'low', at: Date.UTC(2026, 11, 24, 3) }]);
    expect(w.text('main')).toContain('Nobody is told.');
  });
});
