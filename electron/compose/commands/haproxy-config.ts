/** `watchbell haproxy-config`: back ends for HAProxy that ask our health port, and the monitors of the Zope instances we watch. */
import type { ComponentId } from '../../../shared/model/ids.ts';
import { componentBackend, type HaproxyOptions, ownBackend } from '../../../shared/rules/health-port/haproxy-config.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

export interface HaproxyConfigOptions {
  /** Nothing but ourselves. */
  readonly self: boolean;
  /** `host:port` of a page that says so. */
  readonly maintenance?: string;
}

const HEAD = [
  '# Made by `watchbell haproxy-config`. Read beside your own file, which has the front ends:',
  '#   haproxy -c -f /etc/haproxy/haproxy.cfg -f watchbell.cfg',
];

export async function haproxyConfigCommand(
  places: Places,
  component: string | undefined,
  { self, maintenance }: HaproxyConfigOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const backends = backendsOf(component, self, { config: loaded.config, maintenance: maintenance ?? null });
  if (typeof backends === 'string') {
    terminal.err(backends);
    return EXIT.badInput;
  }
  terminal.out([HEAD, ...backends].map((lines) => lines.join('\n')).join('\n\n'));
  return EXIT.well;
}

/** A text says why there are none. */
function backendsOf(
  component: string | undefined,
  self: boolean,
  options: HaproxyOptions,
): string | readonly (readonly string[])[] {
  const { components } = options.config;
  const own = ownBackend(options);
  if (component !== undefined) {
    const wanted = components.get(component as ComponentId);
    if (wanted === undefined) {
      return `There is no component ${JSON.stringify(component)} in the configuration${didYouMean(component, components.keys())}`;
    }
    const lines = componentBackend(wanted, options);
    return lines === null ? `${component} has no zcmonitor check with a port that HAProxy could ask` : [lines];
  }
  if (self && own === null) {
    return 'There is no health port to ask: settings.health is false';
  }
  const others = self ? [] : [...components.values()].map((one) => componentBackend(one, options));
  const all = [own, ...others].filter((lines) => lines !== null);
  return all.length === 0 ? 'There is nothing to ask: settings.health is false, and there is no zcmonitor check' : all;
}
