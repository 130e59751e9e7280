import { afterEach, describe, expect, it } from 'vitest';
import type { SilenceView } from '../../../../shared/contract/view.ts';
import { SilenceId } from '../../../../shared/model/silence.ts';
import { calm, incidents } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

const MINUTE = 60_000;

let w: WindowStage;
afterEach(() => w.stop());

const asked = (name: string) => w.bridge.asked.filter((one) => one.name === name).map(({ ask }) => ask);
const silence = (now: number, more: Partial<SilenceView> = {}): SilenceView => ({
  id: SilenceId.parse('s-1'),
  what: 'api-gateway',
  reason: 'new disks on Monday',
  by: 'Kim',
  from: now - MINUTE,
  until: now + 90 * MINUTE,
  untilWell: false,
  endsSoon: false,
  incidents: 1,
  ...more,
});

describe('silences', () => {
  it('are listed with what, whose word, why and until when, and can be made longer or ended', async () => {
    w = await stageWindow((now) => ({ ...incidents(now), silences: [silence(now)] }));
    expect(w.text('main')).toMatch(
      /1 silence Nobody is paged about these\..* api-gateway Kim: new disks on Monday\. Keeps back 1 incident\. until \d\d:\d\d/,
    );
    await w.click('1 h longer');
    await w.click('End now');
    expect(asked('lengthenSilence')).toEqual([{ id: 's-1', forMs: 60 * MINUTE }]);
    expect(asked('endSilence')).toEqual([{ id: 's-1' }]);
  });

  it('say when they end soon, or that they end by themselves', async () => {
    w = await stageWindow((now) => ({
      ...calm(now),
      silences: [
        silence(now, { endsSoon: true, incidents: 0 }),
        silence(now, { id: SilenceId.parse('s-2'), untilWell: true }),
      ],
    }));
    expect(w.text('main')).toMatch(/ends at \d\d:\d\d 1 h longer End now/);
    expect(w.text('main')).toContain('Until it is well again End now');
  });

  it('are begun from an incident, with a reason', async () => {
    w = await stageWindow(incidents);
    await w.press('Enter', w.named('More for api-gateway'));
    await w.click('Silence…');
    expect(w.text('dialog')).toContain('Silence api-gateway');
    await w.type('dialog [data-first]', 'new disks on Monday');
    await w.click('Silence');
    expect(asked('addSilence')).toEqual([
      { match: { components: ['api-gateway'] }, forMs: null, untilWell: true, reason: 'new disks on Monday' },
    ]);
  });
});
