/**
 * Policies whose last step comes too late for their response target, however fast the steps follow one another.
 */
import type { ConfigFile } from '../../model/config.ts';
import { formatDuration } from '../../model/duration.ts';
import { missesTarget } from '../watch/pace.ts';
import type { Complaint } from './complaint.ts';

export function lateSteps({ policies }: ConfigFile): readonly Complaint[] {
  return policies.flatMap((policy, index) =>
    missesTarget(policy)
      ? [
          {
            path: ['policies', index, 'responseTarget'],
            message: `${policy.steps.length} steps cannot be taken within ${formatDuration(policy.responseTarget)}: they follow at least a minute apart; take out steps, or give it more time`,
          },
        ]
      : [],
  );
}
