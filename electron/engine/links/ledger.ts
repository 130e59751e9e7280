/**
 * What every link was told last, kept over a restart. Told means written down here. Points of a curve are not worth a write each.
 */
import { z } from 'zod';
import type { EventDraft } from '../../../shared/model/event.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { LinkId } from '../../../shared/model/links/common.ts';
import { Mark } from '../../../shared/rules/links/mark.ts';
import type { JournalEntry } from '../ports/store.ts';

const PREFIX = 'link:';
/** Of a link that stands nowhere any more, and of components that are not there any more: somebody may put them back. ms */
const ORPHAN_MS = 30 * 86_400_000;

/** It takes nothing since then. */
export const LinkTrouble = z.object({ since: z.number(), reason: z.string() });
export type LinkTrouble = z.infer<typeof LinkTrouble>;

const Row = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mark'), link: LinkId, mark: Mark }),
  z.object({ kind: z.literal('trouble'), link: LinkId, trouble: LinkTrouble }),
]);

export interface Ledger {
  /** By key; of other places too. */
  marks(link: LinkId): ReadonlyMap<string, Mark>;
  /** Holds at once; resolves when it may be relied upon. */
  keep(link: LinkId, mark: Mark, events?: readonly EventDraft[]): Promise<void>;
  forget(link: LinkId, keys: readonly string[]): Promise<void>;
  trouble(link: LinkId): LinkTrouble | null;
  setTrouble(link: LinkId, trouble: LinkTrouble | null, events: readonly EventDraft[]): Promise<void>;
  /** Forgets what nobody needs any more. */
  tidy(links: ReadonlySet<LinkId>, now: EpochMs): void;
}

/** @param restored the store's values at the start */
export function createLedger(
  restored: ReadonlyMap<string, unknown>,
  write: (entry: JournalEntry) => Promise<void>,
): Ledger {
  const kept = new Map<LinkId, Map<string, Mark>>();
  const troubles = new Map<LinkId, LinkTrouble>();
  for (const [key, value] of restored) {
    const row = key.startsWith(PREFIX) ? Row.safeParse(value).data : undefined;
    if (row?.kind === 'mark') {
      marksOf(row.link).set(row.mark.key, row.mark);
    } else if (row?.kind === 'trouble') {
      troubles.set(row.link, row.trouble);
    }
  }

  function marksOf(link: LinkId): Map<string, Mark> {
    const marks = kept.get(link) ?? new Map<string, Mark>();
    kept.set(link, marks);
    return marks;
  }

  function forget(link: LinkId, keys: readonly string[]): Promise<void> {
    const marks = marksOf(link);
    const values = keys.filter((key) => marks.delete(key)).map((key) => [rowKey(link, key), null] as const);
    return values.length === 0 ? Promise.resolve() : write({ values: Object.fromEntries(values), events: [] });
  }

  return {
    marks: marksOf,
    keep(link, mark, events = []) {
      marksOf(link).set(mark.key, mark);
      const fleeting = mark.told?.kind === 'latency' || mark.draft?.state.kind === 'latency';
      if (fleeting && events.length === 0) {
        return Promise.resolve();
      }
      return write({ values: fleeting ? {} : { [rowKey(link, mark.key)]: { kind: 'mark', link, mark } }, events });
    },
    forget,
    trouble: (link) => troubles.get(link) ?? null,
    setTrouble(link, trouble, events) {
      if (trouble === null) {
        troubles.delete(link);
      } else {
        troubles.set(link, trouble);
      }
      return write({
        values: { [rowKey(link, 'trouble')]: trouble === null ? null : { kind: 'trouble', link, trouble } },
        events,
      });
    },
    tidy(links, now) {
      for (const [link, marks] of kept) {
        const old = [...marks.values()].filter(({ at }) => at < now - ORPHAN_MS);
        if (!links.has(link) && old.length > 0) {
          void forget(
            link,
            old.map(({ key }) => key),
          );
        }
      }
    },
  };
}

/** No thing has the key `trouble`: each begins with its kind and a colon. */
const rowKey = (link: LinkId, key: string): string => `${PREFIX}${link}:${key}`;
