/**
 * People's reports that come in: counted per check, kept over a restart, bounded in number and in haste.
 *
 * A flood of them writes once a second, not once each: in an outage they come by the thousand.
 */
import type { Config } from '../../shared/model/config.ts';
import type { CheckId, EpochMs } from '../../shared/model/ids.ts';
import { NO_REPORTS, type Report, type ReportBook } from '../../shared/model/reports.ts';
import { addReports, countReports, reportLevel } from '../../shared/rules/reports.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { ProbeContext } from './ports/probe.ts';
import type { Seals } from './ports/seals.ts';
import type { JournalEntry } from './ports/store.ts';
import { type EngineState, reportsKey } from './state.ts';

/** How long counts may wait for the store. */
const WRITE_AFTER_MS = 1_000;
/** Reports taken per check: so many at once, then so many a second. Beyond it one more changes nothing that matters. */
const BURST = 200;
const PER_SECOND = 20;
/** 72 bits: two people of a thousand do not fall together. */
const SEAL_CHARACTERS = 12;

export interface ReportsOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly state: EngineState;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly checkNow: (checkIds: readonly CheckId[]) => void;
  /** Since when reports can arrive; null: they cannot. */
  readonly hearingSince: () => EpochMs | null;
  /** Absent: nobody can be told from another, so everybody counts. */
  readonly seals?: Pick<Seals, 'digest'> | undefined;
}

export interface Reports {
  readonly of: ProbeContext['reports'];
  /** People say that what this token stands for does not work. `who`: what the sender calls the one it speaks for; it is not kept. */
  report(token: string, report: Report): 'taken' | 'unknown' | 'too-many';
  /** The wall clock was set back by so many ms; what was reported is as old as before. */
  setBack(byMs: number): void;
  /** Writes what still waits. */
  stop(): void;
}

export function createReports({ clock, config, state, write, checkNow, hearingSince, seals }: ReportsOptions): Reports {
  const unwritten = new Set<CheckId>();
  const haste = new Map<CheckId, { left: number; at: number }>();
  let cancel: Cancel | null = null;

  const bookOf = (checkId: CheckId): ReportBook => state.reports.get(checkId) ?? NO_REPORTS;

  function flush(): void {
    cancel?.();
    cancel = null;
    const values = Object.fromEntries([...unwritten].map((id) => [reportsKey(id), bookOf(id)]));
    unwritten.clear();
    if (Object.keys(values).length > 0) {
      void write({ values, events: [] });
    }
  }

  function tooHasty(checkId: CheckId): boolean {
    const now = clock.monotonicMs();
    const before = haste.get(checkId) ?? { left: BURST, at: now };
    const left = Math.min(BURST, before.left + ((now - before.at) / 1_000) * PER_SECOND);
    haste.set(checkId, { left: left < 1 ? left : left - 1, at: now });
    return left < 1;
  }

  /** With the token, which is a secret, nobody can try out who it was. */
  const sealed = (report: Report, token: string): Report =>
    report.kind === 'total' || report.who === null
      ? report
      : {
          ...report,
          who: seals === undefined ? null : seals.digest(`${token} ${report.who}`).slice(0, SEAL_CHARACTERS),
        };

  return {
    of(checkId) {
      const check = config().checks.get(checkId);
      const book = bookOf(checkId);
      const count = check?.type === 'count' ? countReports(book, clock.now(), check) : 0;
      return { count, said: book.said, listeningSince: hearingSince() };
    },
    report(token, report) {
      const check = [...config().checks.values()].find((other) => other.type === 'count' && other.token === token);
      if (check?.type !== 'count') {
        return 'unknown';
      }
      if (tooHasty(check.id)) {
        return 'too-many';
      }
      const now = clock.now();
      const before = reportLevel(countReports(bookOf(check.id), now, check), check);
      const book = addReports(bookOf(check.id), sealed(report, token), now, check);
      state.reports.set(check.id, book);
      unwritten.add(check.id);
      cancel ??= clock.after(WRITE_AFTER_MS, flush);
      if (reportLevel(countReports(book, now, check), check) !== before) {
        checkNow([check.id]);
      }
      return 'taken';
    },
    setBack(byMs) {
      for (const [id, { spans, people, total, said }] of state.reports) {
        state.reports.set(id, {
          spans: spans.map(([begin, n]) => [begin - byMs, n]),
          people: people.map(([who, at]) => [who, at - byMs]),
          total: total && [total[0] - byMs, total[1]],
          said,
        });
        unwritten.add(id);
      }
      flush();
    },
    stop: flush,
  };
}
