/**
 * Who is on call, the people, and their channels, as the window sees them. No secret leaves through here.
 */
import type { ChannelView, OnCallView } from '../../../shared/contract/view.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { ChannelId, EpochMs, PersonId } from '../../../shared/model/ids.ts';
import type { StoredOverride } from '../../../shared/model/schedule.ts';
import { onCallAt } from '../../../shared/rules/oncall/oncall.ts';
import type { ChannelSet } from '../ports/channel.ts';

export function onCallViews(config: Config, overrides: readonly StoredOverride[], at: EpochMs): readonly OnCallView[] {
  const nameOf = (id: PersonId): string => config.people.get(id)?.name ?? id;
  return [...config.schedules.values()].map((schedule) => {
    const own = overrides.filter(({ scheduleId }) => scheduleId === schedule.id);
    const now = onCallAt(schedule, own, at, nameOf);
    return {
      scheduleId: schedule.id,
      name: schedule.name,
      timeZone: schedule.timeZone,
      now: now.people.map(({ personId, until, because }) => ({ personId, name: nameOf(personId), until, because })),
      next: now.next && {
        at: now.next.at,
        people: now.next.people.map((personId) => ({ personId, name: nameOf(personId) })),
      },
      standby: schedule.standby.map((personId) => ({ personId, name: nameOf(personId) })),
    };
  });
}

export function channelViews(
  config: Config,
  channels: Pick<ChannelSet, 'can' | 'target'>,
  last: ReadonlyMap<ChannelId, NonNullable<ChannelView['last']>>,
): readonly ChannelView[] {
  return [...config.channels.values()].map((settings) => ({
    id: settings.id,
    type: settings.type,
    target: channels.target(settings),
    people: [...config.people.values()].filter((person) => person.channels.includes(settings.id)).map(({ id }) => id),
    can: channels.can(settings),
    last: last.get(settings.id) ?? null,
  }));
}
