/**
 * `watchbell explain`: how an incident went, out of the store beside the running app. Reads only.
 */
import type { ExplainAnswer, Explanation } from '../../../shared/contract/explain.ts';
import type { Config } from '../../../shared/model/config.ts';
import { IncidentId } from '../../../shared/model/ids.ts';
import { postIncidentDraft } from '../../../shared/rules/explain/markdown.ts';
import { explanationText } from '../../../shared/rules/explain/text.ts';
import { asItRuns } from '../../engine/as-it-runs.ts';
import { explainStored } from '../../engine/explain.ts';
import { openStoreReader } from '../../store/open-store.ts';
import { databasePath } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

export interface ExplainCommandOptions {
  /** An id, or `latest`. */
  readonly incident: string;
  readonly json: boolean;
  /** A draft of the post-incident document. */
  readonly markdown: boolean;
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function explainCommand(
  places: Places,
  options: ExplainCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  const id = options.incident === 'latest' ? null : IncidentId.safeParse(options.incident);
  if (loaded === null || id?.success === false) {
    if (loaded !== null) {
      terminal.err('--incident is the id of an incident, or `latest`');
    }
    return EXIT.badInput;
  }
  const { explanation, problem } = await inStore(places, loaded.config, id?.data ?? null);
  if (explanation === null) {
    terminal.err(problem);
    return EXIT.badInput;
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const lines = options.json
    ? jsonLines(explanation)
    : options.markdown
      ? postIncidentDraft(explanation, zone)
      : explanationText(explanation, zone);
  for (const line of lines) {
    terminal.out(line);
  }
  return EXIT.well;
}

async function inStore(places: Places, config: Config, id: IncidentId | null): Promise<ExplainAnswer> {
  try {
    const store = await openStoreReader({ path: databasePath(places.stateFolder), log: QUIET_LOG });
    try {
      const { values } = await store.restore();
      return await explainStored({ store, config: asItRuns(config, values, Date.now()), id });
    } finally {
      await store.close();
    }
  } catch (error) {
    return { explanation: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The incident, then its lines; every time in ISO 8601. */
function jsonLines({ lines, ...head }: Explanation): readonly string[] {
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  const { since, openedAt, recoveredAt, resolvedAt, ...rest } = head;
  const times = { since, openedAt, recoveredAt, resolvedAt };
  const first = {
    type: 'incident',
    ...rest,
    ...Object.fromEntries(Object.entries(times).map(([name, at]) => [name, iso(at)])),
  };
  return [first, ...lines.map((line) => ({ type: 'line', ...line, at: iso(line.at) }))].map((one) =>
    JSON.stringify(one),
  );
}
