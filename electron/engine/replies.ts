/**
 * Every question and command of the contract, and who answers it. The host adds what only it can answer.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import type { Commands } from './commands.ts';
import type { Core } from './core.ts';
import { createDryRunQuery } from './dry-run.ts';
import { createReportQuery } from './duty-report.ts';
import { createExplainQuery } from './explain.ts';
import type { Feed } from './feed.ts';
import { createMaintenanceCommands } from './maintenance.ts';
import { createMoveCommands } from './moves.ts';
import type { EngineOptions } from './options.ts';
import type { OutsideReplies } from './outside.ts';
import { createPresenceCommands } from './presences.ts';
import { createQueries } from './queries.ts';
import { createReplayQuery } from './replay/query.ts';
import { createSelfCheck, type SelfCheckOptions } from './self-check.ts';
import { createSilenceCommands } from './silences.ts';
import { createStatusCommands } from './status-commands.ts';
import { createSwapCommands } from './swaps.ts';
import { createTestPage } from './test-page.ts';

export interface RepliesOptions extends Pick<EngineOptions, 'hostReplies' | 'readConfig'> {
  readonly core: Core;
  readonly outside: OutsideReplies;
  readonly commands: Commands;
  readonly feed: Pick<Feed, 'snapshot'>;
  readonly selfCheck: Omit<SelfCheckOptions, 'core'>;
}

export function createReplies({ core, commands, feed, selfCheck, ...options }: RepliesOptions): Replies {
  return {
    ...options.hostReplies,
    ...commands,
    ...createMaintenanceCommands(core),
    ...createSilenceCommands(core),
    ...createPresenceCommands(core),
    ...createMoveCommands(core, commands),
    ...createSwapCommands(core),
    ...createStatusCommands(core),
    ...createQueries(core),
    ...createReportQuery(core),
    ...createExplainQuery(core),
    ...createDryRunQuery(core),
    ...options.outside,
    ...createReplayQuery(core, options.readConfig),
    snapshot: () => Promise.resolve(feed.snapshot()),
    testPage: createTestPage(core),
    selfCheck: createSelfCheck({ core, ...selfCheck }),
  };
}
