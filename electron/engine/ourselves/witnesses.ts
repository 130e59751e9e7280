/**
 * Asks the witnesses whether they can be reached: unrelated addresses that the user named, by nothing but a connect.
 *
 * A refused connect is an answer too: it came from there. A witness that is silent while the targets are well is itself away,
 * and is not believed until it answers again.
 */
import { CheckFile, type CheckOf } from '../../../shared/model/check.ts';
import { CheckId } from '../../../shared/model/ids.ts';
import { splitAddress } from '../../../shared/rules/config/watcher.ts';
import { NOT_SEEN_YET } from '../../../shared/rules/practable/outcome.ts';
import type { UplinkFacts } from '../../../shared/rules/uplink.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProbeContext, ProbeSet } from '../ports/probe.ts';
import { Recall } from '../recall.ts';

/** Asked this often when nothing is wrong, so that it is known who can be believed. */
const EVERY_MS = 60_000;
/** Asked this often at most while something is. */
const IN_DOUBT_MS = 5_000;
/** A connect that takes longer is no answer. */
const TIMEOUT = '5s';
/** On top of it: a probe that does not come back is told to. */
const GIVE_UP_MS = 10_000;
/** What was heard before this says nothing about now. */
const STALE_MS = 15_000;

export interface WitnessView {
  readonly address: string;
  /** Null: not asked yet. */
  readonly answered: boolean | null;
  readonly believed: boolean;
  readonly detail: string;
}

/** A connect hears no beats and no reports. */
const NOBODY_CALLS: Pick<ProbeContext, 'beat' | 'reports' | 'call' | 'alert' | 'word' | 'practable'> = {
  beat: () => ({ last: null, run: null, said: null, listeningSince: null }),
  reports: () => ({ count: 0, said: '', listeningSince: null }),
  call: () => null,
  alert: () => ({ kind: 'deaf' }),
  word: () => ({ word: null, staleAfter: null }),
  practable: () => NOT_SEEN_YET,
};

interface Witness {
  readonly address: string;
  readonly check: CheckOf<'tcp'>;
  answered: boolean | null;
  believed: boolean;
  detail: string;
}

export interface WitnessesOptions {
  readonly clock: Clock;
  readonly probes: Pick<ProbeSet, 'run' | 'forget'>;
  readonly addresses: () => readonly string[];
  /** Nothing fails at the moment: a witness that is silent now is itself away. */
  readonly allWell: () => boolean;
  /** All have answered, or failed to. */
  readonly onAnswers: () => void;
}

export interface Witnesses {
  /** Asks if it is time to; `doubt`: it is more urgent. */
  look(doubt: boolean): void;
  verdict(): UplinkFacts['witnesses'];
  view(): readonly WitnessView[];
}

export function createWitnesses({ clock, probes, addresses, allWell, onAnswers }: WitnessesOptions): Witnesses {
  let list: readonly Witness[] = [];
  let asking = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  let heardAt = Number.NEGATIVE_INFINITY;

  /** Those of the configuration; what is known of one that stays is kept. */
  function present(): readonly Witness[] {
    const wanted = addresses();
    if (wanted.length !== list.length || wanted.some((address, index) => list[index]?.address !== address)) {
      const known = new Map(list.map((witness) => [witness.address, witness]));
      for (const { check } of list) {
        probes.forget(check.id);
      }
      list = wanted.map((address, index) => known.get(address) ?? newWitness(address, index));
    }
    return list;
  }

  async function ask(witness: Witness): Promise<void> {
    const recall = new Recall();
    const cancel = clock.after(GIVE_UP_MS, () => recall.call());
    const outcome = await probes.run(witness.check, { recall, clock, ...NOBODY_CALLS });
    cancel();
    if (outcome.kind === 'inconclusive') {
      return;
    }
    const reached = outcome.kind === 'pass' || outcome.failure.kind === 'refused';
    witness.answered = reached;
    witness.detail = outcome.kind === 'pass' ? 'answers' : outcome.failure.detail;
    witness.believed = reached || (witness.believed && !allWell());
  }

  async function askAll(witnesses: readonly Witness[]): Promise<void> {
    asking = true;
    await Promise.allSettled(witnesses.map(ask));
    asking = false;
    heardAt = clock.monotonicMs();
    onAnswers();
  }

  return {
    look(doubt) {
      const witnesses = present();
      const now = clock.monotonicMs();
      if (witnesses.length > 0 && !asking && now - askedAt >= (doubt ? IN_DOUBT_MS : EVERY_MS)) {
        askedAt = now;
        void askAll(witnesses);
      }
    },
    verdict() {
      const believed = present().filter((witness) => witness.believed && witness.answered !== null);
      if (believed.length === 0 || clock.monotonicMs() - heardAt > STALE_MS) {
        return 'none';
      }
      return believed.some(({ answered }) => answered) ? 'answer' : 'silent';
    },
    view: () => present().map(({ address, answered, believed, detail }) => ({ address, answered, believed, detail })),
  };
}

function newWitness(address: string, index: number): Witness {
  const check = CheckFile.parse({ type: 'tcp', ...splitAddress(address), timeout: TIMEOUT });
  return {
    address,
    check: {
      ...(check as Extract<typeof check, { type: 'tcp' }>),
      id: CheckId.parse(`${WATCHER_ID}/witness-${index + 1}`),
      componentId: WATCHER_ID,
      fastInterval: check.interval,
      downInterval: check.interval,
    },
    answered: null,
    believed: true,
    detail: 'not asked yet',
  };
}
