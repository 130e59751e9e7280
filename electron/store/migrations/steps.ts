/** Every step there is, oldest first. A new one is one file and one line here. */
import type { Step } from './step.ts';
import { v1 } from './v1.ts';
import { v2 } from './v2.ts';

export const STEPS: readonly Step[] = [v1, v2];
