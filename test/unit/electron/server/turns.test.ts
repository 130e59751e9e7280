/** The line inside the door: nobody who answers a page stands in it, and everybody else has a turn. */
import { setImmediate as turnOver } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../../electron/server/admission/turns.ts';
import { TRAFFIC, type Traffic } from '../../../../shared/rules/admission/traffic.ts';

function stage() {
  let now = 0;
  const served: string[] = [];
  const turns = createTurns(() => now);
  return {
    served,
    turns,
    passes: (ms: number) => {
      now += ms;
    },
    comes(name: string, traffic: Traffic, { takes = 0, wanted = (): boolean => true } = {}) {
      turns.arrived();
      turns.take(
        traffic,
        () => {
          served.push(name);
          now += takes;
        },
        wanted,
      );
    },
    async over(count: number) {
      for (let turn = 0; turn < count; turn += 1) {
        await turnOver();
      }
    },
  };
}

describe('the line inside the door', () => {
  it('is none for who answers a page and who asks whether we live; all others have a turn each, what matters more first', async () => {
    const { comes, served, over } = stage();
    for (const traffic of TRAFFIC.toReversed()) {
      comes(traffic, traffic);
    }
    expect(served).toEqual(['health', 'answer']);
    await over(1);
    expect(served).toHaveLength(3);
    await over(4);
    expect(served).toEqual(['health', 'answer', 'window', 'events', 'page', 'history']);
  });

  it('waits for half as long as the last one took while others keep coming, and not at all when nobody does', async () => {
    const { comes, served, over, turns, passes } = stage();
    comes('slow', 'page', { takes: 10 });
    comes('next', 'page');
    comes('last', 'page');
    await over(1);
    expect(served).toEqual(['slow']);
    for (let turn = 0; turn < 10; turn += 1) {
      turns.arrived();
      await over(1);
    }
    expect(served).toEqual(['slow']);
    passes(5);
    turns.arrived();
    await over(1);
    expect(served).toEqual(['slow', 'next']);
    await over(1);
    expect(served).toEqual(['slow', 'next', 'last']);
  });

  it('looks at newcomers for 20 ms at most, however long one took', async () => {
    const { comes, served, over, turns, passes } = stage();
    comes('very slow', 'page', { takes: 10_000 });
    comes('next', 'page');
    await over(2);
    passes(20);
    turns.arrived();
    await over(1);
    expect(served).toEqual(['very slow', 'next']);
  });

  it('leaves out who has hung up meanwhile', async () => {
    const { comes, served, over } = stage();
    let there = true;
    comes('gone', 'page', { wanted: () => there });
    comes('patient', 'page');
    there = false;
    await over(1);
    expect(served).toEqual(['patient']);
  });

  it('begins again after it was empty', async () => {
    const { comes, served, over } = stage();
    comes('one', 'page');
    await over(3);
    comes('other', 'history');
    await over(1);
    expect(served).toEqual(['one', 'other']);
  });
});
