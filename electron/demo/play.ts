/**
 * Plays the script on the servers, by the clock.
 */
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import type { Mode } from './modes.ts';
import { nextGapMs, nextScene, OPENING, type Scene, type ServerId } from './script.ts';
import type { DemoServer } from './server.ts';

/** Somebody else may sit on a server's port for a moment; we want it back. */
const AGAIN_MS = 1_000;

/** Plays until the returned function is called. */
export function play(
  clock: Clock,
  random: () => number,
  servers: ReadonlyMap<ServerId, Pick<DemoServer, 'set'>>,
): Cancel {
  const waiting = new Set<Cancel>();
  let stopped = false;

  function later(ms: number, task: () => void): void {
    if (stopped) {
      return; // a server that could not be set just then must not begin the play anew
    }
    const cancel = clock.after(ms, () => {
      waiting.delete(cancel);
      task();
    });
    waiting.add(cancel);
  }

  function begin(scene: Scene): void {
    for (const { server, mode, fromMs, toMs } of scene) {
      later(fromMs, () => set(server, mode));
      later(toMs, () => set(server, 'well'));
    }
    later(nextGapMs(random), () => begin(nextScene(random, scene)));
  }

  function set(server: ServerId, mode: Mode): void {
    servers
      .get(server)
      ?.set(mode)
      .catch(() => later(AGAIN_MS, () => set(server, mode)));
  }

  begin(OPENING);
  return () => {
    stopped = true;
    for (const cancel of waiting) {
      cancel();
    }
    waiting.clear();
  };
}
