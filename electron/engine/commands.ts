/**
 * What people may do, as the contract's replies. Each says plainly what it did, or why not and what to do instead.
 */
import type { Done, Replies } from '../../shared/contract/contract.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { EventDraft } from '../../shared/model/event.ts';
import type { EpochMs, IncidentId } from '../../shared/model/ids.ts';
import { OverrideId } from '../../shared/model/ids.ts';
import type { StoredOverride } from '../../shared/model/schedule.ts';
import { overrideRefusal } from '../../shared/rules/oncall/oncall.ts';
import type { WatchInput } from '../../shared/rules/watch/turn.ts';
import { createAcknowledgeAll } from './acknowledge-all.ts';
import type { Core } from './core.ts';
import { QUIET_KEY } from './state.ts';

export type Commands = Pick<
  Replies,
  | 'acknowledge'
  | 'acknowledgeAll'
  | 'unacknowledge'
  | 'snooze'
  | 'escalate'
  | 'applyPolicy'
  | 'resolve'
  | 'addNote'
  | 'hush'
  | 'checkNow'
  | 'quiet'
  | 'addOverride'
  | 'removeOverride'
>;

const ALREADY = 'Nothing to do: it is in that state already';

const yes = (text: string): Done => ({ accepted: true, text });
const no = (text: string): Done => ({ accepted: false, text });

export function createCommands(core: Core): Commands {
  const { clock, book } = core;

  /** Steps the component of an open incident; the answer waits until it is written. */
  async function onIncident(id: IncidentId, input: WatchInput, text: string, otherwise = ALREADY): Promise<Done> {
    const watch = openWatchOf(core, id);
    if (watch === null) {
      return no('This incident is not open any more');
    }
    const applied = book.apply(watch.componentId, input);
    await applied?.written;
    return applied === null || applied.written === null ? no(otherwise) : yes(text);
  }

  return {
    acknowledge: ({ incident, forMs, note }, by) => {
      const at = clock.now();
      const until = forMs === null ? null : at + forMs;
      const text = forMs === null ? 'Yours until it is fixed' : `Yours for ${formatDuration(forMs)}`;
      return onIncident(incident, { type: 'acknowledge', at, by, until, note }, text);
    },
    acknowledgeAll: createAcknowledgeAll(core, openIncidents),
    unacknowledge: ({ incident }, by) =>
      onIncident(incident, { type: 'unacknowledge', at: clock.now(), by }, 'Given back: paging goes on'),
    snooze: ({ incident, forMs }, by) => {
      const at = clock.now();
      return onIncident(
        incident,
        { type: 'snooze', at, by, until: at + forMs },
        `Snoozed for ${formatDuration(forMs)}`,
      );
    },
    escalate: ({ incident, to }, by) => {
      if (to !== 'next' && 'person' in to && !core.config().people.has(to.person)) {
        return Promise.resolve(no(`There is nobody called ${to.person} in the configuration`));
      }
      const policy = openWatchOf(core, incident)?.incident?.escalation.policy;
      if ((to === 'next' || 'step' in to) && policy === null) {
        return Promise.resolve(no('There is no step: the component has no escalation policy. Name a person'));
      }
      const steps = policy?.steps.length ?? 0;
      if (to !== 'next' && 'step' in to && policy && to.step > steps) {
        return Promise.resolve(no(`There is no step ${to.step}: policy ${policy.name ?? policy.id} has ${steps}`));
      }
      return onIncident(
        incident,
        { type: 'escalate', at: clock.now(), by, to: to !== 'next' && 'person' in to ? to.person : to },
        'Escalated',
        'Nobody is called: it is not seen failing at the moment',
      );
    },
    applyPolicy: ({ incident }, by) =>
      onIncident(
        incident,
        { type: 'apply-policy', at: clock.now(), by },
        'What is still to come follows the policy as it is now',
        'The component has no policy in the configuration',
      ),
    resolve: ({ incident, note }, by) =>
      onIncident(
        incident,
        { type: 'resolve', at: clock.now(), by, note },
        'Resolved; it opens again if the checks go on failing',
      ),
    addNote: ({ incident, note }, by) => onIncident(incident, { type: 'note', at: clock.now(), by, note }, 'Noted'),
    async hush({ incident }, by) {
      const sounding = openIncidents(core).filter(
        ({ id, soundingSince }) => soundingSince !== null && (incident === null || id === incident),
      );
      await Promise.all(
        sounding.map(({ componentId }) => book.apply(componentId, { type: 'hush', at: clock.now(), by })?.written),
      );
      return sounding.length === 0 ? no('Nothing is sounding') : yes('Sound off; nobody has acknowledged');
    },
    checkNow({ component }) {
      const wanted =
        component === null ? [...core.config().components.values()] : [core.config().components.get(component)];
      const checks = wanted.flatMap((settings) => settings?.checks.map(({ id }) => id) ?? []);
      core.scheduler.now(checks);
      return Promise.resolve(
        checks.length === 0
          ? no('There is nothing to check')
          : yes(checks.length === 1 ? 'Checking now' : `Checking ${checks.length} now`),
      );
    },
    async quiet({ until, criticalToo }, by) {
      const now = clock.now();
      if (until !== null && until <= now) {
        return no('That time has passed already');
      }
      const before = core.state.quiet;
      core.state.quiet = until === null ? null : { until, criticalToo, by };
      const text =
        until === null
          ? `${by} ended the quiet`
          : `Quiet for ${formatDuration(until - now)}, asked by ${by}${criticalToo ? ', critical pages too' : ''}`;
      await core.write({ values: { [QUIET_KEY]: core.state.quiet }, events: [loose(now, 'quiet', text)] });
      core.touch(null);
      if (before !== null) {
        // Whatever waits for the end of the quiet before this one is looked at again: it may go now, or wait for the new end.
        for (const { componentId } of openIncidents(core)) {
          book.apply(componentId, { type: 'quiet-ended', at: now, until: before.until });
        }
      }
      return yes(text);
    },
    async addOverride(ask, by) {
      const schedule = core.config().schedules.get(ask.schedule);
      if (schedule === undefined) {
        return no(`There is no schedule ${ask.schedule}`);
      }
      const unknown = [ask.person, ask.by].find((person) => person !== null && !core.config().people.has(person));
      if (unknown !== undefined) {
        return no(`There is nobody called ${unknown} in the configuration`);
      }
      const own = core.state.overrides.filter(({ scheduleId }) => scheduleId === ask.schedule);
      const refusal = overrideRefusal(schedule, own, ask, core.personName);
      if (refusal !== null) {
        return no(refusal);
      }
      const now = clock.now();
      const { kind, person, from, to, note } = ask;
      const id = OverrideId.parse(`o-${now.toString(36)}-${core.state.overrides.length}`);
      const override: StoredOverride = {
        id,
        scheduleId: ask.schedule,
        kind,
        person,
        by: ask.by,
        from,
        to,
        note,
        author: by,
        createdAt: now,
      };
      core.state.overrides = [...core.state.overrides, override];
      const words = `${by} put an override into ${schedule.name}: ${kind} ${core.personName(person)}${ask.by === null ? '' : ` by ${core.personName(ask.by)}`}`;
      core.rosterChanged();
      await core.write({ overrides: [override], events: [{ ...loose(now, 'override', words), personId: person }] });
      core.touch(null);
      return yes('Done: the schedule shows it');
    },
    async removeOverride({ id }, by) {
      const override = core.state.overrides.find((other) => other.id === id);
      if (override === undefined) {
        return no('That override is gone already, or it stands in the configuration file');
      }
      core.state.overrides = core.state.overrides.filter((other) => other !== override);
      core.rosterChanged();
      await core.write({
        removeOverrides: [id],
        events: [loose(clock.now(), 'override', `${by} removed the override of ${override.author}`)],
      });
      core.touch(null);
      return yes('Removed');
    },
  };
}

/** Incidents that are open now. */
export function openIncidents(core: Core) {
  return [...core.book.all()].flatMap(({ incident }) =>
    incident !== null && incident.state !== 'resolved' ? [incident] : [],
  );
}

function openWatchOf(core: Core, id: IncidentId) {
  const found = [...core.book.all()].find(({ incident }) => incident?.id === id && incident.state !== 'resolved');
  return found ?? null;
}

/** An event that belongs to no component. */
export function loose(at: EpochMs, type: EventDraft['type'], text: string): EventDraft {
  return { at, type, componentId: null, incidentId: null, personId: null, channelId: null, text, data: {} };
}
