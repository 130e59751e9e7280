/**
 * `watchbell drill`: a scripted bad day against the configuration, and who would have been paged, when and why. Nothing is sent.
 *
 * Ends with `well` when the day was played, whatever happened in it.
 */
import { resolve } from 'node:path';
import type { Config } from '../../../shared/model/config.ts';
import type { Segment } from '../../../shared/model/drill/world.ts';
import { World } from '../../../shared/model/drill/world.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import { lineText, summaryText } from '../../../shared/rules/drill/text.ts';
import { placeWorld } from '../../../shared/rules/drill/world.ts';
import { parseDocument } from '../../config/parse-document.ts';
import { readConfigFile } from '../../config/read-file.ts';
import type { Log } from '../../engine/ports/log.ts';
import { drill } from '../drill.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig, problemLine } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

export async function drillCommand(
  places: Places,
  { world: file, json }: { readonly world: string; readonly json: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  const placed = loaded === null ? null : await loadWorld(resolve(file), loaded.config, terminal);
  if (loaded === null || placed === null) {
    return EXIT.badInput;
  }
  const bugs: string[] = [];
  const { lines, summary } = await drill(placed.world, placed.targets, loaded.config, bugLog(bugs));
  if (json) {
    for (const line of [...lines, summary]) {
      terminal.out(JSON.stringify(line));
    }
  } else {
    for (const line of [...lines.map(lineText), '', ...summaryText(summary)]) {
      terminal.out(line);
    }
  }
  for (const bug of bugs) {
    terminal.err(`A bug of ours was met in this drill: ${bug}`);
  }
  return bugs.length === 0 ? EXIT.well : EXIT.wrong;
}

interface Placed {
  readonly world: World;
  readonly targets: ReadonlyMap<CheckId, readonly Segment[]>;
}

/** Null: every mistake in it has been said. */
async function loadWorld(path: string, config: Config, { err }: Terminal): Promise<Placed | null> {
  const reading = await readConfigFile(path);
  if (reading.kind !== 'text') {
    err(reading.kind === 'absent' ? `There is no file ${path}; name the world of the drill` : reading.reason);
    return null;
  }
  let targets: Placed['targets'] = new Map();
  const parsed = parseDocument(reading.text, World, (world) => {
    const placed = placeWorld(world, config);
    if (!placed.ok) {
      return placed.problems;
    }
    targets = placed.targets;
    return [];
  });
  if (!parsed.ok) {
    for (const problem of parsed.problems) {
      err(problemLine(path, problem));
    }
    return null;
  }
  return { world: parsed.value, targets };
}

/** What the engine calls an error is a bug of ours: nothing in a drill can be out of order but the rules. */
function bugLog(bugs: string[]): Log {
  return {
    info: () => undefined,
    warn: () => undefined,
    error: (fields, message) => void bugs.push(`${message} ${JSON.stringify(fields)}`),
  };
}
