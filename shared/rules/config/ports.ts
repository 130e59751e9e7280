/**
 * Where we listen: no two of our own on one port, and none that there cannot be.
 */
import type { ConfigFile } from '../../model/config.ts';
import { healthPlace, isTooHigh, type Place } from '../health-port/place.ts';
import type { Complaint, Path } from './complaint.ts';
import { repeated, type Use } from './unique.ts';

export function portComplaints({ settings, practable }: ConfigFile): readonly Complaint[] {
  const { listen, snpp, smtp, agent } = settings;
  const health = healthPlace(settings, listen.port);
  if (isTooHigh(settings)) {
    const message =
      'the health port is 80 above, and there is none: say settings.health.port, or settings.health: false';
    return [{ path: ['settings', 'listen', 'port'], message }];
  }
  const written = settings.health !== false && settings.health.port !== undefined;
  // One that was worked out stands nowhere: whoever has taken it hears of it, so it comes first.
  const places: readonly (readonly [Place | undefined, Path])[] = [
    [listen, ['settings', 'listen', 'port']],
    [health ?? undefined, written ? ['settings', 'health', 'port'] : ['settings', 'listen', 'port']],
    [snpp, ['settings', 'snpp', 'port']],
    [smtp, ['settings', 'smtp', 'port']],
    [agent, ['settings', 'agent', 'port']],
    ...practable.map(({ statusApi }, index) => [statusApi, ['practable', index, 'statusApi', 'port']] as const),
  ];
  return repeated(
    'address',
    places.flatMap(([place, path]): Use[] =>
      place === undefined || place.port === 0 ? [] : [{ name: `${place.host}:${place.port}`, path }],
    ),
    'each of ours needs one of its own (the health port is 80 above settings.listen.port)',
  );
}
