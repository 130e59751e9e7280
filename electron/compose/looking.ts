/**
 * The commands that look once, at a target or at the roster, or try a way to somebody.
 */
import { Argument, InvalidArgumentError, Option } from 'commander';
import type { HaproxyConfigOptions } from './commands/haproxy-config.ts';
import type { OnCallOptions } from './commands/on-call.ts';
import { places } from './commands/places.ts';
import { CONFIG, examples, type Line, STATE, type WithConfig, type WithState } from './line.ts';

export function addCheck({ program, terminal, end }: Line): void {
  program
    .command('check')
    .description(
      'look at every check until it is settled, one line each; exit code 0 all well, 1 something is wrong, 2 bad configuration',
    )
    .option(...CONFIG)
    .option('--once', 'one try each instead of until settled', false)
    .addHelpText(
      'after',
      `${examples('watchbell check --once --config fleet.yaml || echo "look at it"')}    (from cron)`,
    )
    .action(async ({ config, once }: WithConfig & { once: boolean }) =>
      end(await (await import('./commands/check.ts')).checkCommand(places(config), { once }, terminal)),
    );
}

export function addOnCall({ program, terminal, end }: Line): void {
  program
    .command('oncall')
    .description('who is on call, until when, and why; exit code 1 when it is nobody at some time asked for')
    .option(...CONFIG)
    .option(...STATE)
    .addOption(new Option('--at <time>', 'at this time').conflicts(['from', 'to']))
    .option('--from <time>', 'all shifts from this time (default: now)')
    .option('--to <time>', 'all shifts up to this time (default: two weeks after --from)')
    .option('--schedule <id>', 'only this schedule')
    .option('--json', 'one JSON object a line', false)
    .addOption(new Option('--ical', 'as a calendar (iCalendar, RFC 5545)').default(false).conflicts(['at', 'json']))
    .option('--person <id>', "with --ical: only this person's part")
    .addHelpText(
      'after',
      '\nTimes: ISO 8601 (without an offset: the wall clock of this machine), or a duration from now like 3d.' +
        examples(
          'watchbell oncall',
          'watchbell oncall --at 2026-12-24T18:00:00Z',
          'watchbell oncall --from 0 --to 28d --json',
          'watchbell oncall --ical --person kim > kim.ics',
        ),
    )
    .action(async ({ config, state, ...options }: WithState & OnCallOptions) =>
      end(await (await import('./commands/on-call.ts')).onCallCommand(places(config, state), options, terminal)),
    );
}

export function addProbe({ program, terminal, end }: Line): void {
  program
    .command('probe <url>')
    .description(
      'one look at an address, with the time each phase took (http, https, tcp://host:port, zcmonitor://host:port)',
    )
    .addHelpText('after', examples('watchbell probe https://example.org/', 'watchbell probe tcp://127.0.0.1:5432'))
    .action(async (url: string) => end(await (await import('./commands/probe.ts')).probeCommand(url, terminal)));
}

export function addMonitor({ program, terminal, end }: Line): void {
  program
    .command('monitor <place> [command...]')
    .description(
      'send one command to a zc.monitor / ftw.monitor, or to our own health port, and show the reply (no command: help)',
    )
    .addHelpText(
      'after',
      '\nA place is host:port, :port of this machine, or the path of a Unix socket. Exit code 1 when there is no answer, or none that' +
        ` is good: health_check that is not well, zeostatus False.${examples('watchbell monitor zope1:8160', 'watchbell monitor :8810 health_check')}`,
    )
    .action(async (place: string, command: readonly string[]) =>
      end(await (await import('./commands/monitor.ts')).monitorCommand(place, command, terminal)),
    );
}

export function addHaproxyConfig({ program, terminal, end }: Line): void {
  program
    .command('haproxy-config')
    .description(
      'print back ends for HAProxy that ask our health port, and the monitors of the Zope instances of the configuration',
    )
    .addArgument(new Argument('[component]', 'only this one').argOptional())
    .option(...CONFIG)
    .addOption(new Option('--self', 'only ourselves').default(false))
    .option('--maintenance <host:port>', 'a server for when no other is left', addressOf)
    .addHelpText(
      'after',
      examples(
        'watchbell haproxy-config > watchbell.cfg',
        'watchbell haproxy-config plone --maintenance 127.0.0.1:10319',
      ),
    )
    .action(async (component: string | undefined, { config, ...options }: WithConfig & HaproxyConfigOptions) =>
      end(
        await (await import('./commands/haproxy-config.ts')).haproxyConfigCommand(
          places(config),
          component,
          options,
          terminal,
        ),
      ),
    );
}

function addressOf(text: string): string {
  if (!/^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):\d{1,5}$/.test(text)) {
    throw new InvalidArgumentError('write host:port, like 127.0.0.1:10319');
  }
  return text;
}

export function addMetrics({ program, terminal, end }: Line): void {
  program
    .command('metrics')
    .description('the figures of the Watchbell that runs, as Prometheus reads them')
    .option(...STATE)
    .option('--influx', "in InfluxDB's line protocol", false)
    .addHelpText('after', examples('watchbell metrics', 'watchbell metrics --influx'))
    .action(async ({ state, influx }: { readonly state?: string; readonly influx: boolean }) =>
      end(await (await import('./commands/metrics.ts')).metricsCommand(places(undefined, state), { influx }, terminal)),
    );
}

export function addPage({ program, terminal, end }: Line): void {
  program
    .command('page')
    .description('send a test page to a person by each of their channels; exit code 0 only when all of them took it')
    .option(...CONFIG)
    .requiredOption('--test <person>', 'id of the person in the configuration')
    .addHelpText('after', examples('watchbell page --test kim'))
    .action(async ({ config, test }: WithConfig & { test: string }) =>
      end(await (await import('./commands/page.ts')).testPageCommand(places(config), test, terminal)),
    );
}
