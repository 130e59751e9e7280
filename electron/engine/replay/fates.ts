/**
 * How pages fared: a channel that refused a page then refuses the one that stands in its place, and one that nobody used then
 * takes it at once.
 */
import type { ChannelId, EpochMs } from '../../../shared/model/ids.ts';
import type { Incident, Told } from '../../../shared/model/incident.ts';
import type { PageState } from '../../../shared/model/page.ts';

/** What the outbox tells of one page, in order. */
export type Fate = readonly {
  readonly state: PageState;
  readonly attempts: number;
  readonly reason: string | null;
}[];

const TAKEN: Fate = [{ state: 'accepted', attempts: 1, reason: null }];

/** The way to ask how a page by a channel fares: as the one did that was nearest in time. */
export function fatesOf(incidents: readonly Incident[]): (channelId: ChannelId, at: EpochMs) => Fate {
  const byChannel = new Map<ChannelId, Told[]>();
  for (const told of incidents.flatMap((incident) => incident.told)) {
    const own = byChannel.get(told.channelId);
    if (own === undefined) {
      byChannel.set(told.channelId, [told]);
    } else {
      own.push(told);
    }
  }
  return (channelId, at) => {
    const all = byChannel.get(channelId) ?? [];
    const [first, ...others] = all;
    if (first === undefined) {
      return TAKEN;
    }
    const nearest = others.reduce(
      (best, told) => (Math.abs(told.at - at) < Math.abs(best.at - at) ? told : best),
      first,
    );
    return fateOf(nearest);
  };
}

function fateOf({ state, attempts, reason }: Told): Fate {
  const failedFirst = { state: 'queued', attempts: 1, reason: reason ?? 'It did not arrive at the first try' } as const;
  switch (state) {
    case 'refused':
    case 'expired':
      return attempts > 1 ? [failedFirst, { state, attempts, reason }] : [{ state, attempts, reason }];
    case 'accepted':
    case 'delivered':
      return attempts > 1 ? [failedFirst, { state, attempts, reason: null }] : TAKEN;
    case 'queued':
    case 'trying':
    case 'withdrawn':
      return attempts > 0 && reason !== null ? [failedFirst] : TAKEN;
  }
}
