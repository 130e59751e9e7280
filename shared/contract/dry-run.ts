/**
 * Who would hear of a failure that nobody answers, by which channel and when. Nothing is sent. Times are epoch ms.
 */
import type { ChannelId, ComponentId, EpochMs, PersonId } from '../model/ids.ts';
import type { Severity } from '../model/status.ts';
import type { ExplainLine } from './explain.ts';

/**
 * Where it was left off. `reminder`: the first one has gone out, more follow; `all-said`: nothing more is said by itself; `unheard`:
 * a whole round has reached nobody, and goes on so; `held`: it stays held back until something happens that has no time; `nothing`: no incident comes of it; `horizon`: a week has passed.
 */
export const DRY_RUN_ENDS = ['reminder', 'all-said', 'unheard', 'held', 'nothing', 'horizon'] as const;
export type DryRunEnd = (typeof DRY_RUN_ENDS)[number];

export interface DryRunPage {
  readonly at: EpochMs;
  readonly kind: 'trigger' | 'reminder';
  readonly personId: PersonId | null;
  /** Person's name, or the channel's own id where it belongs to nobody. */
  readonly who: string;
  readonly channelId: ChannelId;
  /** "DOWN API: …" */
  readonly said: string;
  readonly because: string;
}

export interface DryRun {
  readonly componentId: ComponentId;
  readonly componentName: string;
  /** The first failed try. */
  readonly at: EpochMs;
  /** What the rules made of it; null: no incident came of it. */
  readonly severity: Severity | null;
  readonly end: DryRunEnd;
  readonly pages: readonly DryRunPage[];
  /** Everything the rules said on the way, in order: what was confirmed, held back, passed over, and why. */
  readonly lines: readonly ExplainLine[];
  /** What was taken for granted, in sentences. */
  readonly notes: readonly string[];
}

/** Null `dryRun`: there is none, and `problem` says why and what to do. */
export type DryRunAnswer =
  | { readonly dryRun: DryRun; readonly problem: null }
  | { readonly dryRun: null; readonly problem: string };
