/**
 * "If this failed now": the real rules on a clock of their own, for a failure that nobody answers, until the first reminder or until
 * all is said. No channel, no store: every page is taken to arrive.
 */
import type { DryRun, DryRunEnd, DryRunPage } from '../../contract/dry-run.ts';
import type { Check } from '../../model/check.ts';
import type { EventDraft } from '../../model/event.ts';
import type { CheckId, EpochMs, PersonId } from '../../model/ids.ts';
import type { Page } from '../../model/page.ts';
import type { Severity } from '../../model/status.ts';
import type { ComponentWatch } from '../../model/watch.ts';
import { lineOf } from '../explain/line.ts';
import { isUndecided, nextIntervalMs } from '../health.ts';
import { createPlayer } from '../watch/play.ts';
import { nextDue } from '../watch/timers.ts';
import { type Effect, openIncident, type Surroundings } from '../watch/turn.ts';
import { failureOf } from './failure.ts';
import { notesOf } from './notes.ts';
import { isByHand, lookedAt, wellWatch } from './stage.ts';

/** Whoever has heard nothing by then hears nothing for days: that is the answer. */
const HORIZON_MS = 7 * 86_400_000;

export interface DryRunInput {
  /** As they are now. */
  readonly around: Surroundings;
  /** What is believed about the component now. */
  readonly watch: ComponentWatch;
  /** Null: whatever a refused connection amounts to. */
  readonly severity: Severity | null;
  /** The first failed try. */
  readonly at: EpochMs;
}

export function dryRun(input: DryRunInput): DryRun {
  const { around, watch, at } = input;
  const { component, config } = around;
  const { events, pages, severity, end } = isByHand(watch, at) ? NOTHING : play(input);
  const nameOf = (id: PersonId): string => config.people.get(id)?.name ?? id;
  return {
    componentId: component.id,
    componentName: component.name,
    at,
    severity,
    end,
    pages: pages.map((page) => pageOf(page, nameOf)),
    lines: events.map((event) => lineOf(event, nameOf)),
    notes: notesOf({ around, watch, asked: input.severity, severity, at, pages }),
  };
}

interface Played {
  readonly events: readonly EventDraft[];
  readonly pages: readonly Page[];
  readonly severity: Severity | null;
  readonly end: DryRunEnd;
}

const NOTHING: Played = { events: [], pages: [], severity: null, end: 'nothing' };

function play({ around, watch, severity, at }: DryRunInput): Played {
  const { component, config, overrides, presences, quiet, maintenance, silences, hold, alsoFor, timeZone } = around;
  const settings = { component, config, timeZone, ...(alsoFor && { alsoFor }) };
  const fixed = { ...settings, overrides, presences, quiet, maintenance, silences, hold };
  let parents = around.parents;
  const events: EventDraft[] = [];
  const pages: Page[] = [];
  /** When each check is tried next. */
  const tries = new Map<CheckId, EpochMs>(component.checks.map(({ id }) => [id, at]));
  let looked = false;

  const player = createPlayer({
    watch: wellWatch(watch, around, at),
    surroundings: () => ({ ...fixed, parents }),
    carryOut,
    start: at,
  });

  function carryOut(effect: Effect, now: EpochMs): void {
    switch (effect.type) {
      case 'event':
        events.push(effect.event);
        return;
      case 'page': {
        const { page } = effect;
        pages.push(page);
        player.give({ type: 'delivery', at: now, pageId: page.id, state: 'accepted', attempts: 1, reason: null });
        return;
      }
      case 'look-now':
        parents = lookedAt(parents, effect.components, now);
        looked = true;
        return;
      case 'withdraw':
        return;
    }
  }

  function fail(check: Check): void {
    const now = player.now();
    const failure = failureOf(check, severity);
    const outcome = { kind: 'fail', failure, timings: { totalMs: 0 } } as const;
    player.give({
      type: 'observed',
      observation: { checkId: check.id, componentId: component.id, at: now, endedAt: now, outcome },
    });
    const health = player.watch().checks.find(({ checkId }) => checkId === check.id);
    tries.set(check.id, now + (health === undefined ? check.interval : nextIntervalMs(health, check)));
  }

  let end = endOf(player.watch());
  while (end === null) {
    const due = nextDue(player.watch()) ?? Number.POSITIVE_INFINITY;
    const next = Math.max(player.now(), Math.min(due, ...tries.values()));
    if (next > at + HORIZON_MS) {
      end = 'horizon';
      break;
    }
    player.runTo(next);
    for (const check of component.checks.filter(({ id }) => (tries.get(id) ?? 0) <= next)) {
      fail(check);
    }
    if (looked) {
      looked = false;
      player.give({ type: 'timer', at: next });
    }
    end = endOf(player.watch());
  }
  return { events, pages, severity: player.watch().incident?.severity ?? null, end };
}

/** Null: it goes on. */
function endOf(watch: ComponentWatch): DryRunEnd | null {
  const { checks } = watch;
  const incident = openIncident(watch);
  const isDown = checks.length > 0 && checks.every(({ settled }) => settled === 'down') && !checks.some(isUndecided);
  if (!isDown) {
    return null;
  }
  if (incident === null) {
    return 'nothing';
  }
  const { remindersSent, held, waiting, escalation, reminderAt } = incident;
  if (remindersSent > 0) {
    return 'reminder';
  }
  if ((escalation.unheard ?? 0) > 0 && waiting.length === 0) {
    return 'unheard';
  }
  if (held !== null) {
    return nextDue(watch) === null ? 'held' : null;
  }
  return waiting.length === 0 && escalation.nextAt === null && reminderAt === null ? 'all-said' : null;
}

function pageOf(
  { createdAt, kind, personId, channelId, title, text, because }: Page,
  nameOf: (id: PersonId) => string,
): DryRunPage {
  return {
    at: createdAt,
    kind: kind === 'reminder' ? 'reminder' : 'trigger',
    personId,
    who: personId === null ? channelId : nameOf(personId),
    channelId,
    said: `${title}: ${text}`,
    because,
  };
}
