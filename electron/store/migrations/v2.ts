/**
 * Version 2: why a try failed, as a number, so that history can be judged again by other rules (`watchbell replay`).
 *
 * Tries of before have none: what failed in them is known in words only.
 */
import type { Step } from './step.ts';

export const v2: Step = {
  version: 2,
  name: 'why a try failed',
  statements: ({ schema }) => [schema.alterTable('observation').addColumn('why', 'integer')],
};
