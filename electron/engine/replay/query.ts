/**
 * A replay for the window: beside the watch, in small slices, one at a time.
 */
import type { Replies } from '../../../shared/contract/contract.ts';
import type { ReplayAnswer } from '../../../shared/contract/replay.ts';
import type { Config } from '../../../shared/model/config.ts';
import { withChanges } from '../../../shared/rules/replay/changes.ts';
import { withKeptTold } from '../cachet/book.ts';
import type { Core } from '../core.ts';
import type { ReadConfig } from '../options.ts';
import { withKeptPractable } from '../practable/kept.ts';
import { replayStored } from './stored.ts';

const no = (problem: string): ReplayAnswer => ({ report: null, problem });

export function createReplayQuery(core: Core, readConfig: ReadConfig | undefined): Pick<Replies, 'replay'> {
  let underWay = false;

  async function configOf(path: string | null): Promise<Config | string> {
    if (path === null) {
      return core.config();
    }
    if (readConfig === undefined) {
      return 'No other configuration can be read here; leave the path empty';
    }
    const read = await readConfig(path);
    if (!read.ok) {
      return read.problem;
    }
    const { values } = await core.store.restore();
    return withKeptTold(withKeptPractable(read.config, values), values);
  }

  return {
    async replay({ from, to, config: path, changes }) {
      if (from >= to) {
        return no('The range ends before it begins');
      }
      if (underWay) {
        return no('A replay is under way; ask again when it has ended');
      }
      underWay = true;
      try {
        const config = await configOf(path);
        if (typeof config === 'string') {
          return no(config);
        }
        const report = await replayStored({
          store: core.store,
          config: withChanges(config, changes),
          from,
          to,
          overrides: core.state.overrides,
          timeZone: core.timeZone,
          log: core.log,
          breathe: () => new Promise((resolve) => void core.clock.after(0, resolve)),
        });
        return { report, problem: null };
      } finally {
        underWay = false;
      }
    },
  };
}
