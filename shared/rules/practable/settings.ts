/**
 * From a practable system of the file to what the house uses: whole addresses, defaults filled in, and what of the file's silences,
 * routes and maintenance is for its experiments.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { ComponentId, PolicyId } from '../../model/ids.ts';
import type { PageAfter } from '../../model/page-after.ts';
import type { PractableFile, PractableSettings, Service, ServiceSettings } from '../../model/practable/settings.ts';
import { windowsFor } from '../config/maintenance.ts';
import { silencesFor } from '../config/silences.ts';
import { routesFor } from '../routing.ts';

/** Where book and jump answer, below their public address. relay does not. */
export const API_PATH = '/api/v1';

export function practableSettings(
  system: PractableFile,
  file: ConfigFile,
  byDefault: { readonly policy: PolicyId | null; readonly pageAfter: PageAfter },
): PractableSettings {
  const { group, tags } = system;
  // Its experiments are no components of the file, so nothing of the file is for them by their ids.
  const target = { id: '' as ComponentId, tags, ...(group !== undefined && { group }) };
  const { closeAfter, steadyAfter } = file.settings;
  return {
    ...system,
    name: system.name ?? system.id,
    book: serviceSettings('book', system.book),
    jump: serviceSettings('jump', system.jump),
    relay: serviceSettings('relay', system.relay),
    group: group ?? null,
    policy: system.policy ?? byDefault.policy,
    pageAfter: byDefault.pageAfter,
    closeAfter,
    steadyAfter,
    routes: system.policy === undefined ? routesFor(target, file.routes) : [],
    maintenance: windowsFor(target, file.maintenance),
    silences: silencesFor(target, file.silences),
  };
}

/** With and without a slash at its end, with and without `/api/v1`: both forms are in use. */
export function serviceSettings(service: Service, written: PractableFile[Service]): ServiceSettings {
  const whole = written.url.replace(/\/+$/, '');
  const plain = service === 'relay' ? whole : whole.replace(/\/api\/v1$/, '');
  return {
    base: service === 'relay' ? whole : `${plain}${API_PATH}`,
    secret: written.secret,
    audience: written.audience ?? plain,
  };
}
