/**
 * Puts the window together and decides nothing. Returns the way to take it apart, which tests use.
 */
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../../shared/contract/contract.ts';
import type { Words } from '../texts/words.ts';
import { App } from './app.tsx';
import type { Clock } from './clock.ts';
import { createCommands } from './commands.ts';
import { startEffects } from './effects.ts';
import { follow } from './follow.ts';
import { createMirror } from './mirror.ts';
import { type Parts, PartsContext } from './parts.tsx';
import { createPreferences } from './preferences.ts';
import { createRouter } from './route.ts';
import { createStage } from './stage.ts';
import { startTicker } from './ticker.ts';

export interface Surroundings {
  readonly window: Window;
  readonly place: Element;
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly words: Words;
}

export function startWindow({ window, place, bridge, clock, words }: Surroundings): () => void {
  const parts: Parts = {
    bridge,
    clock,
    words,
    mirror: createMirror(clock.now()),
    ticker: startTicker(clock),
    router: createRouter(window),
    commands: createCommands(bridge, clock, words),
    stage: createStage(),
    preferences: createPreferences(() => window.localStorage),
  };
  const follower = follow(parts.mirror, bridge, clock);
  const stopEffects = startEffects(window, parts, follower);
  const root = createRoot(place);
  root.render(
    <PartsContext value={parts}>
      <App />
    </PartsContext>,
  );
  return () => {
    root.unmount();
    stopEffects();
    follower.stop();
    parts.router.stop();
    parts.ticker.stop();
  };
}
