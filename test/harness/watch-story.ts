/**
 * One component's life as a story for tests of the rules: tries and commands in, pages and events out, on a clock of plain numbers.
 *
 * Plays the engine's part: runs timers when they are due, and tells the rules that every page arrived (or what a test wants).
 */
import type { z } from 'zod';
import { type ComponentSettings, type Config, ConfigFile } from '../../shared/model/config.ts';
import type { EventDraft } from '../../shared/model/event.ts';
import type { CheckId } from '../../shared/model/ids.ts';
import { MaintenanceId, type MaintenanceWindow } from '../../shared/model/maintenance.ts';
import type { FailureKind, Outcome } from '../../shared/model/observation.ts';
import type { Page, PageState } from '../../shared/model/page.ts';
import type { StoredPresence } from '../../shared/model/presence.ts';
import type { StoredOverride } from '../../shared/model/schedule.ts';
import { type Silence, SilenceId } from '../../shared/model/silence.ts';
import type { Trouble } from '../../shared/model/status.ts';
import type { ComponentWatch } from '../../shared/model/watch.ts';
import { changedChecks } from '../../shared/rules/check-change.ts';
import { resolveConfig } from '../../shared/rules/config.ts';
import type { Redundant } from '../../shared/rules/dependencies.ts';
import { windowByHand } from '../../shared/rules/maintenance.ts';
import { silenceByHand } from '../../shared/rules/silences.ts';
import { createPlayer } from '../../shared/rules/watch/play.ts';
import { newWatch, reconcile } from '../../shared/rules/watch/step.ts';
import type { Effect, EngineHold, Quiet, Surroundings, WatchInput } from '../../shared/rules/watch/turn.ts';

/** Monday 2026-01-05 10:00 in Berlin. */
export const START = Date.UTC(2026, 0, 5, 9);

export type FileInput = z.input<typeof ConfigFile>;

/** Kim is on call this week, Sam next; two steps, five minutes apart. Override any part. */
export function fileOf(change: Partial<FileInput> = {}): FileInput {
  return {
    version: 1,
    components: [{ id: 'api', name: 'API', checks: [{ type: 'http', url: 'http://127.0.0.1:1/' }] }],
    people: [
      { id: 'kim', name: 'Kim', channels: ['kim-hook'] },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    ],
    channels: [hook('kim-hook'), hook('sam-hook'), hook('kim-second'), hook('boss-hook')],
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Europe/Berlin',
        rotation: { turn: 'weekly', start: '2026-01-05T09:00', people: ['kim', 'sam'] },
      },
    ],
    policies: [
      {
        id: 'default',
        steps: [
          { targets: [{ schedule: 'primary' }], delay: '5m' },
          { targets: [{ person: 'sam' }], delay: '5m' },
        ],
        repeat: 0,
      },
    ],
    ...change,
  };
}

export function hook(id: string) {
  return { id, type: 'webhook' as const, url: `http://127.0.0.1:1/${id}`, secret: 'whsec_dGVzdA==' };
}

/** What is new has a grace, and few stories are about that: every check that does not say otherwise has been watched for long. */
export function watchedForLong(file: FileInput): FileInput {
  const components = (file.components ?? []).map((component) => ({
    ...component,
    checks: component.checks.map((check) => ({ startupGrace: 0, ...check })),
  }));
  return { ...file, components };
}

export function configOf(file: FileInput): Config {
  const resolved = resolveConfig(ConfigFile.parse(file));
  if (!resolved.ok) {
    throw new Error(JSON.stringify(resolved));
  }
  return resolved.config;
}

function onlyComponent(config: Config): ComponentSettings {
  const component = [...config.components.values()][0];
  if (component === undefined) {
    throw new Error('a story needs a component');
  }
  return component;
}

export interface Story {
  /** ms since START. */
  readonly now: () => number;
  readonly watch: () => ComponentWatch;
  readonly pages: {
    at: number;
    kind: Page['kind'];
    to: string;
    channel: string;
    title: string;
    text: string;
    id: string;
  }[];
  readonly events: EventDraft[];
  readonly withdrawn: string[];
  /** Lets time pass; timers run at their time. */
  wait(ms: number): Story;
  pass(ms?: number): Story;
  fail(kind?: FailureKind, detail?: string, level?: Trouble, step?: number): Story;
  inconclusive(): Story;
  /** Every `every` ms until `until` ms from now: one more try. */
  repeat(what: 'pass' | 'fail', times: number, every: number): Story;
  give(input: WatchInput): Story;
  deliver(pageId: string, state: PageState, attempts?: number, reason?: string | null): Story;
  /** How pages fare from now on; default: accepted at once. `null`: nothing is reported. */
  deliveries(result: ((page: Page) => PageState) | null): Story;
  quiet(quiet: Quiet | null): Story;
  /** What it depends on is like this from now on. */
  parents(next: readonly Redundant[]): Story;
  /** Components that the rules wanted looked at. */
  readonly looks: string[];
  /** Maintenance begun by hand, from now on for so long; null ends it. */
  maintenance(forMs: number | null): Story;
  /** Where people say that they are. */
  presence(next: readonly StoredPresence[]): Story;
  /** The same for a silence of the component. */
  silence(forMs: number | null): Story;
  /** The engine itself is in doubt from now on, or no more; it rings. */
  hold(hold: EngineHold | null): Story;
  /** Tries are of this check of the component from now on, by its place; at first of the first. */
  of(check: number): Story;
  /** The wall clock jumps back; what the engine tells the rules then is told. */
  setClockBack(ms: number): Story;
  /** The configuration changes under way. */
  reload(file: FileInput): Story;
  eventTypes(): string[];
}

export function story(file: FileInput = fileOf(), overrides: readonly StoredOverride[] = []): Story {
  let config = configOf(watchedForLong(file));
  let component = onlyComponent(config);
  let check = 0;
  let quiet: Quiet | null = null;
  let hold: EngineHold | null = null;
  let presences: readonly StoredPresence[] = [];
  let parents: readonly Redundant[] = [];
  let byHand: readonly MaintenanceWindow[] = [];
  let silences: readonly Silence[] = [];
  const around = (): Surroundings => ({
    component,
    config,
    overrides,
    quiet,
    presences,
    parents,
    maintenance: [...component.maintenance, ...byHand],
    silences: [...component.silences, ...silences],
    hold,
    timeZone: 'UTC',
  });
  const player = createPlayer({
    watch: reconcile(newWatch(component.id), around()),
    surroundings: around,
    carryOut,
    start: START,
  });
  const { give } = player;
  let fate: ((page: Page) => PageState) | null = () => 'accepted';
  const pages: Story['pages'] = [];
  const events: EventDraft[] = [];
  const withdrawn: string[] = [];
  const looks: string[] = [];

  function carryOut(effect: Effect, at: number): void {
    if (effect.type === 'event') {
      events.push(effect.event);
    } else if (effect.type === 'look-now') {
      looks.push(...effect.components);
    } else if (effect.type === 'withdraw') {
      withdrawn.push(effect.pageId);
    } else {
      const { page } = effect;
      pages.push({
        at: at - START,
        kind: page.kind,
        to: page.personId ?? '-',
        channel: page.channelId,
        title: page.title,
        text: page.text,
        id: page.id,
      });
      if (fate !== null) {
        const state = fate(page);
        const reason = state === 'accepted' || state === 'delivered' ? null : 'told to fail';
        give({ type: 'delivery', at, pageId: page.id, state, attempts: 1, reason });
      }
    }
  }

  function observe(outcome: Outcome): void {
    give({
      type: 'observed',
      observation: {
        checkId: player.watch().checks[check]?.checkId as CheckId,
        componentId: player.watch().componentId,
        at: player.now(),
        endedAt: player.now(),
        outcome,
      },
    });
  }

  const self: Story = {
    now: () => player.now() - START,
    watch: player.watch,
    pages,
    events,
    withdrawn,
    wait(ms) {
      player.runTo(player.now() + ms);
      return self;
    },
    pass(ms = 20) {
      observe({ kind: 'pass', timings: { totalMs: ms } });
      return self;
    },
    fail(kind = 'refused', detail = 'connection refused', level, step) {
      const more = { ...(level !== undefined && { level }), ...(step !== undefined && { step }) };
      const failure = { kind, phase: 'connect' as const, detail, ...more };
      observe({ kind: 'fail', failure, timings: { totalMs: 3 } });
      return self;
    },
    inconclusive() {
      observe({ kind: 'inconclusive', trouble: { kind: 'stalled', detail: 'we stood still' } });
      return self;
    },
    repeat(what, times, every) {
      for (let turn = 0; turn < times; turn += 1) {
        self.wait(every);
        what === 'pass' ? self.pass() : self.fail();
      }
      return self;
    },
    give(input) {
      give(input);
      return self;
    },
    deliver(pageId, state, attempts = 1, reason = null) {
      give({ type: 'delivery', at: player.now(), pageId: pageId as Page['id'], state, attempts, reason });
      return self;
    },
    deliveries(result) {
      fate = result;
      return self;
    },
    quiet(next) {
      quiet = next;
      return self;
    },
    looks,
    parents(next) {
      parents = next;
      give({ type: 'timer', at: player.now() });
      return self;
    },
    maintenance(forMs) {
      const span = { from: player.now(), until: player.now() + (forMs ?? 0) };
      const id = MaintenanceId.parse('by-hand');
      byHand = forMs === null ? [] : [windowByHand({ id, ...span, components: [component.id], note: '', by: 'Kim' })];
      give({ type: 'timer', at: player.now() });
      return self;
    },
    silence(forMs) {
      const span = { from: player.now(), until: player.now() + (forMs ?? 0) };
      const match = { components: [component.id], groups: [], tags: [] };
      const id = SilenceId.parse('by-hand');
      silences =
        forMs === null ? [] : [silenceByHand({ id, ...span, match, untilWell: false, reason: 'noise', by: 'Kim' })];
      give({ type: 'timer', at: player.now() });
      return self;
    },
    presence(next) {
      presences = next;
      return self;
    },
    hold(next) {
      hold = next;
      give({ type: 'timer', at: player.now() });
      return self;
    },
    of(place) {
      check = place;
      return self;
    },
    setClockBack(ms) {
      player.setClock(player.now() - ms);
      give({ type: 'clock-set-back', at: player.now(), byMs: ms });
      return self;
    },
    reload(next) {
      const changed = changedChecks(component.checks, onlyComponent(configOf(watchedForLong(next))).checks);
      config = configOf(watchedForLong(next));
      component = onlyComponent(config);
      give({ type: 'reconfigured', at: player.now(), changed });
      return self;
    },
    eventTypes: () => events.map(({ type }) => type),
  };
  return self;
}
