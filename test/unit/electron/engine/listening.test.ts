/** Ears on channels: ended with the engine, and none that does not let go holds up the quitting. */
import { describe, expect, it } from 'vitest';
import { createListening } from '../../../../electron/engine/listening.ts';
import { forgetful } from '../../../../electron/engine/memories.ts';
import type { ListenContext } from '../../../../electron/engine/ports/channel.ts';
import { movableClock } from '../../../harness/clock.ts';
import { rememberingLog } from '../../../harness/log.ts';
import { configOf, fileOf, hook } from '../../../harness/watch-story.ts';

const SECOND = 1_000;

function setUp(listen: (id: string, context: ListenContext) => Promise<void> | null) {
  const clock = movableClock();
  const log = rememberingLog();
  let config = configOf(fileOf());
  const said: string[] = [];
  const listening = createListening({
    clock,
    log,
    channels: { listen: ({ id }, context) => listen(id, context) },
    config: () => config,
    memoryOf: forgetful,
    earOf: () => ({ answered: () => Promise.resolve(''), fared: () => undefined }),
    write: ({ events }) => Promise.resolve(void said.push(...events.map(({ text }) => text))),
  });
  listening.configure();
  return { clock, log, listening, said, reload: (file: Parameters<typeof configOf>[0]) => (config = configOf(file)) };
}
const untilAborted = ({ signal }: ListenContext) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
const ended = async (work: Promise<void>): Promise<() => boolean> => {
  let over = false;
  void work.then(() => {
    over = true;
  });
  await Promise.resolve();
  return () => over;
};

describe('quitting', () => {
  it('waits for ears that let go, and leaves no timer', async () => {
    const { clock, listening } = setUp((_id, context) => untilAborted(context));
    await listening.stop();
    expect(clock.waiting).toBe(0);
  });

  it('does not wait for one that does not let go: three seconds, and no longer', async () => {
    const { clock, listening } = setUp((id, context) =>
      id === 'kim-hook' ? new Promise<void>(() => undefined) : untilAborted(context),
    );
    const over = await ended(listening.stop());
    await clock.advance(2 * SECOND);
    expect(over()).toBe(false);
    await clock.advance(SECOND);
    expect(over()).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it('is bounded also for an ear that was ended before, when its channel went out of the configuration', async () => {
    const { clock, listening, reload } = setUp((id, context) =>
      id === 'boss-hook' ? new Promise<void>(() => undefined) : untilAborted(context),
    );
    reload(fileOf({ channels: [hook('kim-hook'), hook('sam-hook')] }));
    listening.configure();
    const over = await ended(listening.stop());
    await clock.advance(2 * SECOND);
    expect(over()).toBe(false);
    await clock.advance(SECOND);
    expect(over()).toBe(true);
  });
});

describe('an ear', () => {
  it('that breaks off is a bug of ours: said, and begun again after a minute', async () => {
    let begun = 0;
    const { clock, log, listening, said } = setUp((id, context) => {
      begun += id === 'kim-hook' ? 1 : 0;
      return id === 'kim-hook' && begun === 1 ? Promise.reject(new Error('oh')) : untilAborted(context);
    });
    await clock.advance(0);
    expect(listening.troubleOf('kim-hook' as never)).toBe('a bug of ours: Error: oh');
    expect(said).toEqual(['Answers by kim-hook are not heard: a bug of ours: Error: oh']);
    expect(log.lines.map(({ level }) => level)).toEqual(['error']);
    await clock.advance(60 * SECOND);
    expect(begun).toBe(2);
    await listening.stop();
    expect(clock.waiting).toBe(0);
  });

  it('is begun anew when its channel changes, and told nothing of its trouble after its end', async () => {
    const contexts = new Map<string, ListenContext>();
    const { listening, reload, said } = setUp((id, context) => {
      contexts.set(id, context);
      return untilAborted(context);
    });
    const before = contexts.get('kim-hook');
    reload(fileOf({ channels: [{ ...hook('kim-hook'), url: 'http://127.0.0.1:2/' }, hook('sam-hook')] }));
    listening.configure();
    expect(contexts.get('kim-hook')).not.toBe(before);
    before?.trouble('aborted');
    expect(said).toEqual([]);
    await listening.stop();
  });
});
