/**
 * The on-call room's front door: who is on call now, who was and will be, and which overrides are not taken.
 */
export { type Move, type MoveWish, moveOf, withChanged } from './moves.ts';
export { type OnCallNow, onCallAt } from './now.ts';
export { peopleIn } from './people.ts';
export { fileOverrideProblems, type OverrideDraft, overrideRefusal } from './refusal.ts';
export { type Shift, type ShiftPerson, shiftsBetween } from './shifts.ts';
export { type Stint, stintsBetween } from './stints.ts';
export { type Proposal, swapLapsed, swapLapsesAt, swapOverrides, swapProposal } from './swaps.ts';
export type { NameOf } from './words.ts';
