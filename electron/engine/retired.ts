/**
 * A component that the configuration no longer has, as far as it is still known: enough to close what was paged for it.
 */
import type { ComponentSettings } from '../../shared/model/config.ts';
import type { ComponentId } from '../../shared/model/ids.ts';
import { alwaysAfter } from '../../shared/rules/config/page-after.ts';

/** All that is still known of a component which the configuration no longer has. */
export function retired(id: ComponentId): ComponentSettings {
  return {
    id,
    name: id,
    group: null,
    tags: [],
    description: '',
    owner: '',
    runbook: null,
    severity: null,
    pageAfter: alwaysAfter(0),
    closeAfter: 0,
    steadyAfter: 0,
    policy: null,
    checks: [],
    redundancy: null,
    maintenance: [],
    silences: [],
    routes: [],
    dependsOn: [],
  };
}
