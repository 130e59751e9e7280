/** A schedule's address for calendar programs: nothing is made before somebody asks for it. */
import { afterEach, describe, expect, it } from 'vitest';
import { incidents } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

let w: WindowStage;
afterEach(() => w.stop());

const asked = () => w.bridge.asked.filter(({ name }) => name === 'calendarLink').map(({ ask }) => ask);

describe('the calendar of a schedule', () => {
  it('shows its address when it is asked for, for everybody or for one person', async () => {
    w = await stageWindow(incidents, '#/on-call');
    await w.click('Calendar…');
    expect(asked()).toEqual([]);
    await w.click('Show the address');
    expect(asked()).toEqual([{ schedule: 'primary', person: null, action: 'show' }]);
    const address = () => (w.find('dialog input') as HTMLInputElement).value;
    expect(address()).toMatch(/^http:\/\/127\.0\.0\.1:8730\/calendar\/show-primary-null\.ics$/);
    await w.type('dialog select', 'kim');
    expect(w.all('dialog input')).toEqual([]);
    await w.click('Show the address');
    expect(asked().at(-1)).toEqual({ schedule: 'primary', person: 'kim', action: 'show' });
  });

  it('can be renewed and withdrawn', async () => {
    w = await stageWindow(incidents, '#/on-call');
    await w.click('Calendar…');
    await w.click('Show the address');
    await w.click('Make a new one');
    await w.click('Withdraw it');
    expect(asked().map((ask) => (ask as { action: string }).action)).toEqual(['show', 'renew', 'remove']);
    expect(w.all('dialog input')).toEqual([]);
  });
});
