/**
 * Which statuses mean trouble. As `isTrouble` of shared/model, whose file needs zod, whose compiler our content policy refuses.
 */
import type { ComponentStatus, Trouble } from '../../../shared/model/status.ts';

export function isTrouble(status: ComponentStatus): status is Trouble {
  return status === 'performance_issues' || status === 'partial_outage' || status === 'major_outage';
}
