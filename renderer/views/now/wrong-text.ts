/**
 * What the window knows to be wrong, in the words and the order of a digest mail.
 */
import type { IncidentView } from '../../../shared/contract/view.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { wrongFirst } from '../../../shared/rules/incident-order.ts';
import { matterOf } from '../../../shared/rules/matter.ts';
import { type WrongNow, wrongText } from '../../../shared/rules/words/digest-text.ts';

export function wrongOf(open: readonly IncidentView[]): readonly WrongNow[] {
  return wrongFirst(open).map(({ acknowledgement, ...incident }) => ({
    ...incident,
    matter: matterOf(incident.componentId),
    acknowledgedBy: acknowledgement?.by ?? null,
  }));
}

/** @param timeZone an IANA zone; default: where the reader sits */
export function wrongTextOf(open: readonly IncidentView[], at: EpochMs, timeZone = ownZone()): string {
  return wrongText({ at, timeZone, wrong: wrongOf(open) });
}

const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;
