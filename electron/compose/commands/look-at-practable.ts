/**
 * One look at the practable systems of a configuration, for a command: each service until it has said something, or what it met.
 */
import type { Config } from '../../../shared/model/config.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import type { ProbeOutcome } from '../../../shared/model/observation.ts';
import {
  type PractableSettings,
  SERVICES,
  type Service,
  type SystemId,
} from '../../../shared/model/practable/settings.ts';
import { withPractable } from '../../../shared/rules/practable/component.ts';
import { NOT_SEEN_YET, serviceOutcome } from '../../../shared/rules/practable/outcome.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { PractableClient, ServiceTrouble } from '../../engine/ports/practable.ts';
import { createSystem, type PractableSystem } from '../../engine/practable/system.ts';

export interface LookedAt {
  /** With the experiments that were found. */
  readonly config: Config;
  readonly outcomeOf: (checkId: CheckId) => ProbeOutcome;
}

/** Takes as long as the slowest service, and `lastChecked` at most. */
export async function lookAtPractable(config: Config, client: PractableClient, clock: Clock): Promise<LookedAt> {
  const looks = await Promise.all([...config.practable.values()].map((settings) => lookAt(settings, client, clock)));
  const byId = new Map<SystemId, Look>(looks.map((look) => [look.id, look]));
  const found = withPractable(config, (id) => byId.get(id)?.system.known() ?? new Map());
  return {
    config: found,
    outcomeOf(checkId) {
      const check = found.checks.get(checkId);
      const look = check !== undefined && 'system' in check ? byId.get(check.system) : undefined;
      if (check === undefined || !('system' in check) || look === undefined) {
        return NOT_SEEN_YET;
      }
      const trouble = check.type === 'practable_service' ? look.troubles.get(check.service) : undefined;
      return trouble === undefined
        ? look.system.outcomeOf(check)
        : serviceOutcome({ state: 'stale', detail: trouble.detail }, trouble);
    },
  };
}

interface Look {
  readonly id: SystemId;
  readonly system: PractableSystem;
  readonly troubles: ReadonlyMap<Service, ServiceTrouble>;
}

async function lookAt(settings: PractableSettings, client: PractableClient, clock: Clock): Promise<Look> {
  const troubles = new Map<Service, ServiceTrouble>();
  const silent = new Set<Service>(SERVICES);
  const system = createSystem({
    settings: () => settings,
    clock,
    known: new Map(),
    onKnown: () => undefined,
    onRound: () => undefined,
  });
  await new Promise<void>((resolve) => {
    const done = (service: Service): void => {
      silent.delete(service);
      if (silent.size === 0) {
        end();
      }
    };
    const unfollow = client.follow(settings, {
      manifest(manifest) {
        system.ear.manifest(manifest);
        done('book');
      },
      report(service, report) {
        system.ear.report(service, report);
        done(service);
      },
      trouble(service, trouble) {
        troubles.set(service, trouble);
        done(service);
      },
    });
    const cancel = clock.after(settings.lastChecked, () => {
      for (const service of silent) {
        const detail = `${service} is connected, and has told nothing for ${settings.lastChecked / 1_000} s`;
        troubles.set(service, { kind: 'timeout', phase: 'body', detail });
      }
      end();
    });
    function end(): void {
      cancel();
      unfollow();
      resolve();
    }
  });
  system.stop();
  return { id: settings.id, system, troubles };
}
