/**
 * Where the health port is: 80 above the local server, as ftw.monitor's monitor is above its instance, so that nobody has to say it.
 */
import type { Settings } from '../../model/settings.ts';
import { MONITOR_ABOVE_INSTANCE } from '../target.ts';

const LAST_PORT = 65_535;

export interface Place {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/**
 * @param listenPort of the local server, as it is really wanted; 0: any free one, and so is ours. So it is where 80 above is no port:
 * the configuration may not say that, but a command can. Null: nowhere.
 */
export function healthPlace({ health }: Pick<Settings, 'health'>, listenPort: number): Place | null {
  if (health === false) {
    return null;
  }
  const above = listenPort === 0 ? 0 : listenPort + MONITOR_ABOVE_INSTANCE;
  return { host: health.host, port: health.port ?? (above > LAST_PORT ? 0 : above) };
}

/** It is worked out, and is no port. */
export function isTooHigh({ health, listen }: Pick<Settings, 'health' | 'listen'>): boolean {
  return health !== false && health.port === undefined && listen.port + MONITOR_ABOVE_INSTANCE > LAST_PORT;
}
