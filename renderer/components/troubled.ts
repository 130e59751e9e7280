/**
 * The word for what is wrong: how bad it is; and of a person's call, which is nothing that is down, that it waits.
 */
import type { IncidentView } from '../../shared/contract/view.ts';
import { isCall } from '../../shared/rules/calls/ids.ts';
import type { Words } from '../texts/words.ts';

export function troubledWord({ incident: own }: Words, { componentId, status }: IncidentView): string {
  return isCall(componentId) ? own.called : own.troubled[status];
}
