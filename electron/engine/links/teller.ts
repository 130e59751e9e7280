/**
 * One link and all that it is owed: one thing at a time, worst first, the newest state of each.
 *
 * What is about to be told is written down first, and that it was taken afterwards. Whatever was cut off in between is told again, and
 * the link is told that it may have arrived. What fails rests, and so does the link as a whole when it takes nothing.
 */
import type { LinkSettings } from '../../../shared/model/link.ts';
import type { LinkState } from '../../../shared/model/link-state.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { drafted, maybeOf, newMark } from '../../../shared/rules/links/mark.ts';
import { changeOf } from '../../../shared/rules/links/owed.ts';
import type { Wanted } from '../../../shared/rules/links/wanted.ts';
import { createLine, type Errand, type Next } from '../errands.ts';
import { inTime } from '../one-try.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkAnswer, LinkSet } from '../ports/link.ts';
import type { Log } from '../ports/log.ts';
import type { Ledger } from './ledger.ts';
import { createOutcomes } from './outcomes.ts';
import { createOwed, type OwedOptions } from './owed.ts';

/** Much changes by itself as well: windows begin, incidents become old enough. ms */
const LOOK_EVERY_MS = 15_000;
/** What somebody has set by hand is looked at again. ms */
const LEFT_REST_MS = 5 * 60_000;
/** A link may have to ask several things before it can tell one. ms */
const TRY_MS = 60_000;

export interface TellerOptions extends OwedOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly links: LinkSet;
  readonly ledger: Ledger;
}

export interface Teller {
  readonly settings: LinkSettings;
  look(inMs?: number): void;
  /** So many things are owed, as it was seen last. */
  owed(): number;
  stop(): Promise<void>;
}

export function createTeller(options: TellerOptions): Teller {
  const { clock, log, random, links, ledger, settings } = options;
  const { id, type } = settings;
  const place = links.target(settings);
  const face = (state: LinkState) => links.face(state, settings);
  const restKey = (key: string) => `${id} ${key}`;
  const owed = createOwed(options);
  const ended = createOutcomes({ clock, ledger, link: id, place });
  const ending = new AbortController();
  const stopped = new Promise<LinkAnswer>((resolve) => {
    ending.signal.addEventListener('abort', () => resolve({ status: 'try-later', reason: 'we stop' }));
  });

  async function next(rests: (id: string) => boolean): Promise<Next> {
    const found = owed.take((key) => rests(id) || rests(restKey(key)));
    return found === null ? { errand: null, inMs: LOOK_EVERY_MS } : { errand: errandOf(found) };
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
        owed.tried(key, delivery.status === 'try-later' && said.status !== 'left' ? 'failed' : 'answered');
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
      owed.stale();
      line.look(inMs);
    },
    owed: owed.size,
    async stop() {
      ending.abort();
      await line.stop();
    },
  };
}

function deliveryOf(answer: LinkAnswer): Delivery {
  return answer.status === 'left' ? { status: 'try-later', reason: answer.reason, afterMs: LEFT_REST_MS } : answer;
}
