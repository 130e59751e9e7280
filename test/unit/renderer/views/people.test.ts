import { afterEach, expect, it } from 'vitest';
import { calm } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

let w: WindowStage;
afterEach(() => w.stop());

it('people are listed with where they are, and somebody can say it', async () => {
  w = await stageWindow((now) => {
    const picture = calm(now);
    const away = { state: 'away' as const, until: now + 3_600_000, note: 'dentist' };
    return { ...picture, people: picture.people.map((one, place) => (place === 1 ? { ...one, presence: away } : one)) };
  }, '#/on-call');
  expect(w.text('main')).toMatch(/People Kim Reachable Where/);
  expect(w.text('main')).toMatch(/Sam Okonkwo-Lindqvist Away, is not paged until \d\d:\d\d \(dentist\)/);
  await w.press('Enter', w.named('Where Kim is'));
  await w.click('Slow to reach for 2 h');
  const [asked] = w.bridge.asked.filter(({ name }) => name === 'setPresence');
  expect(asked?.ask).toEqual({ person: 'kim', state: 'slow', until: w.clock.now() + 2 * 3_600_000 });
});
