/**
 * From a source of the file to what the house uses: defaults filled in, and what of the file's silences, routes and maintenance is for
 * its alerts.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { ComponentId, PolicyId } from '../../model/ids.ts';
import type { SourceFile, SourceSettings } from '../../model/source.ts';
import { windowsFor } from '../config/maintenance.ts';
import { silencesFor } from '../config/silences.ts';
import { routesFor } from '../routing.ts';

export function sourceSettings(source: SourceFile, file: ConfigFile, byDefault: PolicyId | null): SourceSettings {
  const { group, tags } = source;
  // It is no component of the file, so nothing of the file is for it by its id.
  const target = { id: '' as ComponentId, tags, ...(group !== undefined && { group }) };
  return {
    ...source,
    name: source.name ?? source.id,
    component: source.component ?? null,
    group: group ?? null,
    policy: source.policy ?? byDefault,
    steadyAfter: file.settings.steadyAfter,
    routes: source.policy === undefined ? routesFor(target, file.routes) : [],
    maintenance: windowsFor(target, file.maintenance),
    silences: silencesFor(target, file.silences),
  };
}
