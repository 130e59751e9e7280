/** How loud the tone may be: the volume of this desk's sound channel. */
import type { Config } from '../../shared/model/config.ts';

/** 0 to 1. Of several sound channels the loudest: being heard matters more than being pleasant. */
export function soundVolume(config: Config): number {
  const { desk } = config.settings;
  const own = desk === undefined ? null : (config.people.get(desk)?.channels ?? []);
  const volumes = [...config.channels.values()].flatMap((channel) =>
    channel.type === 'sound' && (own === null || own.includes(channel.id)) ? [channel.volume] : [],
  );
  return volumes.length === 0 ? 0.8 : Math.max(...volumes);
}
