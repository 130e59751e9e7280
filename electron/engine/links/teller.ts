/**
 * One link and all that it is owed: one thing at a time, worst first, the newest state of each.
 *
 * What is about to be told is written down first, and that it was taken afterwards. Whatever was cut off in between is told again, and
 * the link is told that it may have arrived. What fails rests, and so does the link as a whole when it takes nothing.
 */
import { formatDuration } from '../../../shared/model/duration.ts';
import type { EventDraft } from '../../../shared/model/event.ts';
import type { LinkSettings } from '../../../shared/model/link.ts';
import type { LinkState } from '../../../shared/model/link-state.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { drafted, type Mark, maybeOf, newMark, notTaken, taken } from '../../../shared/rules/links/mark.ts';
import { changeOf, isDone, owedOf } from '../../../shared/rules/links/owed.ts';
import type { Wanted } from '../../../shared/rules/links/wanted.ts';
import { createLine, type Errand, type Next } from '../errands.ts';
import { inTime } from '../one-try.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkAnswer, LinkSet } from '../ports/link.ts';
import type { Log } from '../ports/log.ts';
import { type LinkNews, linkEvent } from './events.ts';
import type { Ledger } from './ledger.ts';

/** Much changes by itself as well: windows begin, incidents become old enough. ms */
const LOOK_EVERY_MS = 15_000;
/** In a storm of changes all that is owed is worked out at most so often. ms */
const FRESH_MS = 1_000;
/** What somebody has set by hand is looked at again. ms */
const LEFT_REST_MS = 5 * 60_000;
/** A link may have to ask several things before it can tell one. ms */
const TRY_MS = 60_000;

/**
 * What a link should have been told beside components and what is made of them. `known`: what it was told, or may have been.
 * What is not among it is left as it is.
 */
export type More = (settings: LinkSettings, known: readonly LinkState[]) => readonly Wanted[];

export interface TellerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly links: LinkSet;
  readonly ledger: Ledger;
  readonly settings: LinkSettings;
  /** What this link should have been told by now. */
  readonly wanted: (settings: LinkSettings, began: (key: string) => boolean) => readonly Wanted[];
  readonly more: More;
}

export interface Teller {
  readonly settings: LinkSettings;
  look(inMs?: number): void;
  /** So many things are owed, as it was seen last. */
  owed(): number;
  stop(): Promise<void>;
}

export function createTeller({ clock, log, random, links, ledger, settings, wanted, more }: TellerOptions): Teller {
  const { id, type } = settings;
  const place = links.target(settings);
  const face = (state: LinkState) => links.face(state, settings);
  const restKey = (key: string) => `${id} ${key}`;
  let queue: readonly Wanted[] = [];
  let stale = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const ending = new AbortController();
  const stopped = new Promise<LinkAnswer>((resolve) => {
    ending.signal.addEventListener('abort', () => resolve({ status: 'try-later', reason: 'we stop' }));
  });
  /** By key, in a row. What the link stumbles over again and again waits behind the rest. */
  const failures = new Map<string, number>();
  /** By key: when the other side was asked last. Monotonic ms. */
  const seenAt = new Map<string, number>();

  /** Of this place only: another one was told nothing. */
  function marksHere(): ReadonlyMap<string, Mark> {
    return new Map([...ledger.marks(id)].filter(([, mark]) => mark.place === place));
  }

  /** Not looked at since the start, or for too long. */
  function isStale(key: string): boolean {
    const every = links.recheckEvery(settings);
    return every !== null && clock.monotonicMs() - (seenAt.get(key) ?? Number.NEGATIVE_INFINITY) >= every;
  }

  function lookAgain(): void {
    const marks = marksHere();
    const began = (key: string): boolean => {
      const mark = marks.get(key);
      return mark !== undefined && (mark.told !== null || maybeOf(mark).length > 0);
    };
    const now = clock.now();
    const known = [...marks.values()].flatMap((mark) => maybeOf(mark).at(-1) ?? mark.told ?? []);
    const all = [...wanted(settings, began), ...more(settings, known)];
    queue = owedOf(all, marks, face, { now, latencyEvery: settings.latencyEvery, isStale });
    const keys = new Set(all.map(({ key }) => key));
    const done = [...marks.values()].filter((mark) => !keys.has(mark.key) && isDone(mark));
    void ledger.forget(
      id,
      done.map(({ key }) => key),
    );
    stale = false;
    lookedAt = clock.monotonicMs();
  }

  async function next(rests: (id: string) => boolean): Promise<Next> {
    if (queue.length === 0 || (stale && clock.monotonicMs() - lookedAt >= FRESH_MS)) {
      lookAgain();
    }
    const ready = rests(id) ? [] : queue.filter(({ key }) => !rests(restKey(key)));
    const tried = ({ key }: Wanted): number => failures.get(key) ?? 0;
    const found = ready.reduce<Wanted | undefined>(
      (best, one) => (best === undefined || tried(one) < tried(best) ? one : best),
      undefined,
    );
    if (found === undefined) {
      stale = true; // by the next look the world has gone on
      return { errand: null, inMs: LOOK_EVERY_MS };
    }
    queue = queue.filter((one) => one !== found);
    return { errand: errandOf(found) };
  }

  function errandOf({ key, state }: Wanted): Errand {
    const known = ledger.marks(id).get(key);
    const before = known?.place === place ? known : newMark(key, place);
    const mark = drafted(before, state, { link: id, face, at: clock.now() });
    const wasDrafted = before.draft !== null && mark === before;
    let answer: LinkAnswer = { status: 'try-later', reason: '' };

    return {
      id: restKey(key),
      what: `news to the link ${id}`,
      async send() {
        if (!wasDrafted) {
          await ledger.keep(id, mark);
        }
        const { draft } = mark;
        const change = changeOf(draft?.id ?? '', clock.now(), draft?.state ?? state, mark.told);
        const told = {
          state: mark.told,
          maybe: wasDrafted ? maybeOf(mark) : mark.maybe,
          reference: mark.reference,
        };
        return inTime(
          clock,
          { type },
          async (signal) => {
            const giveUp = AbortSignal.any([signal, ending.signal]);
            answer = await Promise.race([links.tell(change, told, settings, { signal: giveUp, clock, note }), stopped]);
            return deliveryOf(answer);
          },
          TRY_MS,
        );
      },
      ended: async ({ delivery }) => {
        if (ending.signal.aborted && delivery.status === 'try-later') {
          return; // cut off by us: whether it arrived is looked at by whoever goes on
        }
        // Too late, or a bug of ours: then there is no answer of the link's own.
        const said: LinkAnswer = delivery.status === 'try-later' && answer.status !== 'left' ? delivery : answer;
        seenAt.set(key, clock.monotonicMs());
        if (delivery.status === 'try-later' && said.status !== 'left') {
          failures.set(key, (failures.get(key) ?? 0) + 1);
        } else {
          failures.delete(key);
        }
        await ended(key, said, wasDrafted);
      },
      rests: (delivery) => {
        switch (delivery.status) {
          case 'accepted':
          case 'delivered':
            return [restKey(key), id];
          case 'try-later':
            return answer.status === 'left' ? [restKey(key)] : [restKey(key), id];
          case 'refused':
            return [restKey(key)];
        }
      },
    };

    async function note(reference: string): Promise<void> {
      const now = ledger.marks(id).get(key) ?? mark;
      await ledger.keep(id, { ...now, reference });
    }
  }

  async function ended(key: string, answer: LinkAnswer, wasDrafted: boolean): Promise<void> {
    const mark = ledger.marks(id).get(key);
    if (mark === undefined) {
      return;
    }
    const at = clock.now();
    switch (answer.status) {
      case 'accepted': {
        await over(at);
        const events = [
          ...(mark.trouble === null ? [] : [say(`${id} takes ${nameOf(mark)} again`, 'again')]),
          ...(answer.said === undefined ? [] : [say(answer.said, 'told')]),
        ];
        return ledger.keep(id, taken(mark, answer.reference ?? null, at), events);
      }
      case 'left':
      case 'refused': {
        await over(at);
        const { status: kind, reason } = answer;
        const isNew = mark.trouble?.kind !== kind || mark.trouble.reason !== reason;
        const words = kind === 'left' ? `${id} is left as it is` : `${id} does not take ${nameOf(mark)}`;
        const events = isNew ? [say(`${words}: ${reason}`, kind)] : [];
        return ledger.keep(id, notTaken(mark, { kind, reason, since: at }, wasDrafted), events);
      }
      case 'try-later': {
        if (ledger.trouble(id) === null) {
          const events = [say(`The link ${id} (${place}) takes nothing: ${answer.reason}`, 'failing')];
          await ledger.setTrouble(id, { since: at, reason: answer.reason }, events);
        } else {
          await ledger.setTrouble(id, { since: ledger.trouble(id)?.since ?? at, reason: answer.reason }, []);
        }
      }
    }
  }

  /** It takes things: whatever was in the way is over. */
  async function over(at: number): Promise<void> {
    const trouble = ledger.trouble(id);
    if (trouble !== null) {
      const text = `The link ${id} (${place}) takes again, after ${formatDuration(at - trouble.since)}`;
      await ledger.setTrouble(id, null, [say(text, 'again')]);
    }
  }

  const say = (text: string, kind: LinkNews): EventDraft => linkEvent(clock.now(), id, text, kind);

  const line = createLine({
    clock,
    log,
    what: `the link ${id}`,
    random,
    perMinute: () => settings.perMinute,
    next,
  });

  return {
    settings,
    look(inMs = 0) {
      stale = true;
      line.look(inMs);
    },
    owed: () => queue.length,
    async stop() {
      ending.abort();
      await line.stop();
    },
  };
}

function deliveryOf(answer: LinkAnswer): Delivery {
  return answer.status === 'left' ? { status: 'try-later', reason: answer.reason, afterMs: LEFT_REST_MS } : answer;
}

function nameOf({ told, draft, key }: Mark): string {
  const state = draft?.state ?? told;
  switch (state?.kind) {
    case 'component':
      return `the state of ${state.name}`;
    case 'incident':
      return `the incident of ${state.component.name}`;
    case 'maintenance':
      return `the maintenance ${state.name}`;
    case 'latency':
      return `the latency of ${state.component.name}`;
    case 'experiment':
      return `the availability of ${state.name}`;
    case undefined:
      return key;
  }
}
