/**
 * The ledger's small tools: what became of one page, and taking one back.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Incident, Told } from '../../model/incident.ts';
import type { PageState } from '../../model/page.ts';
import { say, type Turn, withIncident } from './turn.ts';

export const ARRIVED: readonly PageState[] = ['accepted', 'delivered'];

/** It has reached somebody, or may yet. */
export const HOPEFUL: readonly PageState[] = [...ARRIVED, 'trying', 'queued'];

/** What was refused is not tried again by the next step that means the same telephone. */
const JUST_REFUSED_MS = 60_000;

/** This person, by this channel: refused a moment ago. */
export function isJustRefused({ told }: Incident, to: Pick<Told, 'personId' | 'channelId'>, at: EpochMs): boolean {
  return told.some(
    (page) =>
      page.personId === to.personId &&
      page.channelId === to.channelId &&
      page.state === 'refused' &&
      page.at <= at &&
      at - page.at < JUST_REFUSED_MS,
  );
}

/** It went out, or may have: the receiver must hear the end as well. */
export function wasSent({ state, unanswered }: Told): boolean {
  return ARRIVED.includes(state) || state === 'trying' || unanswered === true;
}

/** Some page of it is still on its way. */
export function isUnfinished({ told }: Incident): boolean {
  return told.some(({ state }) => state === 'queued' || state === 'trying');
}

/** Taken back, with the reason in the history: it is not sent, or not tried again. */
export function withdraw(turn: Turn, told: Told, at: EpochMs, reason: string): Turn {
  const said = say(
    withTold(turn, told, { ...told, state: 'withdrawn', reason }),
    at,
    'page-withdrawn',
    `Page by ${told.channelId} withdrawn: ${reason}`,
    {
      personId: told.personId,
      channelId: told.channelId,
      data: { page: told.pageId },
    },
  );
  return withdrawn(said, told.pageId, reason);
}

/** No first try, no other try: what has not gone out is taken back, what had no answer stays to be closed. */
export function takeBack(turn: Turn, told: Told, at: EpochMs, reason: string): Turn {
  if (told.state === 'queued') {
    return withdraw(turn, told, at, reason);
  }
  return told.state === 'trying' ? withdrawn(turn, told.pageId, reason) : turn;
}

/** The outbox lets go of it: its row says so, and there is no further try. */
export function withdrawn(turn: Turn, pageId: Told['pageId'], reason: string): Turn {
  return { ...turn, effects: [...turn.effects, { type: 'withdraw', pageId, reason }] };
}

export function withTold(turn: Turn, before: Told, after: Told): Turn {
  const list = turn.watch.incident?.told ?? [];
  return withIncident(turn, { told: list.map((other) => (other === before ? after : other)) });
}
