import { beforeEach, describe, expect, it } from 'vitest';
import { type Commands, createCommands } from '../../../../renderer/app/commands.ts';
import { en } from '../../../../renderer/texts/en.ts';
import { type MovableClock, movableClock } from '../../../harness/movable-clock.ts';
import { type FakeBridge, fakeBridge } from '../../../harness/window-bridge.ts';
import { calm } from '../../../harness/window-fixture.ts';

let clock: MovableClock;
let bridge: FakeBridge;
let commands: Commands;

beforeEach(() => {
  clock = movableClock();
  bridge = fakeBridge(calm(clock.now()), clock.now);
  commands = createCommands(bridge, clock, en);
});

const said = () => commands.store.getState().outcome;

describe('a command', () => {
  it('says what was done, for as long as it takes to read', async () => {
    await commands.run('checkNow', { component: null });
    expect(said()).toMatchObject({ text: 'Done: checkNow', ok: true });
    clock.advance(8_000);
    expect(said()).toBeNull();
  });

  it('that was refused says why, and goes on saying it', async () => {
    bridge.replies = { checkNow: () => ({ accepted: false, text: 'Nothing is watched yet' }) };
    await commands.run('checkNow', { component: null });
    clock.advance(3_600_000);
    expect(said()).toMatchObject({ text: 'Nothing is watched yet', ok: false });
    commands.close();
    expect(said()).toBeNull();
  });

  it('that never arrived is not taken for done', async () => {
    bridge.broken = 'the line is gone';
    const { accepted } = await commands.run('quiet', { until: null, criticalToo: false });
    expect(accepted).toBe(false);
    expect(said()?.text).toBe('Not done: the line is gone. Nothing was changed; try again.');
  });

  it('is given once however often the button is pressed meanwhile', async () => {
    bridge.deaf = true;
    const first = commands.run('checkNow', { component: null });
    await commands.run('checkNow', { component: null });
    bridge.deaf = false;
    await first;
    expect(bridge.asked).toHaveLength(1);
    await commands.run('checkNow', { component: null });
    expect(bridge.asked).toHaveLength(2);
  });
});
