/**
 * The status of a component: Cachet's names and numbers on the wire, plus the two states that are not a judgement.
 */
import { z } from 'zod';

export const STATUSES = [
  'operational',
  'performance_issues',
  'partial_outage',
  'major_outage',
  'under_maintenance',
  'unknown',
] as const;
export const ComponentStatus = z.enum(STATUSES);
export type ComponentStatus = z.infer<typeof ComponentStatus>;

/** Statuses that mean trouble, and may open an incident. */
export const Trouble = z.enum(['performance_issues', 'partial_outage', 'major_outage']);
export type Trouble = z.infer<typeof Trouble>;

export const SEVERITIES = ['low', 'high', 'critical'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

export function isTrouble(status: ComponentStatus): status is Trouble {
  return status === 'performance_issues' || status === 'partial_outage' || status === 'major_outage';
}
