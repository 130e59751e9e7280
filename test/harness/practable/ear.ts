/**
 * An ear on a practable system that remembers what it was told, and for which a test can wait.
 */
import type { PractableEar, ServiceTrouble } from '../../../electron/engine/ports/practable.ts';
import type { Manifest, Report } from '../../../shared/model/practable/report.ts';
import type { Service } from '../../../shared/model/practable/settings.ts';

export interface RememberingEar extends PractableEar {
  readonly manifests: Manifest[];
  readonly reports: { readonly service: Service; readonly report: Report }[];
  readonly troubles: { readonly service: Service; readonly trouble: ServiceTrouble }[];
  /** Resolves when this holds, which is looked at whenever something was told. */
  until(holds: () => boolean): Promise<void>;
  /** Words of what was troubled of a service. */
  words(service: Service): string[];
}

export function rememberingEar(): RememberingEar {
  const manifests: Manifest[] = [];
  const reports: RememberingEar['reports'] = [];
  const troubles: RememberingEar['troubles'] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const look of waiting) {
      look();
    }
  };
  return {
    manifests,
    reports,
    troubles,
    manifest(manifest) {
      manifests.push(manifest);
      told();
    },
    report(service, report) {
      reports.push({ service, report });
      told();
    },
    trouble(service, trouble) {
      troubles.push({ service, trouble });
      told();
    },
    until: (holds) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (holds()) {
            waiting.delete(look);
            resolve();
          }
        };
        waiting.add(look);
        look();
      }),
    words: (service) => troubles.flatMap((one) => (one.service === service ? one.trouble.detail : [])),
  };
}
