/**
 * The public status page on its ways out: live from the local server, as files in a folder, and to the command line.
 */
import { dirname, resolve } from 'node:path';
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import { NO_OWN_FILES, type OwnFiles, pageFiles } from '../../shared/rules/status-page/files.ts';
import { newsOf } from '../../shared/rules/status-page/news.ts';
import type { StatusPage } from '../../shared/rules/status-page/page.ts';
import type { LiveConfig } from '../config/live.ts';
import { readOwnFiles } from '../config/own-files.ts';
import type { Engine, HostReplies } from '../engine/engine.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import { createExporter, type Edition, type ExportState } from '../links/status-export/exporter.ts';
import type { FileSet } from '../links/status-export/write-set.ts';
import type { PublicPages } from '../server/status-page.ts';

export interface PublishingOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly configPath: string;
}

export interface Publishing {
  /** For the local server. */
  readonly pages: PublicPages;
  readonly replies: Pick<HostReplies, 'statusFiles'>;
  /** For the self-check; empty where there is no page. */
  rows(): readonly SelfCheckRow[];
  /** The configuration may be another one. Resolves when the files have been written, or could not be. */
  settle(): Promise<void>;
  /** Writes the files a last time. */
  close(): Promise<void>;
}

export function createPublishing(
  { clock, log, configPath }: PublishingOptions,
  { statusPages, feed }: Pick<Engine, 'statusPages' | 'feed'>,
  config: LiveConfig,
): Publishing {
  const folder = dirname(configPath);
  const wanted = () => config.state().config.settings.statusPage;
  let problems: readonly string[] = [];

  async function ownFiles(): Promise<OwnFiles> {
    const read = await readOwnFiles(folder, wanted());
    problems = read.problems;
    return read.files;
  }

  async function filesOf(page: StatusPage): Promise<FileSet> {
    const files = pageFiles(page, page.ownCss || page.ownImage !== null ? await ownFiles() : NO_OWN_FILES, 'file');
    return new Map([...files].map(([path, file]) => [path, file.paint()]));
  }

  async function edition(which: 'now' | 'last'): Promise<Edition | null> {
    const page = which === 'now' ? await statusPages.page() : await statusPages.last();
    return page === null ? null : { news: newsOf(page), files: () => filesOf(page) };
  }

  const exporter = createExporter({
    clock,
    log,
    wanted: () => {
      const page = wanted();
      return page?.folder === undefined ? null : { folder: resolve(folder, page.folder), every: page.every };
    },
    edition,
  });
  let unfollow: (() => void) | null = null;

  return {
    pages: { page: statusPages.page, ownFiles },
    replies: {
      async statusFiles() {
        const page = await statusPages.whole();
        return page === null ? null : [...(await filesOf(page))].map(toWire);
      },
    },
    rows: () => (wanted() === undefined ? [] : [row(exporter.state(), problems, clock.now())]),
    async settle() {
      const files = wanted()?.folder !== undefined;
      if (files) {
        unfollow ??= feed.subscribe(() => exporter.look());
      } else {
        unfollow?.();
        unfollow = null;
      }
      await exporter.settle();
    },
    async close() {
      unfollow?.();
      await exporter.close();
    },
  };
}

const toWire = ([path, content]: readonly [string, string | Uint8Array]) => ({
  path,
  base64: Buffer.from(content).toString('base64'),
});

function row(state: ExportState | null, problems: readonly string[], now: number): SelfCheckRow {
  const base = { id: 'status-page', name: 'Status page' } as const;
  if (state !== null && state.problem !== null) {
    const old = state.writtenAt === null ? 'was never written' : `is of ${new Date(state.writtenAt).toISOString()}`;
    return { ...base, level: 'red', text: `What people read in ${state.folder} ${old}`, fix: state.problem };
  }
  if (problems.length > 0) {
    return { ...base, level: 'amber', text: 'It is shown without files of yours', fix: problems.join('; ') };
  }
  const written =
    state?.writtenAt == null
      ? 'Served at /status/'
      : `Served at /status/, and written to ${state.folder} ${Math.max(0, Math.round((now - state.writtenAt) / 1_000))} s ago`;
  return { ...base, level: 'green', text: written, fix: '' };
}
