/**
 * Watchbell itself as a component like any other: what goes wrong with us travels the same way, and pages the same people.
 *
 * It stands in no file, is never scheduled, and is looked for by `componentOf` so that nobody counts it by accident.
 */
import type { Check } from '../model/check.ts';
import { SELF_ASPECTS, type SelfAspect, SelfCheck } from '../model/checks/self.ts';
import type { ComponentSettings, Config } from '../model/config.ts';
import { CheckId, ComponentId } from '../model/ids.ts';
import type { Trouble } from '../model/status.ts';

/** Nobody else may have this id, nor a check id below it. */
export const WATCHER_ID = ComponentId.parse('watchbell');

/** What a failure of ours amounts to: many targets down at once is as bad as one of them; the rest is high, not critical. */
const AMOUNTS_TO: Readonly<Record<SelfAspect, Trouble>> = {
  sight: 'partial_outage',
  uplink: 'partial_outage',
  storm: 'major_outage',
  audit: 'partial_outage',
};

/** It is one of the checks by which we look at ourselves. */
export const isSelfCheck = (id: CheckId): boolean => id.startsWith(`${WATCHER_ID}/`);

/** `watchbell/sight` */
export function selfCheckId(aspect: SelfAspect): CheckId {
  return CheckId.parse(`${WATCHER_ID}/${aspect}`);
}

/** We ourselves, paged about by the default policy. */
export function watcherComponent({
  pageAfter,
  closeAfter,
  steadyAfter,
  policy,
}: Pick<ComponentSettings, 'pageAfter' | 'closeAfter' | 'steadyAfter' | 'policy'>): ComponentSettings {
  return {
    id: WATCHER_ID,
    name: 'Watchbell itself',
    group: null,
    tags: [],
    description: 'The watcher: whether it can see, has a way out, and has sent what was to be sent.',
    owner: '',
    runbook: null,
    severity: null,
    pageAfter,
    closeAfter,
    steadyAfter,
    policy,
    checks: SELF_ASPECTS.map(selfCheck),
    redundancy: null,
    // Maintenance is for what is watched. That we cannot see is never planned.
    maintenance: [],
    silences: [],
    routes: [],
    dependsOn: [],
  };
}

/** A component by its id, we ourselves included. */
export function componentOf(config: Config, id: ComponentId): ComponentSettings | undefined {
  return config.components.get(id) ?? (id === WATCHER_ID ? config.watcher : undefined);
}

/**
 * What we say of ourselves has been weighed before it is said: one word is enough, in both directions. Three words in a week are
 * no flapping either: nothing is tried in between, so the latest changes may lie days apart (`steadyAfter` counts by the clock).
 */
function selfCheck(aspect: SelfAspect): Check {
  const check = SelfCheck.parse({
    type: 'self',
    aspect,
    rise: 1,
    fall: 1,
    startupGrace: 0,
    flapping: { on: 0, off: 0 },
    failureStatus: AMOUNTS_TO[aspect],
  });
  const { interval } = check;
  return {
    ...check,
    id: selfCheckId(aspect),
    componentId: WATCHER_ID,
    fastInterval: interval,
    downInterval: interval,
  };
}
