/**
 * The word for what is wrong: how bad it is; of a person's call, which is nothing that is down, that it waits; of another system's alert
 * that it goes on, for we have not looked ourselves.
 */
import type { IncidentView } from '../../shared/contract/view.ts';
import { matterOf } from '../../shared/rules/matter.ts';
import type { Words } from '../texts/words.ts';

export function troubledWord({ incident: own }: Words, { componentId, status }: IncidentView): string {
  switch (matterOf(componentId)) {
    case 'call':
      return own.called;
    case 'alert':
      return own.alerted;
    case 'component':
      return own.troubled[status];
  }
}
