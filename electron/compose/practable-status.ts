/**
 * The status APIs of the house: one for each practable system that wants one, each on a port of its own.
 */
import type { SystemId } from '../../shared/model/practable/settings.ts';
import type { LiveConfig } from '../config/live.ts';
import type { Engine } from '../engine/engine.ts';
import { startStatusApi } from '../server/practable/status-api.ts';
import type { FrontOptions } from './front.ts';
import { createGatewayServing, type GatewayServing } from './gateway.ts';

export function practableServing(
  { clock, log, admission, hostNames }: Pick<FrontOptions, 'clock' | 'log' | 'admission' | 'hostNames'>,
  { practableStatus }: Pick<Engine, 'practableStatus'>,
  config: Pick<LiveConfig, 'state'>,
): GatewayServing {
  const gateways = new Map<SystemId, GatewayServing>();
  const systems = () => config.state().config.practable;

  function open(system: SystemId): GatewayServing {
    return createGatewayServing({
      id: `practable-status-${system}`,
      name: `Status API of practable ${system}`,
      without: 'No program can read how its experiments are',
      ...{ clock, log },
      wanted: () => systems().get(system)?.statusApi,
      start: (place) =>
        startStatusApi({
          ...place,
          ...{ system, status: practableStatus, gate: admission.gate, hostHeaderNames: hostNames, clock, log },
        }),
    });
  }

  return {
    async settle() {
      for (const [system, { statusApi }] of systems()) {
        if (statusApi !== undefined && !gateways.has(system)) {
          gateways.set(system, open(system));
        }
      }
      // Of one that is wanted no more the port is free before another one may want it.
      const isWanted = ([system]: readonly [SystemId, unknown]) => systems().get(system)?.statusApi !== undefined;
      const all = [...gateways];
      await Promise.all(all.filter((one) => !isWanted(one)).map(([, gateway]) => gateway.settle()));
      await Promise.all(all.filter(isWanted).map(([, gateway]) => gateway.settle()));
    },
    rows: () => [...gateways.values()].flatMap((gateway) => gateway.rows()),
    async close() {
      await Promise.all([...gateways.values()].map((gateway) => gateway.close()));
    },
  };
}
