/** Tokens of other programs: made for one, shown once, taken back; and none without a right. */
import { afterEach, describe, expect, it } from 'vitest';
import { calm } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

let w: WindowStage;
afterEach(() => w.stop());

const asked = (name: string) => w.bridge.asked.filter((one) => one.name === name).map(({ ask }) => ask);
const tick = (nth: number) => w.happens(() => w.all('dialog input[type="checkbox"]')[nth]?.click());
const text = () => w.find('dialog').textContent ?? '';

describe('tokens', () => {
  it('are listed with what they are for', async () => {
    w = await stageWindow(calm, '#/self-check');
    await w.click('Tokens…');
    expect(text()).toContain('cron on stream14');
    expect(text()).toContain('events, metrics, since');
  });

  it('are made for somebody and shown once', async () => {
    w = await stageWindow(calm, '#/self-check');
    await w.click('Tokens…');
    await w.type('dialog input[type="text"]', 'deploy');
    await tick(1);
    await w.click('Make a token');
    expect(asked('addToken')).toEqual([{ name: 'deploy', rights: ['components', 'events'] }]);
    expect((w.find('dialog input[readonly]') as HTMLInputElement).value).toBe('wb_kX3');
    expect(text()).toContain('it is shown once');
  });

  it('cannot be made for nothing', async () => {
    w = await stageWindow(calm, '#/self-check');
    await w.click('Tokens…');
    await tick(0);
    expect(text()).toContain('Say what it is for.');
    expect(text()).not.toContain('Make a token');
  });

  it('are taken back', async () => {
    w = await stageWindow(calm, '#/self-check');
    await w.click('Tokens…');
    await w.click('Take back');
    expect(asked('removeToken')).toEqual([{ id: 'q7LmP2' }]);
    expect(asked('tokens')).toHaveLength(2);
  });
});
