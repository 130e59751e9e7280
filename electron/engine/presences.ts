/**
 * Where people are, said by hand: kept until it ends, and what follows from it for pages that are still to come.
 */
import type { Replies } from '../../shared/contract/contract.ts';
import type { PersonView } from '../../shared/contract/view.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { StoredPresence } from '../../shared/model/presence.ts';
import { presenceAt, presenceWords } from '../../shared/rules/presence.ts';
import { loose } from './commands.ts';
import type { Core } from './core.ts';
import { PRESENCES_KEY } from './state.ts';

/** The people as the window sees them. */
export function peopleViews({ config, state, clock, timeZone }: Core): readonly PersonView[] {
  const at = clock.now();
  return [...config().people.values()].map((person) => {
    const { state: where, until, note } = presenceAt(person, state.presences, at, timeZone);
    return {
      id: person.id,
      name: person.name,
      channels: person.channels,
      presence: { state: where, until, note },
    };
  });
}

export function createPresenceCommands(core: Core): Pick<Replies, 'setPresence'> {
  const { clock, state } = core;
  return {
    async setPresence({ person: id, state: where, until, note }, by) {
      const person = core.config().people.get(id);
      const now = clock.now();
      if (person === undefined) {
        return { accepted: false, text: `There is nobody called ${id} in the configuration` };
      }
      if (until <= now) {
        return { accepted: false, text: 'That time has passed already' };
      }
      const said: StoredPresence = { person: id, state: where, from: now, until, note, by };
      const others = state.presences.filter((one) => one.person !== id && one.until > now);
      state.presences = [...others, said];
      const text = `${presenceWords(person.name, said)} for ${formatDuration(until - now)}`;
      await core.write({
        values: { [PRESENCES_KEY]: state.presences },
        events: [{ ...loose(now, 'presence', `${text}, said by ${by}`), personId: id }],
      });
      core.touch(null);
      const then =
        where === 'away' ? ': is not paged meanwhile' : where === 'slow' ? ': the next step follows soon' : '';
      return { accepted: true, text: `${text}${then}` };
    },
  };
}
