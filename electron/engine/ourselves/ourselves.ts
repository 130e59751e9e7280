/**
 * The watcher looks at itself: can it see, has it a way out, has it just woken, has it sent what it should. Puts those parts
 * together and tells the rules; no decision lives here.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { CheckId, PolicyId } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import type { ComponentWatch } from '../../../shared/model/watch.ts';
import type { Books } from '../../../shared/rules/audit.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import type { Blindness } from '../blindness.ts';
import type { Journal } from '../journal.ts';
import type { Beacon } from '../ports/beacon.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Network } from '../ports/network.ts';
import type { ProbeSet } from '../ports/probe.ts';
import type { JournalEntry } from '../ports/store.ts';
import type { Scheduler } from '../scheduler.ts';
import type { EngineState } from '../state.ts';
import type { WatchBook } from '../watch-book.ts';
import { createAuditor } from './auditor.ts';
import { createHeartbeatOut, type HeartbeatOutView } from './heartbeat-out.ts';
import { lastRun } from './last-run.ts';
import { createOwnSight } from './own-sight.ts';
import { release } from './release.ts';
import { createReport, type Verdict } from './report.ts';
import { createStarved } from './starved.ts';
import { createUnjudged, type UnjudgedOptions } from './unjudged.ts';
import { createWaking } from './waking.ts';
import { createWayOut } from './way-out.ts';
import { createWitnesses, type WitnessView } from './witnesses.ts';

const LOOK_EVERY_MS = 5_000;

/** A host that can tell nothing of its network is believed to have one. */
const UNTOLD: Network = { link: () => null, resolves: () => Promise.resolve(true) };

export interface OurselvesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
  readonly state: Pick<EngineState, 'storeTrouble' | 'lastCheckAt'>;
  readonly book: WatchBook;
  readonly journal: Pick<Journal, 'observe'>;
  readonly write: (entry: JournalEntry) => Promise<void>;
  readonly probes: Pick<ProbeSet, 'run' | 'forget'>;
  readonly scheduler: Pick<Scheduler, 'sweep'>;
  readonly blindness: Pick<Blindness, 'blindForMs' | 'watcher'>;
  readonly network: Network | undefined;
  readonly beacon: Beacon | undefined;
  /** What was believed when the last run ended. */
  readonly restored: readonly ComponentWatch[];
  /** A window of maintenance runs for it. */
  readonly inMaintenance: (component: ComponentSettings) => boolean;
  /** What only the engine's other parts can tell the auditor. */
  readonly books: Pick<Books, 'inOutbox' | 'isHeld' | 'overdueMs'>;
  readonly unjudged: UnjudgedOptions['unjudged'];
}

/** For the self-check. */
export interface OurselvesView {
  readonly witnesses: readonly WitnessView[];
  readonly heartbeat: HeartbeatOutView | null;
}

export interface Ourselves {
  /** To be called at the start and with every change of the configuration. */
  configure(): void;
  /** A try, as far as it may be believed. */
  judge(observation: Observation, check: Check): Observation;
  /** What of ours keeps messages about a component back. */
  hold(component: ComponentSettings): EngineHold | null;
  /** Policies whose people must hear of what is wrong with us as well. */
  concerned(): readonly PolicyId[];
  /** We were away and did not look at these; so many ms of it we were not asleep. */
  missed(checkIds: readonly CheckId[], reason: string, stoodMs: number): void;
  view(): OurselvesView;
  stop(): void;
}

export function createOurselves(options: OurselvesOptions): Ourselves {
  const { clock, config, state, book, write, scheduler, blindness, restored } = options;
  const network = options.network ?? UNTOLD;
  const report = createReport({ clock, book, journal: options.journal });
  let timer: Cancel = () => undefined;
  let configured = false;

  const witnesses = createWitnesses({
    clock,
    probes: options.probes,
    addresses: () => config().settings.witnesses,
    allWell: () => wayOut.allWell(),
    onAnswers: () => wayOut.look(),
  });
  const wayOut = createWayOut({
    clock,
    config,
    book,
    write,
    network,
    witnesses,
    inMaintenance: options.inMaintenance,
    sweep: (ids) => scheduler.sweep(ids),
    onMoved() {
      tell();
      release(book, clock.now());
    },
  });
  const waking = createWaking({
    clock,
    config,
    network,
    sweep: (ids) => scheduler.sweep(ids),
    isFailing: (id) => failing(book.get(config().checks.get(id)?.componentId ?? WATCHER_ID), id),
    onQuietOver: () => release(book, clock.now()),
  });
  const starved = createStarved(clock);
  const sight = createOwnSight({
    clock,
    config,
    blindness,
    starved,
    unjudged: createUnjudged({ clock, config, book, unjudged: options.unjudged }),
    isOut: () => wayOut.uplink()?.well === false,
  });
  const heartbeat = createHeartbeatOut({
    clock,
    config,
    beacon: options.beacon ?? null,
    write,
    silentBecause,
  });
  const auditor = createAuditor(clock, () => ({
    ...options.books,
    now: clock.now(),
    config: config(),
    watches: book.all(),
  }));

  function silentBecause(): string | null {
    const watcher = blindness.watcher();
    if (watcher.state !== 'watching') {
      return watcher.because;
    }
    const out = wayOut.uplink();
    return state.storeTrouble ?? (out !== null && !out.well ? out.detail : null);
  }

  /** Out for long enough, or never heard: the first of both that has lasted. */
  function uplink(): Verdict | null {
    const out = wayOut.uplink();
    if (out !== null && !out.well) {
      return out.lastedMs < config().settings.blindAfter ? null : out;
    }
    const heard = heartbeat.verdict();
    return heard === null || !heard.well ? heard : out;
  }

  function look(): void {
    wayOut.look();
    auditor.look();
    tell();
  }

  function tell(): void {
    report('sight', sight());
    report('uplink', uplink());
    report('storm', wayOut.storm());
    report('audit', auditor.verdict());
  }

  function again(): void {
    timer = clock.after(LOOK_EVERY_MS, () => {
      again();
      look();
    });
  }

  again();
  return {
    configure() {
      const known = configured ? undefined : lastRun(restored);
      configured = true;
      wayOut.configure(known);
      heartbeat.configure();
    },
    judge(observation, check) {
      try {
        const weighed = wayOut.judge(waking.judge(observation, check), check);
        if (weighed.outcome.kind !== 'inconclusive') {
          waking.judged();
        }
        return weighed;
      } catch (error) {
        // Rather blame a target by mistake than lose sight of it.
        options.log.error({ check: observation.checkId, err: String(error) }, 'a try was not weighed: a bug of ours');
        return observation;
      }
    },
    hold(component) {
      return waking.hold(component) ?? wayOut.hold(component);
    },
    concerned: wayOut.concerned,
    missed(checkIds, reason, stoodMs) {
      // A standstill makes nothing late by as much as the auditor looks for, and while it keeps coming back he is needed most.
      if (!starved.stood(stoodMs)) {
        auditor.startAgain();
      }
      waking.begin(checkIds, reason);
    },
    view: () => ({ witnesses: witnesses.view(), heartbeat: heartbeat.view() }),
    stop() {
      timer();
      waking.stop();
      wayOut.stop();
      heartbeat.stop();
    },
  };
}

function failing(watch: ComponentWatch | undefined, id: CheckId): boolean {
  const health = watch?.checks.find(({ checkId }) => checkId === id);
  return health !== undefined && (health.failStreak > 0 || health.settled === 'down');
}
