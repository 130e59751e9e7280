/**
 * The configuration with what there is of experiments: another one only when there are other experiments, or other streams of them.
 */
import type { Config } from '../../../shared/model/config.ts';
import type { SystemId } from '../../../shared/model/practable/settings.ts';
import { withPractable } from '../../../shared/rules/practable/component.ts';
import type { Known } from '../../../shared/rules/practable/known.ts';
import type { ConfigSource } from '../options.ts';

export interface ShownExperiments {
  readonly source: ConfigSource;
  /** There are others from now on. */
  publish(): void;
  stop(): void;
}

/** @param onConfig the file is another one; called before anybody else hears of it */
export function createShownExperiments(
  source: ConfigSource,
  known: (system: SystemId) => Known,
  onConfig: () => void,
): ShownExperiments {
  const listeners = new Set<() => void>();
  /** Another one with other experiments. */
  let version = 0;
  let seen: { readonly of: Config; readonly version: number; readonly with: Config } | null = null;

  function publish(): void {
    version += 1;
    for (const listener of listeners) {
      listener();
    }
  }

  const stopConfig = source.subscribe(() => {
    onConfig();
    publish();
  });

  return {
    source: {
      ...source,
      current() {
        const of = source.current();
        if (seen === null || seen.of !== of || seen.version !== version) {
          seen = { of, version, with: withPractable(of, known) };
        }
        return seen.with;
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    publish,
    stop() {
      stopConfig();
      listeners.clear();
    },
  };
}
