/** The SNPP gateway of the house: where the configuration wants it. */
import type { Settings } from '../../shared/model/settings.ts';
import { type SnppGatewayOptions, startSnppGateway } from '../server/snpp/gateway.ts';
import { createGatewayServing, type GatewayOptions, type GatewayServing } from './gateway.ts';

type Place = NonNullable<Settings['snpp']>;

export interface SnppOptions
  extends Pick<SnppGatewayOptions, 'knows' | 'page' | 'mayEnter'>,
    Pick<GatewayOptions<Place>, 'clock' | 'log' | 'wanted'> {}

export function createSnppServing({ wanted, ...options }: SnppOptions): GatewayServing {
  return createGatewayServing({
    id: 'snpp',
    name: 'SNPP gateway',
    without: 'Nobody can call by SNPP',
    clock: options.clock,
    log: options.log,
    wanted,
    start: (place) => startSnppGateway({ ...options, ...place }),
  });
}
