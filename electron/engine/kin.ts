/**
 * Word to whatever stands behind a component when that changes: what was its own trouble may be somebody else's now.
 *
 * Costs one look at a map for components that nobody depends on.
 */
import type { Config } from '../../shared/model/config.ts';
import type { ComponentId } from '../../shared/model/ids.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { behind } from '../../shared/rules/dependencies.ts';
import { isUndecided } from '../../shared/rules/health.ts';

export interface Kin {
  configure(config: Config): void;
  /** A component has taken a step: looks at those behind it for which that may matter. */
  stepped(before: ComponentWatch, after: ComponentWatch): void;
}

export interface KinOptions {
  readonly get: (id: ComponentId) => ComponentWatch | undefined;
  /** Looks at its gate; sends nothing by itself, for in a gap others have still to hear that nothing is known. */
  readonly look: (id: ComponentId) => void;
}

export function createKin({ get, look }: KinOptions): Kin {
  const children = new Map<ComponentId, ComponentId[]>();

  return {
    configure({ components }) {
      children.clear();
      for (const { id, dependsOn } of components.values()) {
        for (const parent of new Set(dependsOn.flat())) {
          children.set(parent, [...(children.get(parent) ?? []), id]);
        }
      }
      for (const id of new Set([...children.values()].flat())) {
        look(id);
      }
    },
    stepped(before, after) {
      const own = children.get(after.componentId);
      if (own === undefined) {
        return;
      }
      if (before.status !== after.status || isUnsure(before) !== isUnsure(after)) {
        for (const id of behind(after.componentId, children)) {
          look(id);
        }
        return;
      }
      if (before.checks === after.checks) {
        return;
      }
      for (const id of own) {
        if (get(id)?.incident?.held?.kind === 'parent-unseen') {
          look(id);
        }
      }
    },
  };
}

function isUnsure({ checks }: ComponentWatch): boolean {
  return checks.some(isUndecided);
}
