/**
 * The commands that start a watch, and those that see to its configuration.
 */
import { Argument, InvalidArgumentError, Option } from 'commander';
import { PROXIES } from '../../shared/model/error-pages.ts';
import { KINDS, type Kind } from '../import/kinds.ts';
import type { ErrorPagesOptions } from './commands/error-pages.ts';
import type { ImportOptions } from './commands/import.ts';
import { places } from './commands/places.ts';
import { CONFIG, examples, type Line, STATE, type WithConfig, type WithState } from './line.ts';

export function addServe({ program, terminal, end }: Line): void {
  program
    .command('serve')
    .description('watch without a screen and serve the window to a browser on this machine')
    .option(...CONFIG)
    .option(...STATE)
    .option('--port <number>', 'instead of settings.listen.port', portOf)
    .addHelpText('after', examples('watchbell serve --config fleet.yaml --port 8730'))
    .action(async ({ config, state, port }: WithState & { port?: number }) =>
      end(
        await (await import('./commands/serve.ts')).serveCommand(
          places(config, state),
          { port: port ?? null },
          terminal,
        ),
      ),
    );
}

export function addValidate({ program, terminal, end }: Line): void {
  program
    .command('validate')
    .description('list every mistake in the configuration with its line and column')
    .option(...CONFIG)
    .addHelpText('after', examples('watchbell validate --config fleet.yaml'))
    .action(async ({ config }: WithConfig) =>
      end(await (await import('./commands/validate.ts')).validateCommand(places(config), terminal)),
    );
}

export function addSchema({ program, terminal, end }: Line): void {
  program
    .command('schema')
    .description('print the JSON Schema of the configuration, for editors')
    .addHelpText('after', examples('watchbell schema > watchbell.schema.json'))
    .action(async () => end((await import('./commands/validate.ts')).schemaCommand(terminal)));
}

export function addErrorPages({ program, terminal, end }: Line): void {
  program
    .command('error-pages')
    .description("the pages that a proxy shows in the site's place, and what to write into its configuration")
    .option(...CONFIG)
    .option(...STATE)
    .addOption(new Option('--for <proxy>', 'what stands in front of the site').choices(PROXIES).makeOptionMandatory())
    .requiredOption('--out <folder>', 'where to put them; made if it is missing')
    .option('--component <id...>', 'whose incidents they tell of (default: as in the configuration, else all)')
    .addHelpText(
      'after',
      `\nAs they are now; with \`settings.errorPages\` the running app keeps them so.${examples('watchbell error-pages --for apache --out /var/www/errors', 'watchbell error-pages --for haproxy --out /etc/haproxy/errors --component shop')}`,
    )
    .action(async ({ config, state, ...options }: WithState & ErrorPagesOptions) =>
      end(
        await (await import('./commands/error-pages.ts')).errorPagesCommand(places(config, state), options, terminal),
      ),
    );
}

export function addImport({ program, terminal, end }: Line): void {
  program
    .command('import')
    .description("another program's configuration as ours, and a list of what could not be carried over")
    .addArgument(new Argument('<kind>', 'what it is').choices(KINDS))
    .argument('<file>', 'its file')
    .option('-o, --output <file>', 'where to write our configuration (default: standard output)')
    .option('--force', 'replace the output if it is there already', false)
    .option('--modules <file>', 'for prometheus: the configuration of the blackbox exporter')
    .option('--json', 'the list as one JSON object on standard output', false)
    .addHelpText(
      'after',
      examples(
        'watchbell import gatus config.yaml --output watchbell.yaml',
        'watchbell import prometheus prometheus.yml --modules blackbox.yml -o watchbell.yaml',
      ),
    )
    .action(async (kind: string, file: string, options: ImportOptions) =>
      end(await (await import('./commands/import.ts')).importCommand(kind as Kind, file, options, terminal)),
    );
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('a port is a number from 0 (any free one) to 65535');
  }
  return Number(text);
}
