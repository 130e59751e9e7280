/**
 * One link told by hand, with the ledger that the engine would keep: for tests of what a link does at the other side.
 */

import type { Clock } from '../../electron/engine/ports/clock.ts';
import type { LinkAnswer, LinkSet } from '../../electron/engine/ports/link.ts';
import { createLinkSet, type LinksOptions } from '../../electron/links/registry.ts';
import { createWeb } from '../../electron/paging/channels/web.ts';
import { signWebhook } from '../../electron/paging/channels/webhook.ts';
import { ComponentId, IncidentId } from '../../shared/model/ids.ts';
import type { LinkSettings } from '../../shared/model/link.ts';
import type { ComponentState, IncidentState, LinkState, WorkState } from '../../shared/model/link-state.ts';
import { MaintenanceId } from '../../shared/model/maintenance.ts';
import { troubleWords, wordsAbout } from '../../shared/rules/cachet/own-incident.ts';
import { drafted, type Mark, maybeOf, newMark, notTaken, taken } from '../../shared/rules/links/mark.ts';
import { changeOf } from '../../shared/rules/links/owed.ts';
import { keyOf } from '../../shared/rules/links/wanted.ts';
import type { MovableClock } from './clock.ts';
import { playedSystem } from './practable/played.ts';

/** @param practable default: systems whose books know nothing */
export const realLinks = (practable: LinksOptions['practable'] = playedSystem().client): LinkSet =>
  createLinkSet({ web: createWeb(), sign: signWebhook, practable });

export interface WiredLinks {
  readonly set: LinkSet;
  /** Lets time pass in steps (ms); after each, whatever is on the wire comes to its end before the clock moves on. */
  play(clock: MovableClock, ms: number, stepMs?: number): Promise<void>;
  /** The same, until it holds. */
  until(clock: MovableClock, holds: () => boolean | Promise<boolean>, stepMs?: number): Promise<void>;
}

/** Real links to servers on loopback, for an engine on the movable clock: no answer is too late because the wire had no turn. */
export function wiredLinks(): WiredLinks {
  const links = realLinks();
  const underWay = new Set<Promise<unknown>>();

  async function step(clock: MovableClock, ms: number): Promise<void> {
    await clock.advance(ms);
    while (underWay.size > 0) {
      await Promise.all(underWay);
      await clock.advance(0); // what follows from it is written
    }
  }

  return {
    set: {
      ...links,
      tell(...told) {
        const telling = links.tell(...told);
        underWay.add(telling);
        void telling.finally(() => underWay.delete(telling));
        return telling;
      },
    },
    async play(clock, ms, stepMs = 1_000) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await step(clock, stepMs);
      }
    },
    async until(clock, holds, stepMs = 250) {
      for (let steps = 0; steps < 4_000; steps += 1) {
        if (await holds()) {
          return;
        }
        await step(clock, stepMs);
      }
      throw new Error('it never came to be');
    },
  };
}

export interface LinkBook {
  tell(state: LinkState): Promise<LinkAnswer>;
  /** The same, and before the answer comes we are killed: what was written before is all that is left. */
  die(state: LinkState, when: Promise<unknown>): Promise<void>;
  mark(state: LinkState): Mark;
}

export function linkBook(links: LinkSet, settings: LinkSettings, clock: Pick<Clock, 'now' | 'after'>): LinkBook {
  const marks = new Map<string, Mark>();
  const face = (state: LinkState) => links.face(state, settings);

  function begin(state: LinkState) {
    const key = keyOf(state);
    const before = marks.get(key) ?? newMark(key, links.target(settings));
    const mark = drafted(before, state, { link: settings.id, face, at: clock.now() });
    const wasDrafted = before.draft !== null && mark === before;
    marks.set(key, mark);
    const change = changeOf(mark.draft?.id ?? '', clock.now(), mark.draft?.state ?? state, mark.told);
    const told = { state: mark.told, maybe: wasDrafted ? maybeOf(mark) : mark.maybe, reference: mark.reference };
    const controller = new AbortController();
    const note = async (reference: string): Promise<void> => {
      marks.set(key, { ...(marks.get(key) ?? mark), reference });
    };
    const telling = links.tell(change, told, settings, { signal: controller.signal, clock, note });
    return { key, wasDrafted, telling, abort: () => controller.abort() };
  }

  return {
    mark: (state) => marks.get(keyOf(state)) ?? newMark(keyOf(state), ''),
    async tell(state) {
      const { key, wasDrafted, telling } = begin(state);
      const answer = await telling;
      const mark = marks.get(key) as Mark;
      if (answer.status === 'accepted') {
        marks.set(key, taken(mark, answer.reference ?? null, clock.now()));
      } else if (answer.status !== 'try-later') {
        const { status: kind, reason } = answer;
        marks.set(key, notTaken(mark, { kind, reason, since: clock.now() }, wasDrafted));
      }
      return answer;
    },
    async die(state, when) {
      const { telling, abort } = begin(state);
      await when;
      abort();
      await telling;
    },
  };
}

export function aComponent(change: Partial<ComponentState> = {}): ComponentState {
  const id = ComponentId.parse('stream14');
  return {
    kind: 'component',
    id,
    name: 'Stream 14',
    status: 'operational',
    since: 0,
    maintenance: false,
    checks: [],
    ...change,
  };
}

export function anIncident(change: Partial<IncidentState> = {}): IncidentState {
  const { stage = 'investigating', status = 'major_outage' } = change;
  const component = { id: ComponentId.parse('stream14'), name: 'Stream 14' };
  return {
    kind: 'incident',
    id: IncidentId.parse('i1'),
    component,
    stage,
    status,
    severity: 'critical',
    title: troubleWords(component.name, status),
    message: wordsAbout(stage, component.name),
    openedAt: 0,
    resolvedAt: stage === 'fixed' ? 1 : null,
    ...change,
  };
}

export function someWork(change: Partial<WorkState> = {}): WorkState {
  return {
    kind: 'maintenance',
    id: MaintenanceId.parse('disks'),
    name: 'New disks, ask Kim',
    from: Date.UTC(2026, 0, 6, 22),
    until: Date.UTC(2026, 0, 7, 2),
    components: [{ id: ComponentId.parse('stream14'), name: 'Stream 14' }],
    phase: 'planned',
    ...change,
  };
}
