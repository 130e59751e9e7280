/**
 * An answer that came back through a channel, done: which incident it means, who gave it, and the words for its sender.
 *
 * Only what the channel was told about can be answered through it: whoever holds a phone decides about its pages, not about all.
 */
import type { Done, Replies } from '../../shared/contract/contract.ts';
import type { ChannelId, EpochMs, PageId } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import { incidentCode } from '../../shared/rules/answers/code.ts';
import { type Action, ANSWERS_HELP, understand } from '../../shared/rules/answers/understand.ts';
import type { CalledOn } from './calls/sms.ts';
import { openIncidents } from './commands.ts';
import type { Core } from './core.ts';
import type { ChannelAnswer, Ear, Fate } from './ports/ear.ts';

type Commands = Pick<Replies, 'acknowledge' | 'escalate' | 'resolve' | 'snooze' | 'unacknowledge'>;

/** More incidents than fit into a reply are not listed one by one. */
const MOST_LISTED = 5;

export interface Answers {
  /** The engine's ear on one channel. */
  earOf(channelId: ChannelId): Ear;
}

export function createAnswers(core: Core, commands: Commands, calledOn: CalledOn): Answers {
  async function answered(channelId: ChannelId, { pageId, said, from }: ChannelAnswer): Promise<string> {
    const understood = understand(said);
    if (understood === null) {
      return `Not understood: "${said.trim().slice(0, 40)}". ${ANSWERS_HELP}`;
    }
    const told = openIncidents(core).filter((incident) => incident.told.some((page) => page.channelId === channelId));
    const meant = whichOf(told, pageId, understood.which);
    if (typeof meant === 'string') {
      return meant;
    }
    const by = answerer(core, channelId, from);
    const done = await Promise.all(
      meant.map(
        async (incident) => `${nameOf(core, incident)}: ${(await act(commands, incident, understood.action, by)).text}`,
      ),
    );
    return done.join('. ');
  }

  function fared(pageId: PageId, fate: Fate): void {
    const at: EpochMs = core.clock.now();
    const isThere = fate.status === 'delivered';
    const reason = isThere ? (fate.words ?? null) : fate.reason;
    for (const { componentId, incident, past } of core.book.all()) {
      const own = [...(incident === null ? [] : [incident]), ...past].find(({ told }) =>
        told.some((page) => page.pageId === pageId),
      );
      const told = own?.told.find((page) => page.pageId === pageId);
      if (told === undefined || (told.state === fate.status && (!isThere || told.reason === reason))) {
        continue;
      }
      core.book.apply(
        componentId,
        {
          type: 'delivery',
          at,
          pageId,
          state: fate.status,
          attempts: told.attempts,
          reason,
        },
        () => ({
          events: [
            {
              at,
              type: isThere ? 'page-delivered' : 'page-failed',
              componentId,
              incidentId: own?.id ?? null,
              personId: told.personId,
              channelId: told.channelId,
              text: `Page by ${told.channelId} ${fate.status}${reason === null ? '' : ` (${reason})`}: the service said so later`,
              data: { page: pageId, state: fate.status, reason },
            },
          ],
        }),
      );
      core.state.deliveries.set(told.channelId, { at, state: fate.status, reason });
      return;
    }
  }

  return {
    earOf: (channelId) => ({ answered: (answer) => answered(channelId, answer), fared, ...calledOn(channelId) }),
  };
}

/** The incidents that are meant, or the words for whoever did not say it clearly. */
function whichOf(
  told: readonly Incident[],
  pageId: PageId | null,
  which: string | 'all' | null,
): readonly Incident[] | string {
  if (told.length === 0) {
    return 'Nothing that you were told of is open any more';
  }
  if (which === 'all') {
    return told;
  }
  const byPage = told.filter((incident) => incident.told.some((page) => page.pageId === pageId));
  const found =
    which === null ? (pageId === null ? told : byPage) : told.filter(({ id }) => incidentCode(id) === which);
  const [only, ...others] = found;
  if (only === undefined) {
    return which === null ? 'That one is over already' : `No open incident has the code ${which}. ${listOf(told)}`;
  }
  return others.length === 0 ? [only] : `${found.length} are meant by that. ${listOf(found)}`;
}

function listOf(incidents: readonly Incident[]): string {
  const lines = incidents.slice(0, MOST_LISTED).map(({ id, componentId }) => `${incidentCode(id)} ${componentId}`);
  const more = incidents.length > MOST_LISTED ? ` and ${incidents.length - MOST_LISTED} more` : '';
  return `Open: ${lines.join(', ')}${more}. Say which, like "${lines[0]?.slice(0, 3)} a", or "all"`;
}

/** Whoever the channel belongs to; of a shared one, what the service says of the sender. */
function answerer(core: Core, channelId: ChannelId, from: string): string {
  const owners = [...core.config().people.values()].filter(({ channels }) => channels.includes(channelId));
  const [only, ...others] = owners;
  return only !== undefined && others.length === 0 ? `${only.name} by ${channelId}` : `${from} by ${channelId}`;
}

function nameOf(core: Core, { componentId }: Incident): string {
  return core.config().components.get(componentId)?.name ?? componentId;
}

function act(commands: Commands, { id: incident }: Incident, action: Action, by: string): Promise<Done> {
  switch (action.kind) {
    case 'acknowledge':
      return commands.acknowledge({ incident, forMs: action.forMs, note: '' }, by);
    case 'snooze':
      return commands.snooze({ incident, forMs: action.forMs }, by);
    case 'escalate':
      return commands.escalate({ incident, to: 'next' }, by);
    case 'unacknowledge':
      return commands.unacknowledge({ incident }, by);
    case 'resolve':
      return commands.resolve({ incident, note: '' }, by);
  }
}
