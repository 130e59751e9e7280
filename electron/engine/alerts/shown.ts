/**
 * The configuration with what the alerts make of it: another one only when there are other alerts, or other words for them.
 */
import type { Alert } from '../../../shared/model/alert.ts';
import type { Config } from '../../../shared/model/config.ts';
import { withAlerts } from '../../../shared/rules/alerts/component.ts';
import type { ConfigSource } from '../options.ts';

export interface Shown {
  readonly source: ConfigSource;
  /** These are to be seen from now on. */
  show(alerts: readonly Alert[]): void;
}

export function createShown(source: ConfigSource, first: readonly Alert[]): Shown {
  const listeners = new Set<() => void>();
  let shown = first;
  let seen: { readonly config: Config; readonly shown: readonly Alert[]; readonly with: Config } | null = null;

  return {
    source: {
      ...source,
      current() {
        const config = source.current();
        if (seen === null || seen.config !== config || seen.shown !== shown) {
          seen = { config, shown, with: withAlerts(config, shown) };
        }
        return seen.with;
      },
      subscribe(listener) {
        const stop = source.subscribe(listener);
        listeners.add(listener);
        return () => {
          stop();
          listeners.delete(listener);
        };
      },
    },
    show(alerts) {
      if (looksOf(alerts) !== looksOf(shown)) {
        shown = alerts;
        for (const listener of listeners) {
          listener();
        }
      }
    },
  };
}

/** All of them that their components are made of. Of a storm it is enough that there is one. */
function looksOf(alerts: readonly Alert[]): string {
  const own = alerts.filter(({ stormy }) => !stormy);
  const stormy = new Set(alerts.flatMap((alert) => (alert.stormy ? [alert.source] : [])));
  return JSON.stringify([own.map(({ number, details, links }) => [number, details, links]), [...stormy]]);
}
