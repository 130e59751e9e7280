/**
 * The configuration in force, and what keeps a newer one from being in force.
 *
 * The rule: what ran keeps running. A file that is broken, gone or unreadable never empties the watch; it only adds problems
 * to what is shown, and the moment it is right again it takes over.
 */
import type { ConfigView } from '../../shared/contract/view.ts';
import type { Config, ConfigProblem } from '../../shared/model/config.ts';
import { assertNever } from '../../shared/model/never.ts';
import { emptyConfig } from '../../shared/rules/config.ts';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import { type Written, writeStarter } from './folder.ts';
import type { LastGood } from './last-good.ts';
import { type ParsedConfig, parseConfig } from './parse.ts';
import type { Surroundings } from './placeholders.ts';
import { problemText } from './problems.ts';
import { type Reading, readConfigFile } from './read-file.ts';
import { type WatchFolder, watchConfig } from './watch-file.ts';

/** What is watched, where it comes from, and what is wrong with the file. */
export interface LiveState {
  readonly config: Config;
  /** `nothing`: there is no configuration that could run; the picture must say so. */
  readonly source: 'file' | 'last-good' | 'demo' | 'nothing';
  readonly view: ConfigView;
  readonly warnings: readonly ConfigProblem[];
  /** Of every configuration that was in force since the start: old ones still stand in texts on their way. */
  readonly secrets: readonly string[];
}

type RightConfig = Extract<ParsedConfig, { ok: true }>;

/** A demo fleet under way. */
export interface RunningDemo {
  readonly config: Config;
  stop(): Promise<void>;
}

export interface LiveOptions {
  readonly path: string;
  readonly surroundings: Surroundings;
  readonly clock: Clock;
  readonly log: Log;
  /** Null: never (a path was named on the command line, or the demo was removed before). */
  readonly startDemo: (() => Promise<RunningDemo>) | null;
  readonly lastGood: LastGood | null;
  readonly watchFolder?: WatchFolder;
}

export interface LiveConfig {
  readonly state: () => LiveState;
  /** Called after each change of the state, not for the present one. Returns the way to stop. */
  readonly subscribe: (listener: (state: LiveState) => void) => Cancel;
  /** Ends the demo: writes the starter file (never over one that is there) and reads it. Otherwise says why the demo goes on. */
  readonly leaveDemo: () => Promise<Written>;
  readonly stop: () => Promise<void>;
}

/** Reads the file for the first time and keeps to it from then on. */
export async function createLiveConfig(options: LiveOptions): Promise<LiveConfig> {
  const { path, surroundings, clock, log, lastGood } = options;
  const listeners = new Set<(state: LiveState) => void>();
  const secrets = new Set<string>();
  let demo: RunningDemo | null = null;
  let state: LiveState = nothing([]);
  let working: Promise<void> = Promise.resolve();
  /** The text in force: leaving the demo reads the file, and then the watch on the folder reports it again. */
  let inForce: string | null = null;
  const gone = placeless(`${path} is not there`);

  function nothing(problems: readonly ConfigProblem[]): LiveState {
    return {
      config: emptyConfig(),
      source: 'nothing',
      view: { path, loadedAt: clock.now(), problems },
      warnings: [],
      secrets: [...secrets],
    };
  }

  function publish(next: LiveState): void {
    state = next;
    for (const listener of listeners) {
      listener(state);
    }
  }

  function withProblems(problems: readonly ConfigProblem[]): LiveState {
    return { ...state, view: { ...state.view, problems } };
  }

  function refuse(problems: readonly ConfigProblem[]): void {
    log.error({ path, problems: problems.map(problemText) }, 'the configuration has mistakes and is not used');
    publish(withProblems(problems));
  }

  async function take(reading: Reading): Promise<void> {
    switch (reading.kind) {
      case 'absent':
        // The demo runs because there is no file; everything else runs although there is none.
        return state.source === 'demo' ? publish(withProblems([])) : refuse([gone]);
      case 'unreadable':
        return refuse([placeless(reading.reason)]);
      case 'text':
        return takeText(reading.text);
      default:
        return assertNever(reading, 'reading');
    }
  }

  async function takeText(text: string): Promise<void> {
    if (text === inForce && state.view.problems.length === 0) {
      return;
    }
    const parsed = parseConfig(text, surroundings);
    if (!parsed.ok) {
      return refuse(parsed.problems);
    }
    inForce = text;
    log.info(
      { path, components: parsed.config.components.size, warnings: parsed.warnings.map(problemText) },
      'configuration read',
    );
    publish(running('file', parsed, []));
    // Only now: whoever watches the demo's servers must have let go of them before they close.
    await endDemo();
    await lastGood?.write(text).catch((error: unknown) => {
      log.warn({ place: lastGood.place, error: String(error) }, 'the last good configuration could not be kept');
    });
  }

  function running(source: LiveState['source'], parsed: RightConfig, problems: readonly ConfigProblem[]): LiveState {
    for (const secret of parsed.secrets) {
      secrets.add(secret);
    }
    const view = { path, loadedAt: clock.now(), problems };
    return { config: parsed.config, source, view, warnings: parsed.warnings, secrets: [...secrets] };
  }

  async function endDemo(): Promise<void> {
    const ending = demo;
    demo = null;
    await ending?.stop();
  }

  /** At the first start there is nothing that could keep running: the last good text, the demo, or nothing. */
  async function begin(reading: Reading): Promise<void> {
    if (reading.kind === 'absent') {
      state = nothing([gone]);
    } else {
      await take(reading);
    }
    if (state.source === 'file') {
      return;
    }
    const { problems } = state.view;
    const kept = lastGood === null ? null : await lastGood.read();
    const parsed = kept === null ? null : parseConfig(kept, surroundings);
    if (parsed?.ok) {
      const how = `the last good configuration keeps running (kept in ${lastGood?.place}; remove that file to begin anew)`;
      log.warn({ path }, how);
      state = running('last-good', parsed, [...problems, placeless(how)]);
    } else if (reading.kind === 'absent' && options.startDemo !== null) {
      await beginDemo(options.startDemo);
    } else if (reading.kind === 'absent') {
      log.error({ path }, gone.message);
    }
  }

  async function beginDemo(start: () => Promise<RunningDemo>): Promise<void> {
    try {
      demo = await start();
      state = {
        config: demo.config,
        source: 'demo',
        view: { path: null, loadedAt: clock.now(), problems: [] },
        warnings: [],
        secrets: [],
      };
    } catch (error) {
      state = nothing([
        placeless(`the demo could not be started: ${error instanceof Error ? error.message : String(error)}`),
      ]);
    }
  }

  const first = await readConfigFile(path);
  await begin(first);
  /** One change after the other; a failure of one does not keep the next from happening. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = working.then(work);
    working = turn.catch((error: unknown) =>
      log.error({ path, error: String(error) }, 'a change of the configuration failed'),
    );
    return turn;
  };
  const stopWatching = watchConfig({
    path,
    clock,
    known: first,
    onChange: (reading) => void inTurn(() => take(reading)).catch(() => undefined), // said in the log above
    ...(options.watchFolder === undefined ? {} : { watchFolder: options.watchFolder }),
  });

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    leaveDemo: async () => {
      if (state.source !== 'demo') {
        return { ok: false, reason: 'the demo is not running' }; // a starter file in the place of a lost one would end the watch
      }
      const written = await writeStarter(path);
      if (written.ok) {
        await inTurn(async () => take(await readConfigFile(path)));
      }
      return written.ok && state.source === 'demo'
        ? { ok: false, reason: `${path} is there and has mistakes; the demo goes as soon as they are mended` }
        : written;
    },
    stop: async () => {
      stopWatching();
      listeners.clear();
      await inTurn(endDemo);
    },
  };
}

const placeless = (message: string): ConfigProblem => ({ path: '', line: null, column: null, message });
