/**
 * `watchbell error-pages`: the pages that a proxy shows in the site's place, made once out of the store, and what to write into its
 * configuration. Beside the running app, or without one.
 */
import { resolve } from 'node:path';
import type { Config } from '../../../shared/model/config.ts';
import { ErrorPages, type ProxyKind } from '../../../shared/model/error-pages.ts';
import { ComponentId } from '../../../shared/model/ids.ts';
import { isCall } from '../../../shared/rules/calls/ids.ts';
import { errorPageFiles } from '../../../shared/rules/error-page/files.ts';
import { type Matter, matterOf } from '../../../shared/rules/error-page/matter.ts';
import { proxySnippet } from '../../../shared/rules/error-page/snippet.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import { putFiles } from '../../links/error-pages.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { pageFacts } from '../error-pages.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
const MOST = 10_000;

export interface ErrorPagesOptions {
  readonly for: ProxyKind;
  readonly out: string;
  readonly component?: readonly string[];
}

export async function errorPagesCommand(
  places: Places,
  options: ErrorPagesOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const { config } = loaded;
  const wanted = wantedPages(config, options);
  if (typeof wanted === 'string') {
    terminal.err(wanted);
    return EXIT.badInput;
  }
  const at = Date.now();
  const matter = await matterKept(places, wanted, at, terminal);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const trouble = await putFiles(wanted.folder, errorPageFiles(pageFacts(wanted, matter, config, at, timeZone)));
  if (trouble !== null) {
    terminal.err(trouble);
    return EXIT.wrong;
  }
  terminal.out(proxySnippet(wanted.for, wanted.folder).trimEnd());
  return EXIT.well;
}

/** What the file says of them, and over it what was typed. A text: what is wrong with that. */
function wantedPages({ settings, components }: Config, options: ErrorPagesOptions): ErrorPages | string {
  const stranger = options.component?.find((id) => !components.has(ComponentId.safeParse(id).data ?? ('' as never)));
  if (stranger !== undefined) {
    return `There is no component ${JSON.stringify(stranger)}${didYouMean(stranger, components.keys())}`;
  }
  const parsed = ErrorPages.safeParse({
    ...settings.errorPages,
    folder: resolve(options.out),
    for: options.for,
    ...(options.component !== undefined && { components: options.component }),
  });
  return parsed.success
    ? parsed.data
    : `--out ${resolve(options.out)}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`;
}

/** Where nothing was ever watched, nothing is known. */
async function matterKept(places: Places, wanted: ErrorPages, at: number, { err }: Terminal): Promise<Matter> {
  try {
    const store = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    try {
      const open = (await store.incidents({ from: at, limit: MOST })).filter(
        ({ state, componentId }) => state !== 'resolved' && !isCall(componentId),
      );
      return matterOf(
        wanted,
        open.map(({ componentId, since, acknowledgement }) => ({
          componentId,
          since,
          taken: acknowledgement !== null,
        })),
        [],
      );
    } finally {
      await store.close();
    }
  } catch (error) {
    err(`The pages tell of no incident: ${error instanceof Error ? error.message : String(error)}`);
    return { kind: 'unknown' };
  }
}
