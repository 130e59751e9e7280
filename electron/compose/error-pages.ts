/**
 * Keeps the error pages as the world is: written when what they tell changes, and now and then so that their time is young. What is
 * there when we end stays there.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import type { Config } from '../../shared/model/config.ts';
import type { ErrorPages } from '../../shared/model/error-pages.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { errorPageFiles } from '../../shared/rules/error-page/files.ts';
import { type Matter, matterNow } from '../../shared/rules/error-page/matter.ts';
import type { PageFacts } from '../../shared/rules/error-page/page.ts';
import type { Engine } from '../engine/engine.ts';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import { putFiles } from '../links/error-pages.ts';

const LOOK_EVERY_MS = 5_000;
/** Their time is never older than this while we run. */
const RENEW_EVERY_MS = 5 * 60_000;

export interface KeepingErrorPagesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
  readonly feed: Pick<Engine['feed'], 'snapshot'>;
  readonly timeZone: string;
}

export interface KeepingErrorPages {
  /** For the self-check; empty where none are wanted. */
  rows(): readonly SelfCheckRow[];
  close(): Promise<void>;
}

export function keepErrorPages({ clock, log, config, feed, timeZone }: KeepingErrorPagesOptions): KeepingErrorPages {
  let written: { readonly what: string; readonly at: number } | null = null;
  let problem: string | null = null;
  let cancel: Cancel = () => undefined;
  let closed = false;
  let working = look();

  async function look(): Promise<void> {
    const { settings } = config();
    if (settings.errorPages !== undefined) {
      await keep(settings.errorPages).catch((error: unknown) => {
        log.error({ err: String(error) }, 'the error pages could not be made: a bug of ours');
      });
    }
    if (!closed) {
      cancel = clock.after(LOOK_EVERY_MS, () => {
        working = look();
      });
    }
  }

  async function keep(wanted: ErrorPages): Promise<void> {
    const matter = matterNow(wanted, feed.snapshot());
    const callUrl = publicCalls(config());
    const what = JSON.stringify([wanted, matter, callUrl]);
    const now = clock.monotonicMs();
    if (written?.what === what && now - written.at < RENEW_EVERY_MS) {
      return;
    }
    const facts = pageFacts(wanted, matter, config(), clock.now(), timeZone);
    const trouble = await putFiles(wanted.folder, errorPageFiles(facts));
    if (trouble !== null && trouble !== problem) {
      log.error({}, `${trouble} It is tried again every ${LOOK_EVERY_MS / 1_000} s.`);
    }
    problem = trouble;
    written = trouble === null ? { what, at: now } : null;
  }

  return {
    rows() {
      const wanted = config().settings.errorPages;
      if (wanted === undefined) {
        return [];
      }
      const row = { id: 'error-pages', name: 'Error pages' };
      return problem === null
        ? [{ ...row, level: 'green', text: `Kept in ${wanted.folder} for ${wanted.for}`, fix: '' }]
        : [{ ...row, level: 'amber', text: 'What the proxy shows is old', fix: problem }];
    },
    async close() {
      closed = true;
      cancel();
      await working;
    },
  };
}

export function pageFacts(
  settings: ErrorPages,
  matter: Matter,
  config: Config,
  at: EpochMs,
  timeZone: string,
): PageFacts {
  return { settings, matter, callUrl: publicCalls(config), at, timeZone };
}

/** Where everybody may call; null: nobody may, or it has no public address. */
function publicCalls({ settings, cards }: Config): string | null {
  const anybody = [...cards.values()].some(({ visible }) => visible === 'everyone');
  return settings.publicUrl === undefined || !anybody ? null : `${settings.publicUrl.replace(/\/+$/, '')}/page-me/`;
}
